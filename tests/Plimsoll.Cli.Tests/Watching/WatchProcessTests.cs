using System.Text.Json.Nodes;
using Plimsoll.Cli.Tests.Hostile;
using Plimsoll.Testing;

namespace Plimsoll.Cli.Tests.Watching;

/// <summary>`plimsoll watch` as people run it: real files, real events, real signals and kills.</summary>
public sealed class WatchProcessTests : IDisposable
{
    private readonly HostileTree _tree = new();

    public WatchProcessTests() => _tree.WriteMany(60);

    public void Dispose() => _tree.Dispose();

    [Theory]
    [InlineData("-TERM", ExitCode.Terminated)]
    [InlineData("-INT", ExitCode.Interrupted)]
    public void Watch_FilesChange_AreFoundAndTheSignalEndsIt(string signal, int code)
    {
        using WatchSession watch = new(_tree, "--memory", "96MB");
        Assert.Equal(60, (int)watch.Await("ready")["files"]!);

        _tree.Write("part1/new.py", "def zebra_new(): pass\n");
        Assert.Equal(1, (int)watch.Await("updated")["added"]!);
        _tree.AssertFinds("zebra_new", "part1/new.py");
        File.Move(_tree.SourceOf("part1/new.py"), _tree.SourceOf("part2/newer.py"));
        watch.AwaitFound(_tree, "zebra_new", "part2/newer.py");
        File.Delete(_tree.SourceOf("part2/newer.py"));
        watch.AwaitFound(_tree, "zebra_new", null);

        watch.Signal(signal);
        Assert.Equal(code, watch.End().Code);
        Assert.Equal(_tree.FreshDigest(), _tree.Digest());
    }

    [Fact]
    public void Watch_QueueOverflows_LooksAtTheWholeTree()
    {
        int most = int.Parse(File.ReadAllText("/proc/sys/fs/inotify/max_queued_events"));
        Assert.SkipWhen(most > 40_000, $"the queue of the kernel holds {most} events here, which takes too long to fill");
        _tree.Shell("mkdir flood");
        using WatchSession watch = new(_tree);
        watch.Await("ready");

        // While it is stopped the kernel queues at least two events for each of these files, which are gone again at the end but for one.
        watch.Signal("-STOP");
        for (int i = 0; i < most / 2; i++) File.Create(_tree.SourceOf($"flood/f{i}")).Dispose();
        Directory.Delete(_tree.SourceOf("flood"), recursive: true);
        _tree.Write("part1/after.py", "def zebra_after(): pass\n");
        watch.Signal("-CONT");

        // The first events may be acted upon before the reader comes to the one that tells of the loss.
        string? reason = (string?)watch.Await("rescanned")["reason"];
        if (!reason!.Contains("more events came", StringComparison.Ordinal)) reason = (string?)watch.Await("rescanned")["reason"];
        Assert.Contains("more events came", reason, StringComparison.Ordinal);
        _tree.AssertFinds("zebra_after", "part1/after.py");
        _tree.Write("part1/later.py", "def zebra_later(): pass\n");
        watch.AwaitFound(_tree, "zebra_later", "part1/later.py");
        Assert.Equal(_tree.FreshDigest(), _tree.Digest());
    }

    [Fact]
    public void Watch_SystemAllowsFewWatches_LooksAtTheTreeAgainAndAgain()
    {
        const string Limit = "/proc/sys/user/max_inotify_watches";
        Assert.SkipUnless(ProcessRunner.Run("unshare", ["-Ur", "sh", "-c", $"echo 5 > {Limit}"]).ExitCode == 0, "no user namespace can be made here, so the limit cannot be lowered");
        string tool = ProcessRunner.ToolPath("plimsoll");
        string line = $"echo 5 > {Limit}; exec dotnet '{tool}' watch '{_tree.Root}' --index-dir '{_tree.IndexFolder}' --json";
        using WatchSession watch = new("unshare", ["-Ur", "sh", "-c", line], _tree.Setup());

        watch.Await("ready");
        Assert.Contains("max_user_watches", (string?)watch.Await("note")["message"], StringComparison.Ordinal);
        _tree.Write("part1/new.py", "def zebra_new(): pass\n");
        watch.AwaitFound(_tree, "zebra_new", "part1/new.py");
    }

