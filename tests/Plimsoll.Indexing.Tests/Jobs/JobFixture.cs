using Plimsoll.Files;
using Plimsoll.Indexing.Embedding;
using Plimsoll.Indexing.Jobs;
using Plimsoll.Indexing.Segments;
using Plimsoll.Indexing.Tests.Segments;
using Plimsoll.Memory;
using Plimsoll.Testing;

namespace Plimsoll.Indexing.Tests.Jobs;

/// <summary>A tree of files and the index of it, made by real runs under a ledger of their own.</summary>
internal sealed class JobFixture : IDisposable
{
    private readonly TempFolder _tree = new();
    private readonly TempFolder _index = new();

    public string Root => _tree.Root;

    public string IndexFolder => _index.Root;

    /// <summary>The embedder of runs; that of the index when not set.</summary>
    public EmbedderOptions Embedder { get; set; } = new();

    public void Write(string path, string text) => _tree.Write(path, text);

    public void WriteMadeUp(int seed, int count)
    {
        foreach ((string path, string text) in SegmentFixture.MadeUpFiles(seed, count))
            Write(path, text);
    }

    public IndexReport Run(long budgetBytes = 256L << 20, int threads = 2, int batch = 0, bool fresh = false, CancellationToken stop = default) =>
        Run(IndexFolder, budgetBytes, threads, batch, fresh, stop);

    public IndexReport Run(string? folder, long budgetBytes, int threads, int batch, bool fresh, CancellationToken stop)
    {
        using var governor = new MemoryGovernor(new MemoryGovernorOptions
        {
            Budget = MemoryBudget.Parse(budgetBytes.ToString()),
            GovernsProcess = false,
            ObserveEvery = TimeSpan.Zero,
        });
        var options = new IndexOptions
        {
            Root = Root,
            IndexFolder = folder,
            Governor = governor,
            Threads = threads,
            BatchSize = batch,
            Fresh = fresh,
            Embedder = Embedder,
            Walk = new WalkOptions { MaxFileSize = 64 * 1024 },
        };
        return IndexJob.Run(options, null, stop);
    }

    public string Digest() => Digest(IndexFolder);

    public static string Digest(string folder)
    {
        using IndexSnapshot snapshot = IndexSnapshot.Open(folder);
        return LogicalDigest.Of(snapshot);
    }

    /// <summary>The digest of an index that one run makes anew of the tree as it is.</summary>
    public string FreshDigest()
    {
        using var folder = new TempFolder();
        Run(folder.Root, 256L << 20, 1, 0, false, default);
        return Digest(folder.Root);
    }

    public string[] SegmentFiles() => Directory.GetFiles(IndexFolder, "*" + SegmentFormat.Extension);

    public void Dispose()
    {
        _tree.Dispose();
        _index.Dispose();
    }
}
