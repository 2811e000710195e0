using System.Text;
using Plimsoll.Indexing.Segments;
using Plimsoll.Indexing.Tests.Segments;

namespace Plimsoll.Indexing.Tests.Search;

public sealed class SearchDamageTests
{
    [Fact]
    public void Search_AnyBitOfASegmentFlipped_IsDamagedOrTheSameAnswer()
    {
        using var fixture = new SearchFixture();
        fixture.AddSegment([], [.. SegmentFixture.MadeUpFiles(51, 60).DistinctBy(file => file.Path, StringComparer.Ordinal)
            .Select(file => (Encoding.UTF8.GetBytes(file.Path), Encoding.UTF8.GetBytes(file.Text)))]);
        string path = Directory.GetFiles(fixture.Folder, "*" + SegmentFormat.Extension).Single();
        byte[] bytes = File.ReadAllBytes(path);
        string[] intact = SearchFixture.Show(fixture.Search("open maxSize"));
        var random = new Random(6);
        int damaged = 0;
        for (int round = 0; round < 200; round++)
        {
            // Evenly over the file, so that each part of it is hit.
            int at = (int)((round + random.NextDouble()) / 200 * bytes.Length);
            byte flipped = (byte)(bytes[at] ^ (1 << random.Next(8)));
            (byte original, bytes[at]) = (bytes[at], flipped);
            Replace(path, bytes);
            damaged += IsDamaged(fixture, intact) ? 1 : 0;
            bytes[at] = original;
        }

        Assert.True(damaged > 100, $"{damaged} of 200 flips were noticed: what is read must be verified");
    }

    /// <summary>Puts another file in the place of the segment: the old one may still be mapped.</summary>
    private static void Replace(string path, byte[] bytes)
    {
        string temporary = path + ".new";
        File.WriteAllBytes(temporary, bytes);
        File.Move(temporary, path, overwrite: true);
    }

    private static bool IsDamaged(SearchFixture fixture, string[] intact)
    {
        try
        {
            Assert.Equal(intact, SearchFixture.Show(fixture.Search("open maxSize")));
            return false;
        }
        catch (IndexException error)
        {
            Assert.Equal(IndexFailure.Damaged, error.Failure);
            return true;
        }
    }
}
