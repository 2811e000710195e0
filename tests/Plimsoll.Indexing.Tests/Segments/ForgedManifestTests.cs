using System.Buffers.Binary;
using System.Text;
using Plimsoll.Indexing.Jobs;
using Plimsoll.Indexing.Search;
using Plimsoll.Indexing.Segments;
using Plimsoll.Indexing.Tests.Jobs;
using Plimsoll.Memory;

namespace Plimsoll.Indexing.Tests.Segments;

/// <summary>Manifests and lists of what was left out whose checksums are right and whose content is nonsense.</summary>
public sealed class ForgedManifestTests
{
    private const int HeadBytes = Manifest.HeadBytes;

    public static TheoryData<string> Bodies => [.. Nonsense.Keys];

    private static readonly Dictionary<string, Action<BinaryWriter>> Nonsense = new(StringComparer.Ordinal)
    {
        ["empty"] = _ => { },
        ["cut in the head"] = body => body.Write(5L),
        ["endless embedder"] = body => { body.Write(5L); body.Write7BitEncodedInt(int.MaxValue); },
        ["negative embedder"] = body => { body.Write(5L); body.Write7BitEncodedInt(-1); },
        ["written in year a million"] = body => Start(body, writtenAt: 1L << 62),
        ["generation at its end"] = body => { Start(body, long.MaxValue); body.Write((byte)0); body.Write((byte)0); },
        ["two billion segments"] = body => { Start(body); body.Write7BitEncodedInt(int.MaxValue); },
        ["minus one segment"] = body => { Start(body); body.Write7BitEncodedInt(-1); },
        ["a number without end"] = body => { Start(body); body.Write([255, 255, 255, 255, 255, 255, 255]); },
        ["a folder in a name"] = body => Segment(body, "../x/a.seg"),
        ["a root in a name"] = body => Segment(body, "/etc/a.seg"),
        ["another extension"] = body => Segment(body, "manifest"),
        ["a name of nothing"] = body => Segment(body, ".seg"),
        ["a zero in a name"] = body => Segment(body, "a\0.seg"),
        ["two billion dead"] = body => Segment(body, "a.seg", int.MaxValue),
        ["minus one dead"] = body => Segment(body, "a.seg", -1),
        ["a dead file below none"] = body => Segment(body, "a.seg", 1, -5),
        ["dead files beyond all"] = body => Segment(body, "a.seg", 2, int.MaxValue - 1, 7),
        ["a segment twice"] = body => { Start(body); body.Write((byte)2); body.Write("a.seg"); body.Write((byte)0); body.Write("a.seg"); body.Write((byte)0); body.Write((byte)0); },
        ["two billion reasons"] = body => { Start(body); body.Write((byte)0); body.Write7BitEncodedInt(int.MaxValue); },
        ["an unknown reason"] = body => Skip(body, 200, 1),
        ["minus one skipped"] = body => Skip(body, 1, -1),
        ["something behind the end"] = body => { Skip(body, 1, 1); body.Write(1); },
    };

    [Theory]
    [MemberData(nameof(Bodies))]
    public void Load_NonsenseWithARightChecksum_IsDamagedAndRepaired(string name)
    {
        using var fixture = new JobFixture();
        fixture.Write("a.c", "int one;\n");
        fixture.Run();
        string digest = fixture.Digest();
        Save(fixture.IndexFolder, Nonsense[name]);
        AssertDamaged(() => Manifest.Load(fixture.IndexFolder));
        AssertDamaged(() => Searcher.Open(fixture.Root, fixture.IndexFolder).Dispose());
        Assert.Equal(1, fixture.Run().Unchanged);
        Assert.Equal(digest, fixture.Digest());
    }

