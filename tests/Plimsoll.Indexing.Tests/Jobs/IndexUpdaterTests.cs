using System.Text;
using Plimsoll.Files;
using Plimsoll.Indexing.Jobs;
using Plimsoll.Indexing.Segments;
using Plimsoll.Memory;

namespace Plimsoll.Indexing.Tests.Jobs;

/// <summary>An index that is updated place by place is that of a run over the whole tree.</summary>
public sealed class IndexUpdaterTests : IDisposable
{
    private readonly JobFixture _job = new();
    private readonly MemoryGovernor _governor = new(new MemoryGovernorOptions
    {
        Budget = MemoryBudget.Parse("256MB"),
        GovernsProcess = false,
        ObserveEvery = TimeSpan.Zero,
    });

    private readonly IndexUpdater _updater;

    public IndexUpdaterTests()
    {
        _job.WriteMadeUp(1, 60);
        var options = new IndexOptions
        {
            Root = _job.Root,
            IndexFolder = _job.IndexFolder,
            Governor = _governor,
            Threads = 2,
            Walk = new WalkOptions { MaxFileSize = 64 * 1024 },
        };
        _updater = IndexUpdater.Create(options, null, null);
        _updater.Rescan(null, default);
    }

    public void Dispose()
    {
        _updater.Dispose();
        _governor.Dispose();
        _job.Dispose();
    }

    [Fact]
    public void Update_RandomChanges_DigestAndSkipsEqualAFreshIndex()
    {
        var random = new Random(11);
        for (int round = 0; round < 25; round++)
        {
            string[] places = [.. Enumerable.Range(0, random.Next(1, 6)).Select(_ => Change(random, round))];

            IndexUpdate update = Update(places);
            Assert.Null(update.WholeBecause);
            if (round % 4 == 0)
                _ = _updater.Tidy();

            AssertEqualsFresh();
        }
    }

    [Fact]
    public void Update_OneFile_ReadsOneFileAndKeepsTheOthers()
    {
        _job.Write("own.js", "function first() {}\n");
        Assert.Equal((1, 0, 0), Counts(Update("own.js")));
        _job.Write("own.js", "function second() {}\n");
        Assert.Equal((0, 1, 0), Counts(Update("own.js")));
        byte[] head = Manifest.HeadOf(_job.IndexFolder);
        Assert.Equal((0, 0, 0), Counts(Update("own.js", "not/there")));
        Assert.Equal(head, Manifest.HeadOf(_job.IndexFolder));
        File.Delete(Path.Combine(_job.Root, "own.js"));
        Assert.Equal((0, 0, 1), Counts(Update("own.js")));
        Assert.True(Manifest.Load(_job.IndexFolder)!.Complete);
        AssertEqualsFresh();
    }

    [Fact]
    public void Update_ManyInARow_SegmentsStayFewAndSmall()
    {
        for (int i = 0; i < 120; i++)
        {
            _job.Write($"many/file{i % 50}.js", $"function made{i}() {{ return value{i}; }}\n");
            Update($"many/file{i % 50}.js");
        }

        Assert.InRange(Manifest.Load(_job.IndexFolder)!.Segments.Count, 1, 24);
        Assert.Equal(Manifest.Load(_job.IndexFolder)!.Segments.Count, _job.SegmentFiles().Length);
        AssertEqualsFresh();
    }

    [Fact]
    public void Update_AnotherRunCameBetween_LooksAtTheWholeTree()
    {
        _job.Write("one.js", "function one() {}\n");
        _job.Run();
        _job.Write("two.js", "function two() {}\n");
        File.Delete(Path.Combine(_job.Root, "one.js"));

        IndexUpdate update = Update("two.js");

        Assert.Contains("another process", update.WholeBecause, StringComparison.Ordinal);
        Assert.Equal((1, 0, 1), Counts(update));
        AssertEqualsFresh();
        Assert.Null(Update("two.js").WholeBecause);
    }

