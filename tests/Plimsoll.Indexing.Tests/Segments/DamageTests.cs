using Plimsoll.Indexing.Segments;

namespace Plimsoll.Indexing.Tests.Segments;

public sealed class DamageTests
{
    [Fact]
    public void Digest_AnyBitOfASegmentFlipped_IsDamagedAndNeverAnotherDigest()
    {
        using var fixture = new SegmentFixture();
        string name = fixture.Write(SegmentFixture.MadeUpFiles(21, 12));
        string path = Path.Combine(fixture.Folder, name);
        string intact = fixture.Digest((name, []));
        byte[] bytes = File.ReadAllBytes(path);
        var random = new Random(4);
        int damaged = 0;
        for (int round = 0; round < 400; round++)
        {
            int at = round < 40 ? bytes.Length - 1 - (round * 4) : random.Next(bytes.Length);
            bytes[at] ^= (byte)(1 << random.Next(8));
            File.WriteAllBytes(path, bytes);
            damaged += IsDamaged(fixture, intact) ? 1 : 0;
            bytes = Restored(bytes, path, fixture, name);
        }

        // Padding between parts is covered as well, so every flip is noticed.
        Assert.Equal(400, damaged);

        byte[] Restored(byte[] _, string file, SegmentFixture from, string segment)
        {
            File.Delete(file);
            Assert.Equal(segment, from.Write(SegmentFixture.MadeUpFiles(21, 12)));
            return File.ReadAllBytes(file);
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(100)]
    [InlineData(5000)]
    public void Open_CutSegment_IsDamaged(int length)
    {
        using var fixture = new SegmentFixture();
        string name = fixture.Write(SegmentFixture.MadeUpFiles(22, 6));
        using (FileStream file = File.OpenWrite(Path.Combine(fixture.Folder, name)))
            file.SetLength(length);
        IndexException error = Assert.Throws<IndexException>(() => fixture.Open(name));
        Assert.Equal(IndexFailure.Damaged, error.Failure);
        Assert.Contains("plimsoll index", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Load_AnyBitOfTheManifestFlipped_IsDamaged()
    {
        using var fixture = new SegmentFixture();
        fixture.Save((fixture.Write(("a.c", "one")), [0]));
        string path = Path.Combine(fixture.Folder, Manifest.FileName);
        byte[] bytes = File.ReadAllBytes(path);
        for (int bit = 0; bit < bytes.Length * 8; bit++)
        {
            bytes[bit / 8] ^= (byte)(1 << (bit % 8));
            File.WriteAllBytes(path, bytes);
            Assert.Equal(IndexFailure.Damaged, Assert.Throws<IndexException>(() => Manifest.Load(fixture.Folder)).Failure);
            bytes[bit / 8] ^= (byte)(1 << (bit % 8));
        }
    }

    private static bool IsDamaged(SegmentFixture fixture, string intact)
    {
        try
        {
            using IndexSnapshot snapshot = IndexSnapshot.Open(fixture.Folder);
            Assert.Equal(intact, LogicalDigest.Of(snapshot));
            snapshot.Segments[0].Segment.VerifyAll();
            return false;
        }
        catch (IndexException error)
        {
            Assert.Equal(IndexFailure.Damaged, error.Failure);
            return true;
        }
    }
}
