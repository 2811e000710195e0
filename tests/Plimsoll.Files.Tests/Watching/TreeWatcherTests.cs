using System.IO.MemoryMappedFiles;
using System.Text;

namespace Plimsoll.Files.Tests.Watching;

/// <summary>Real events of a real kernel.</summary>
public sealed class TreeWatcherTests : IDisposable
{
    private static readonly TimeSpan Quiet = TimeSpan.FromMilliseconds(40);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly Tree _tree = new();
    private readonly List<(byte[], bool)> _ignored = [];
    private TreeWatcher? _watcher;

    public void Dispose()
    {
        _watcher?.Dispose();
        _tree.Dispose();
    }

    [Fact]
    public void Wait_EachKindOfChange_GivesItsPlace()
    {
        _tree.Shell("mkdir -p a/b; echo 1 > a/b/old; echo 1 > a/b/gone");
        Start();

        Assert.Equal(["a/b/new"], PlacesAfter("echo 1 > a/b/new"));
        Assert.Equal(["a/b/old"], PlacesAfter("echo 2 >> a/b/old"));
        Assert.Equal(["a/b/gone"], PlacesAfter("rm a/b/gone"));
        Assert.Equal(["a/b/moved", "a/b/old"], PlacesAfter("mv a/b/old a/b/moved"));
        Assert.Equal(["a/b/moved"], PlacesAfter("touch a/b/moved"));
        Assert.Equal(["a/b/moved"], PlacesAfter("chmod 640 a/b/moved"));
        Assert.Equal(["a/b/ÿ"], PlacesAfter("echo 1 > $'a/b/\\xff'"));
    }

    [Fact]
    public void Wait_FileThatStaysOpenOrIsMapped_IsHeardFromAtItsWritesAndItsEnd()
    {
        _tree.Shell("echo 1 > open; echo 1 > mapped");
        using var open = new FileStream(Path.Combine(_tree.Root, "open"), FileMode.Append);
        Start();

        open.WriteByte((byte)'2');
        open.Flush();
        Assert.Equal(["open"], PlacesAfter(":"));

        using (var mapped = MemoryMappedFile.CreateFromFile(Path.Combine(_tree.Root, "mapped"), FileMode.Open))
        using (var view = mapped.CreateViewAccessor())
        {
            view.Write(0, (byte)'2');
        }

        Assert.Equal(["mapped"], PlacesAfter(":"));
    }

    [Fact]
    public void Wait_FolderComesAndMoves_IsHeardFromAfterItsWalk()
    {
        Start();

        Assert.Contains("n", PlacesAfter("mkdir -p n/m; echo 1 > n/m/f"), StringComparer.Ordinal);
        Assert.Equal(["n/m/f"], PlacesAfter("echo 2 > n/m/f"));
        Assert.Equal(["n", "o"], PlacesAfter("mv n o"));
        Assert.Equal(["o/m/f"], PlacesAfter("echo 3 > o/m/f"));
        Assert.Contains("o", PlacesAfter("rm -r o"), StringComparer.Ordinal);
        Assert.Equal(1, _watcher!.FolderCount);
    }

    [Fact]
    public void Wait_FolderMovedOutOfTheTree_IsNotHeardFrom()
    {
        _tree.Shell("mkdir -p a/b");
        Start();

        Assert.Equal(["a"], PlacesAfter("mv a ../home/a"));
        Assert.Equal(["x"], PlacesAfter("echo 1 > ../home/a/b/f; echo 1 > x"));
    }

    [Fact]
    public void Wait_IgnoreFileChanges_GivesItsFolder()
    {
        Assert.SkipWhen(Tree.WhyNoGit is not null, Tree.WhyNoGit ?? "");
        _tree.Shell("git init -q; mkdir -p a skipped; echo 1 > a/f; echo 'skipped/' > .gitignore");
        Start();

        Assert.Equal(["a"], PlacesAfter("echo '*.o' > a/.gitignore"));
        Assert.Equal(["a"], PlacesAfter("echo '*.o' > a/.plimsollignore"));
        Assert.Equal(["f"], PlacesAfter("echo 1 > skipped/f; echo 1 > f"));
        Assert.Contains("ignored", WholeAfter("echo '*.o' >> .gitignore"), StringComparison.Ordinal);
        Assert.Contains("ignored", WholeAfter("echo '*.o' >> .git/info/exclude"), StringComparison.Ordinal);
        Assert.Contains("ignored", WholeAfter("mkdir -p ../home/.config/git; echo '*.o' >> ../home/.config/git/ignore"), StringComparison.Ordinal);
        Assert.Contains("settings", WholeAfter("git config core.excludesFile ../home/mine"), StringComparison.Ordinal);
        Assert.Contains("ignored", WholeAfter("echo '*.o' > ../home/mine"), StringComparison.Ordinal);
        Assert.Equal(["g"], PlacesAfter("git config user.name nobody; echo 1 > g"));
    }

