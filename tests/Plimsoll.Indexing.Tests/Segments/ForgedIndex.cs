using Plimsoll.Indexing.Jobs;
using Plimsoll.Indexing.Search;
using Plimsoll.Indexing.Segments;
using Plimsoll.Indexing.Tests.Jobs;

namespace Plimsoll.Indexing.Tests.Segments;

/// <summary>A small tree with an index of one segment, which a <see cref="SegmentForger"/> changes.</summary>
internal sealed class ForgedIndex : IDisposable
{
    private static readonly string[] Queries = ["open maxSize", "read_all", "somefile", "part1", "largest_of", "i", "Ring.push"];

    private readonly JobFixture _fixture = new();
    private readonly string _path;
    private readonly string _digest;
    private readonly byte[] _manifest;

    /// <summary>Indexes.</summary>
    public ForgedIndex()
    {
        _fixture.WriteMadeUp(60, 5);
        _fixture.Write("lib/ring.py", "class Ring:\n    def push(self, x):\n        return x\n\n    class Inner:\n        def pop(self):\n            pass\n");
        _fixture.Write("lib/largest.c", "int largest_of(int a, int b)\n{\n    return a > b ? a : b;\n}\n\nint other(void)\n{\n    return 1;\n}\n");
        _fixture.Write("zero.bin", "\0\0\0\0");
        _fixture.Run(threads: 1);
        _path = Assert.Single(_fixture.SegmentFiles());
        _digest = _fixture.Digest();
        _manifest = File.ReadAllBytes(ManifestPath);
        Forger = new SegmentForger(File.ReadAllBytes(_path));
    }

    public SegmentForger Forger { get; }

    private string ManifestPath => Path.Combine(_fixture.IndexFolder, Manifest.FileName);

    /// <summary>Puts the forged segment in place and asks everything; any failure but "damaged" fails the test.</summary>
    public bool IsDamaged()
    {
        Replace();
        bool damaged = false;
        foreach (string query in Queries)
            damaged |= Refuses(() => Search(query));
        damaged |= Refuses(() => JobFixture.Digest(_fixture.IndexFolder));
        damaged |= Refuses(() => IndexStatus.Read(_fixture.IndexFolder));
        damaged |= Refuses(() => _ = IndexStatus.SkippedFiles(_fixture.IndexFolder).Count());
        return damaged;
    }

    /// <summary>Whether the check before an index run finds it.</summary>
    public bool IsFoundByVerify() => Refuses(() =>
    {
        using var segment = Segment.Open(_path);
        segment.VerifyAll();
    });

    /// <summary>Runs the indexer and compares with an index that was never forged.</summary>
    public void AssertRepairs()
    {
        IndexReport report = _fixture.Run(threads: 1);
        Assert.NotEmpty(report.Warnings);
        Assert.Equal(_digest, _fixture.Digest());
        File.WriteAllBytes(ManifestPath, _manifest);
    }

    public void Dispose() => _fixture.Dispose();

    private void Search(string query)
    {
        using var searcher = Searcher.Open(_fixture.Root, _fixture.IndexFolder);
        Assert.NotNull(searcher.Search(new SearchQuery { Text = query, Limit = 50, Explain = true }));
        Assert.NotNull(searcher.Search(new SearchQuery { Text = query, Kinds = ["function"], Mode = SearchMode.Semantic }));
    }

    /// <summary>Puts another file in the place of the segment: the old one may still be mapped.</summary>
    private void Replace()
    {
        string temporary = _path + ".new";
        File.WriteAllBytes(temporary, Forger.Sealed());
        File.Move(temporary, _path, overwrite: true);
    }

    private static bool Refuses(Action action)
    {
        try
        {
            action();
            return false;
        }
        catch (IndexException error)
        {
            // A format of the future is a number like any other.
            Assert.True(error.Failure is IndexFailure.Damaged or IndexFailure.Newer, error.ToString());
            Assert.Contains("plimsoll index", error.Message, StringComparison.Ordinal);
            return true;
        }
    }
}