    [Fact]
    public void Run_DeadFileThatTheSegmentDoesNotHave_IsDamagedAndRepaired()
    {
        using var fixture = new JobFixture();
        fixture.Write("a.c", "int one;\n");
        fixture.Run();
        string digest = fixture.Digest();
        Manifest manifest = Manifest.Load(fixture.IndexFolder)!;
        (manifest with { Segments = [manifest.Segments[0] with { DeadFiles = [0, 77] }] }).Save(fixture.IndexFolder);
        AssertDamaged(() => Searcher.Open(fixture.Root, fixture.IndexFolder).Dispose());
        AssertDamaged(() => IndexStatus.Read(fixture.IndexFolder));
        fixture.Run();
        Assert.Equal(digest, fixture.Digest());
    }

    [Fact]
    public void Load_FolderInThePlaceOfTheManifest_SaysWhatToDo()
    {
        using var fixture = new JobFixture();
        fixture.Write("a.c", "int one;\n");
        Directory.CreateDirectory(Path.Combine(fixture.IndexFolder, Manifest.FileName));
        AssertDamaged(() => Searcher.Open(fixture.Root, fixture.IndexFolder).Dispose());
        IndexException error = Assert.Throws<IndexException>(() => fixture.Run());
        Assert.Equal(IndexFailure.CannotWrite, error.Failure);
        Assert.Contains(fixture.IndexFolder, error.Message, StringComparison.Ordinal);
        Directory.Delete(Path.Combine(fixture.IndexFolder, Manifest.FileName));
        Assert.Equal(1, fixture.Run().Files);
    }

    [Fact]
    public void Read_SkipListCutAnywhereWithARightChecksum_IsDamagedAndRepaired()
    {
        using var fixture = new JobFixture();
        fixture.Write("a.c", "int one;\n");
        fixture.Write("large.txt", new string('x', 100_000));
        fixture.Run();
        string path = Path.Combine(fixture.IndexFolder, SkipList.FileName);
        byte[] body = File.ReadAllBytes(path)[..^sizeof(uint)];
        Assert.Single(SkipList.Read(fixture.IndexFolder));
        for (int length = 0; length < body.Length; length++)
        {
            File.WriteAllBytes(path, Summed(body[..length]));
            if (length != sizeof(ulong))
                AssertDamaged(() => _ = SkipList.Read(fixture.IndexFolder).Count());
        }

        fixture.Run();
        Assert.Single(SkipList.Read(fixture.IndexFolder));
    }

    private static byte[] Summed(byte[] body)
    {
        byte[] file = [.. body, 0, 0, 0, 0];
        BinaryPrimitives.WriteUInt32LittleEndian(file.AsSpan(body.Length), Crc32C.Compute(body));
        return file;
    }

    private static void AssertDamaged(Action action) =>
        Assert.Equal(IndexFailure.Damaged, Assert.Throws<IndexException>(action).Failure);

    private static void Start(BinaryWriter body, long generation = 5, long writtenAt = 0)
    {
        body.Write(generation);
        body.Write("embedder");
        body.Write(true);
        body.Write(writtenAt);
    }

    private static void Segment(BinaryWriter body, string name, int dead = 0, params int[] gaps)
    {
        Start(body);
        body.Write((byte)1);
        body.Write(name);
        body.Write7BitEncodedInt(dead);
        foreach (int gap in gaps)
            body.Write7BitEncodedInt(gap);
        body.Write((byte)0);
    }

    private static void Skip(BinaryWriter body, byte reason, long count)
    {
        Start(body);
        body.Write((byte)0);
        body.Write((byte)1);
        body.Write(reason);
        body.Write7BitEncodedInt64(count);
    }

    private static void Save(string folder, Action<BinaryWriter> write)
    {
        string path = Path.Combine(folder, Manifest.FileName);
        byte[] head = File.ReadAllBytes(path)[..HeadBytes];
        using var memory = new MemoryStream();
        using var writer = new BinaryWriter(memory, Encoding.UTF8);
        write(writer);
        writer.Flush();
        byte[] body = memory.ToArray();
        BinaryPrimitives.WriteUInt32LittleEndian(head.AsSpan(12), (uint)body.Length);
        BinaryPrimitives.WriteUInt32LittleEndian(head.AsSpan(16), Crc32C.Append(Crc32C.Compute(head.AsSpan(8, 8)), body));
        File.WriteAllBytes(path, [.. head, .. body]);
    }
}
