using Plimsoll.Testing;
using Signal = Plimsoll.Testing.PosixSignal;

namespace Plimsoll.Cli.Tests.Hostile;

/// <summary>Streams that are closed or whose reader went away, and signals. One signal and its code: see ProcessTests.</summary>
public sealed class StreamAndSignalTests : IDisposable
{
    private readonly HostileTree _tree = new();

    public void Dispose() => _tree.Dispose();

    [Theory]
    [InlineData(Signal.Interrupt, ExitCode.Interrupted)]
    [InlineData(Signal.Terminate, ExitCode.Terminated)]
    public void Index_SignalledTwice_EndsAtOnceAndGoesOn(Signal signal, int code)
    {
        _tree.WriteMany(3000);
        using (RunningProcess running = _tree.Start("index", _tree.Root, "--threads", "1"))
        {
            WaitForStart(running);
            running.Signal(signal);
            if (!running.HasExited) running.Signal(signal);
            ProcessResult stopped = running.Wait();
            Assert.True(stopped.ExitCode == code, stopped.ToString());
            Assert.InRange(stopped.Elapsed.TotalSeconds, 0, 20);
        }

        _tree.IndexWell();
        Assert.Equal(_tree.FreshDigest(), _tree.Digest());
    }

    [Theory]
    [InlineData("2>&-")]
    [InlineData("2> >(:)")]
    [InlineData("2> /dev/full")]
    public void Index_SignalledWithoutAnyoneListening_StillSaves(string redirection)
    {
        _tree.WriteMany(3000);
        string line = $"{_tree.Line($"index '{_tree.Root}' --threads 1")} {redirection} & child=$!; "
            + $"while [ ! -e '{_tree.IndexFolder}/lock' ]; do kill -0 $child || exit 99; done; kill -TERM $child; wait $child; echo code=$?";

        ProcessResult result = ProcessRunner.Run("bash", ["-c", line], _tree.Setup());

        Assert.Contains($"code={ExitCode.Terminated}", result.StandardOutput, StringComparison.Ordinal);
        _tree.IndexWell();
        Assert.Equal(_tree.FreshDigest(), _tree.Digest());
    }

    [Fact]
    public void Streams_Closed_AreToldByTheCodeAndDamageNothing()
    {
        _tree.WriteMany(40);
        string index = $"index '{_tree.Root}'";
        string search = $"search value_7_3 --root '{_tree.Root}'";
        (string Words, string Redirection, int Code)[] cases =
        [
            (index, "<&-", ExitCode.Ok),
            (index, "2>&-", ExitCode.Ok),
            (index, ">&-", ExitCode.CannotWrite),
            (index + " --quiet", "<&- >&- 2>&-", ExitCode.Ok),
            (index + " --json", "<&- >&- 2>&-", ExitCode.CannotWrite),
            (search, ">&-", ExitCode.CannotWrite),
            (search, "2>&-", ExitCode.Ok),
            (search + " --batch -", "<&-", ExitCode.Usage),
            ($"search --batch - --root '{_tree.Root}'", "<&-", ExitCode.No),
            ("search zzqxjkv --mode lexical --root '" + _tree.Root + "'", "2>&-", ExitCode.No),
            ("index not-there", "2>&-", ExitCode.NoInput),
        ];
        foreach ((string words, string redirection, int code) in cases)
        {
            ProcessResult result = ProcessRunner.Run("bash", ["-c", _tree.Line(words) + " " + redirection], _tree.Setup());
            Assert.True(result.ExitCode == code, $"{words} {redirection}: {result}");
        }
        Assert.Equal(_tree.FreshDigest(), _tree.Digest());
    }

    [Theory]
    [InlineData("search value --mode lexical -k 200 --context 20")]
    [InlineData("search value --mode lexical -k 200 --json")]
    [InlineData("status --skipped")]
    [InlineData("help search")]
    public void Output_ReaderGoneAfterOneLine_IsNoFailure(string words)
    {
        _tree.WriteMany(200);
        _tree.Shell("for i in $(seq 400); do ln -s nowhere link$i; done");
        _tree.IndexWell();
        string line = words.StartsWith("help", StringComparison.Ordinal) ? _tree.Line(words).Split(" --index-dir")[0] : _tree.Line($"{words} --root '{_tree.Root}'");

        ProcessResult result = ProcessRunner.Run("bash", ["-c", line + " | head -n 1 > /dev/null; echo ${PIPESTATUS[0]}"], _tree.Setup());

        Assert.Equal("0\n", result.StandardOutput);
        Assert.Empty(result.StandardError);
    }

    /// <summary>The handlers stand before the index is claimed.</summary>
    private void WaitForStart(RunningProcess running)
    {
        string claim = Path.Combine(_tree.IndexFolder, "lock");
        Assert.True(SpinWait.SpinUntil(() => File.Exists(claim) || running.HasExited, TimeSpan.FromSeconds(60)), "the job did not start");
    }
}