    [Fact]
    public void Watch_Poll_FindsChangesWithoutEvents()
    {
        using WatchSession watch = new(_tree, "--poll", "1");
        Assert.Equal(0, (int)watch.Await("ready")["folders"]!);

        _tree.Write("part1/new.py", "def zebra_new(): pass\n");
        watch.AwaitFound(_tree, "zebra_new", "part1/new.py");
    }

    [Fact]
    public void Watch_OtherRunsWriteTheIndexToo_EndsAsAFreshIndex()
    {
        using WatchSession watch = new(_tree);
        watch.Await("ready");
        for (int round = 0; round < 6; round++)
        {
            using RunningProcess index = _tree.Start("index", _tree.Root);
            for (int i = 0; i < 12; i++) _tree.Write($"part{i % 7}/round{round}.py", $"def zebra_{round}_{i}(): pass\n");
            File.Delete(_tree.SourceOf($"part{round}/file{round}.py"));
            ProcessResult result = index.Wait();
            Assert.True(result.ExitCode == ExitCode.Ok, result.ToString());
        }
        _tree.Write("last.py", "def zebra_last(): pass\n");
        watch.AwaitFound(_tree, "zebra_last", "last.py");

        Assert.Equal(_tree.FreshDigest(), _tree.Digest());
    }

    [Fact]
    public void Watch_KilledAtRandomInstants_TheNextRunEndsAsAFreshIndex()
    {
        Random random = new(17);
        for (int round = 0; round < 8; round++)
        {
            using (WatchSession watch = new(_tree, "--debounce", "1"))
            {
                watch.Await("ready");
                using ManualResetEventSlim never = new();
                for (int i = random.Next(1, 12); i >= 0; i--)
                {
                    _tree.Write($"part{i % 7}/killed{random.Next(40)}.py", $"def zebra_{random.Next()}(): pass\n");
                    never.Wait(random.Next(12));
                }
                watch.Signal("-KILL");
                watch.End();
            }
            if (round % 2 == 0) _tree.IndexWell();
            else EndOfWatch();

            Assert.Equal(_tree.FreshDigest(), _tree.Digest());
        }
    }

    [Fact]
    public void Watch_DiskIsFull_TriesAgainUntilThereIsRoom()
    {
        Assert.SkipWhen(SmallDisk.WhyNot is not null, SmallDisk.WhyNot ?? "");
        using SmallDisk disk = SmallDisk.Mount(4 << 20);
        _tree.IndexFolder = Path.Combine(disk.Root, "index");
        using WatchSession watch = new(_tree);
        watch.Await("ready");
        string filler = Path.Combine(disk.Root, "filler");
        ProcessRunner.Run("dd", ["if=/dev/zero", $"of={filler}", "bs=4096", "count=4096"]);

        _tree.Write("part1/new.py", "def zebra_new(): pass\n");
        JsonNode error = watch.Await("error");
        Assert.Contains("Free some space", (string?)error["message"], StringComparison.Ordinal);
        File.Delete(filler);

        Assert.NotNull(watch.Await("rescanned")["reason"]);
        _tree.AssertFinds("zebra_new", "part1/new.py");
    }

    [Fact]
    public void Watch_FolderGoesAway_SaysSoAndEnds()
    {
        using WatchSession watch = new(_tree);
        watch.Await("ready");

        _tree.Shell("rm -r ../tree");

        (int code, string errors) = watch.End();
        Assert.True(code == ExitCode.NoInput, errors);
        Assert.Contains("no folder", errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("nowhere")]
    [InlineData(".", "--debounce", "0")]
    [InlineData(".", "--poll", "none")]
    public void Watch_WrongWords_AreRefused(params string[] words)
    {
        ProcessResult result = _tree.Run(["watch", .. words]);

        Assert.True(result.ExitCode is ExitCode.Usage or ExitCode.NoInput, result.ToString());
    }

    private void EndOfWatch()
    {
        using WatchSession watch = new(_tree);
        watch.Await("ready");
        watch.Signal("-TERM");
        Assert.Equal(ExitCode.Terminated, watch.End().Code);
    }
}
