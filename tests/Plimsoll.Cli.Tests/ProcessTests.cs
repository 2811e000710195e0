using Plimsoll.Testing;
using Signal = Plimsoll.Testing.PosixSignal;

namespace Plimsoll.Cli.Tests;

/// <summary>What only a process of its own can show: signals, pipes and the real streams.</summary>
public sealed class ProcessTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(Signal.Interrupt, ExitCode.Interrupted)]
    [InlineData(Signal.Terminate, ExitCode.Terminated)]
    public void Index_Signalled_SavesAndGoesOnToTheSameResult(Signal signal, int code)
    {
        WriteTree(4000);
        using (RunningProcess running = Start("index", ".", "--threads", "1"))
        {
            // The handlers stand before the index is claimed, so from here on the signal is theirs.
            string claim = _folder.PathOf(".plimsoll/lock");
            Assert.True(SpinWait.SpinUntil(() => File.Exists(claim) || running.HasExited, TimeSpan.FromSeconds(60)), "the job did not start");
            running.Signal(signal);
            ProcessResult stopped = running.Wait();
            Assert.True(stopped.ExitCode == code, stopped.ToString());
            Assert.Contains("finishing this batch and saving", stopped.StandardError, StringComparison.Ordinal);
            Assert.StartsWith("interrupted; saved", stopped.StandardOutput, StringComparison.Ordinal);
        }

        ProcessResult resumed = Run("index", ".", "--quiet");
        Assert.True(resumed.ExitCode == 0, resumed.ToString());
        string digest = Run("status", "--digest").StandardOutput;
        Run("index", ".", "--fresh", "--quiet");
        Assert.Equal(Run("status", "--digest").StandardOutput, digest);
    }

    [Fact]
    public void Search_ReaderGoneAway_IsNoFailure()
    {
        WriteTree(60);
        Run("index", ".", "-q");

        ProcessResult result = ProcessRunner.Run(
            "bash",
            ["-c", "set -o pipefail; dotnet \"$0\" search value --mode lexical -k 60 --context 9 | head -n 1; echo \"${PIPESTATUS[0]}\"", ProcessRunner.ToolPath("plimsoll")],
            Setup());

        Assert.Matches("^ 1\\. .*\n0\n$", result.StandardOutput);
        Assert.Empty(result.StandardError);
    }

    [Fact]
    public void Index_SmallBudget_StartsLeanAndStays()
    {
        WriteTree(200);

        ProcessResult result = Run("index", ".", "--memory", "96MB", "--json");

        Assert.True(result.ExitCode == 0, result.ToString());
        using System.Text.Json.JsonDocument json = System.Text.Json.JsonDocument.Parse(result.StandardOutput);
        Assert.InRange(json.RootElement.GetProperty("peak_bytes").GetInt64(), 1, 96L << 20);
        Assert.Equal(200, json.RootElement.GetProperty("files").GetInt64());
    }

    [Fact]
    public void Index_BudgetThatCannotWork_NamesTheSmallest()
    {
        WriteTree(2);

        ProcessResult result = Run("index", ".", "--memory", "8MB");

        Assert.True(result.ExitCode == ExitCode.BudgetTooSmall, result.ToString());
        Assert.Matches(@"\d+(\.\d+)? MB", result.StandardError);
        Assert.Empty(result.StandardOutput);
    }

    private void WriteTree(int files)
    {
        for (int i = 0; i < files; i++)
        {
            string body = string.Concat(Enumerable.Range(0, 20).Select(n => $"    value_{i}_{n} = transform(value_{n}, {i})\n"));
            _folder.Write($"src/part{i % 50}/file{i}.py", $"def function_{i}(value):\n{body}    return value\n");
        }
    }

    private ProcessResult Run(params string[] words) => ProcessRunner.RunTool("plimsoll", words, Setup());

    private RunningProcess Start(params string[] words) => ProcessRunner.Start("dotnet", [ProcessRunner.ToolPath("plimsoll"), .. words], Setup());

    private ProcessSetup Setup() => new()
    {
        WorkingFolder = _folder.Root,
        Environment = new Dictionary<string, string?>(StringComparer.Ordinal) { ["HOME"] = _folder.PathOf("home"), ["XDG_CONFIG_HOME"] = null, ["PLIMSOLL_MEMORY"] = null },
    };
}