    [Fact]
    public void Wait_RepositoryComes_IsNoticed()
    {
        Assert.SkipWhen(Tree.WhyNoGit is not null, Tree.WhyNoGit ?? "");
        _tree.Shell("mkdir -p inner .git; echo 1 > inner/f");
        Start();

        Assert.Contains("inner", PlacesAfter("git -C inner init -q"), StringComparer.Ordinal);
        Assert.Contains("repository", WholeAfter("git init -q"), StringComparison.Ordinal);
        Assert.Contains("repository", WholeAfter("rm -r .git"), StringComparison.Ordinal);
    }

    [Fact]
    public void FindTrackingChanges_IgnoredFileIsAddedAndRemoved_GivesItEachTime()
    {
        Assert.SkipWhen(Tree.WhyNoGit is not null, Tree.WhyNoGit ?? "");
        _tree.Shell("git init -q; mkdir -p out/deep; echo 1 > out/deep/f; echo 1 > a.o; echo 1 > b.o; echo '*.o' > .gitignore; echo out/ >> .gitignore; git add .; git add -f b.o");
        _ignored.AddRange([(Encoding.UTF8.GetBytes("a.o"), false), (Encoding.UTF8.GetBytes("out"), true)]);
        Start();

        Assert.Empty(TrackingAfter("git add .gitignore; touch .gitignore; git status"));
        Assert.Equal(["a.o"], TrackingAfter("git add -f a.o"));
        Assert.Equal(["a.o", "out"], TrackingAfter("git add -f out/deep/f"));
        _ignored.Clear();
        Assert.Equal(["b.o"], TrackingAfter("git rm -q --cached b.o"));
    }

    [Fact]
    public void Wait_RootIsMovedAway_IsToldAsAWhole()
    {
        Start();

        Assert.Contains("folder itself", WholeAfter("mv ../root ../elsewhere; mkdir ../root"), StringComparison.Ordinal);
    }

    [Fact]
    public void Wait_RootIsDeleted_IsToldAsAWhole()
    {
        Start();

        Assert.Contains("folder itself", WholeAfter("d=$PWD; cd /; rm -r \"$d\"; mkdir \"$d\""), StringComparison.Ordinal);
    }

    [Fact]
    public void Wait_MoreFoldersThanAllowed_SaysWhyAndGivesTheWholeTree()
    {
        _tree.Shell("mkdir -p a b c d");
        Start(mostFolders: 3);

        Assert.NotNull(_watcher!.Wait(Quiet, Patience, default)?.WholeBecause);
        Assert.Contains("more than the 3 folders", _watcher.Failure, StringComparison.Ordinal);
        Assert.Equal(0, _watcher.FolderCount);
    }

    [Fact]
    public void Wait_ManyPlaces_GivesTheWholeTree()
    {
        Start();

        Assert.Contains("places have changed", WholeAfter("touch f{1..3000}"), StringComparison.Ordinal);
    }

    [Fact]
    public void Wait_Stopped_GivesNothing()
    {
        Start();
        using var stop = new CancellationTokenSource(TimeSpan.FromMilliseconds(50));

        Assert.Null(_watcher!.Wait(Quiet, Patience, stop.Token));
    }

    private void Start(int mostFolders = 1000)
    {
        _watcher = TreeWatcher.Start(_tree.Root, new WalkOptions(), mostFolders, TimeProvider.System, _tree.Environment.GetValueOrDefault, out var whyNot);
        Assert.SkipWhen(_watcher is null, whyNot);
        Walk(null);
    }

    private List<string> PlacesAfter(string script)
    {
        var changes = ChangesAfter(script);
        Assert.Null(changes.WholeBecause);
        var targets = WalkTargets.Of(changes.Paths);
        Walk(targets);
        return [.. targets.Paths.Select(Encoding.Latin1.GetString)];
    }

    private string WholeAfter(string script)
    {
        var because = ChangesAfter(script).WholeBecause;
        Walk(null);
        Assert.NotNull(because);
        return because;
    }

    private List<string> TrackingAfter(string script)
    {
        var changes = ChangesAfter(script);
        var found = new TreeChanges();
        foreach (var repository in changes.Repositories)
        {
            _watcher!.FindTrackingChanges(repository, _ignored, found);
        }

        Assert.Null(found.WholeBecause);
        return [.. found.Paths.Select(Encoding.Latin1.GetString).Order(StringComparer.Ordinal)];
    }

    /// <summary>Everything that has come until nothing more comes.</summary>
    private TreeChanges ChangesAfter(string script)
    {
        _tree.Shell(script);
        var all = new TreeChanges();
        while (_watcher!.Wait(Quiet, all.IsEmpty ? Patience : Quiet * 3, default) is { } changes)
        {
            all.Add(changes);
        }

        Assert.False(all.IsEmpty, $"nothing was heard of: {script}");
        return all;
    }

    private void Walk(WalkTargets? targets)
    {
        if (targets is null)
        {
            _watcher!.BeginWhole();
        }

        using var cursor = new WalkCursor(
            _tree.Root, new WalkOptions(), new SkipLog(), FolderSource.ForThisSystem(), _tree.Environment.GetValueOrDefault, targets, _watcher);
        while (cursor.MoveNext(default))
        {
        }

        if (targets is null)
        {
            _watcher!.EndWhole();
        }
    }
}
