using Plimsoll.Testing;

namespace Plimsoll.Cli.Tests.Hostile;

/// <summary>Several processes at one index.</summary>
public sealed class ConcurrencyTests : IDisposable
{
    private readonly HostileTree _tree = new();

    public void Dispose() => _tree.Dispose();

    [Fact]
    public void Index_SeveralAtOnce_OneWorksAndTheOthersSayWho()
    {
        _tree.WriteMany(1500);
        RunningProcess[] running = [.. Enumerable.Range(0, 4).Select(_ => _tree.Start("index", _tree.Root))];

        int done = 0;
        foreach (RunningProcess process in running)
        {
            ProcessResult result = process.Wait();
            process.Dispose();
            done += result.ExitCode == ExitCode.Ok ? 1 : 0;
            if (result.ExitCode == ExitCode.Ok) continue;
            Assert.True(result.ExitCode == ExitCode.CannotWrite, result.ToString());
            Assert.Matches(@"(?i)process \d+", result.StandardError);
        }

        Assert.InRange(done, 1, 4);
        Assert.Equal(_tree.FreshDigest(), _tree.Digest());
    }

    [Fact]
    public void SearchAndStatus_WhileIndexing_NeverFailAndNeverAnswerWrongly()
    {
        _tree.WriteMany(300);
        _tree.Write("fixed.py", "def never_changes(): pass\n");
        _tree.IndexWell();
        using ManualResetEventSlim stop = new();
        Exception? problem = null;
        Thread reader = new(() => problem = Record.Exception(() => ReadUntil(stop)));
        reader.Start();
        for (int round = 0; round < 12; round++)
        {
            _tree.WriteMany(30 + (round * 5), seed: 10_000 * (round + 1));
            _tree.IndexWell("--threads", "2");
        }
        stop.Set();
        reader.Join();

        Assert.Null(problem);
        Assert.Equal(_tree.FreshDigest(), _tree.Digest());
    }

    private void ReadUntil(ManualResetEventSlim stop)
    {
        do
        {
            _tree.AssertFinds("never_changes", "fixed.py");
            ProcessResult status = _tree.Status("--json");
            Assert.True(status.ExitCode == ExitCode.Ok, status.ToString());
            ProcessResult skipped = _tree.Status("--skipped");
            Assert.True(skipped.ExitCode == ExitCode.Ok, skipped.ToString());
        }
        while (!stop.IsSet);
    }
}