    [Fact]
    public void Update_Failed_IsDoneWithTheNext()
    {
        _job.Write("one.js", "function one() {}\n");
        string manifest = Path.Combine(_job.IndexFolder, Manifest.FileName);
        File.Delete(manifest);
        Directory.CreateDirectory(manifest);
        Assert.Throws<IndexException>(() => Update("one.js"));
        Directory.Delete(manifest);

        IndexUpdate update = _updater.Update(new TreeChanges(), default);

        Assert.NotNull(update.WholeBecause);
        AssertEqualsFresh();
    }

    [Fact]
    public void Update_IndexIsLocked_WaitsAndTellsOnce()
    {
        var told = new List<string>();
        using var stop = new CancellationTokenSource();
        var options = new IndexOptions { Root = _job.Root, IndexFolder = _job.IndexFolder, Governor = _governor };
        using var updater = IndexUpdater.Create(options, null, message =>
        {
            told.Add(message);
            stop.Cancel();
        });
        using FileLock held = FileLock.Take(Path.Combine(_job.IndexFolder, "lock"), TimeProvider.System);

        Assert.ThrowsAny<OperationCanceledException>(() => updater.Rescan(null, stop.Token));

        Assert.Contains($"process {Environment.ProcessId}", Assert.Single(told), StringComparison.OrdinalIgnoreCase);
    }

    private string Change(Random random, int round)
    {
        string[] files = [.. new DirectoryInfo(_job.Root).EnumerateFiles("*", SearchOption.AllDirectories)
            .Where(file => file.LinkTarget is null && file.Name != ".plimsollignore")
            .Select(file => Path.GetRelativePath(_job.Root, file.FullName))];
        string file = files[random.Next(files.Length)];
        switch (random.Next(8))
        {
            case 0:
                File.Delete(Path.Combine(_job.Root, file));
                return file;
            case 1:
                _job.Write($"new{round}/deep/file{random.Next(100)}.py", $"def made_{random.Next()}(): pass\n");
                return $"new{round}";
            case 2:
                _job.Write(file, new string('x', 70_000)); // too large
                return file;
            case 3:
                _job.Write(file, "\0\0\0"); // binary
                return file;
            case 4:
                File.Delete(Path.Combine(_job.Root, file));
                File.CreateSymbolicLink(Path.Combine(_job.Root, file), "nowhere");
                return file;
            case 5:
                File.Delete(Path.Combine(_job.Root, file));
                _job.Write(file + "/inside.js", "function inside() {}\n"); // a folder in the place of a file
                return file;
            case 6:
                string folder = Path.GetDirectoryName(file)!;
                _job.Write(Path.Combine(folder, ".plimsollignore"), random.Next(2) == 0 ? "*.js\n" : "*.py\n");
                return folder.Length == 0 ? Touch(file) : folder;
            default:
                return Touch(file);
        }
    }

    private string Touch(string file)
    {
        // The rule at the root would change the whole tree, of which only a place is told.
        if (File.Exists(Path.Combine(_job.Root, ".plimsollignore")))
            File.Delete(Path.Combine(_job.Root, ".plimsollignore"));
        File.AppendAllText(Path.Combine(_job.Root, file), "\n// more\n");
        return file;
    }

    private IndexUpdate Update(params string[] places)
    {
        var changes = new TreeChanges();
        foreach (string place in places)
            changes.Add(Encoding.UTF8.GetBytes(place));
        return _updater.Update(changes, default);
    }

    private static (long Added, long Changed, long Removed) Counts(IndexUpdate update) => (update.Added, update.Changed, update.Removed);

    private void AssertEqualsFresh()
    {
        using var folder = new Plimsoll.Testing.TempFolder();
        _job.Run(folder.Root, 256L << 20, 1, 0, false, default);
        Assert.Equal(JobFixture.Digest(folder.Root), _job.Digest());
        Assert.Equal(Skipped(folder.Root), Skipped(_job.IndexFolder));
        Assert.Equal(Manifest.Load(folder.Root)!.WalkSkips.OrderBy(pair => pair.Key), Manifest.Load(_job.IndexFolder)!.WalkSkips.OrderBy(pair => pair.Key));
    }

    private static List<string> Skipped(string folder) =>
        [.. SkipList.Read(folder).Select(skipped => $"{skipped.Reason} {Encoding.UTF8.GetString(skipped.Path)} {skipped.IsFolder} {skipped.Size}")];
}
