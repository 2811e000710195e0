using Plimsoll.Testing;
using Signal = Plimsoll.Testing.PosixSignal;

namespace Plimsoll.Cli.Tests.Hostile;

/// <summary>A signal during `unminify`: what is done is there as a whole, of the file in hand nothing is, and the same command comes to the same bytes. With a model: see UnminifyModelTests.</summary>
public sealed class UnminifySignalTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(Signal.Terminate, ExitCode.Terminated, "first.js")]
    [InlineData(Signal.Terminate, ExitCode.Terminated, ".second.js.*.plimsoll-tmp")]
    [InlineData(Signal.Interrupt, ExitCode.Interrupted, ".second.js.*.plimsoll-tmp")]
    public void Unminify_Signalled_LeavesNothingHalfAndComesToTheSameBytes(Signal signal, int code, string when)
    {
        _folder.Write("first.js", "function a(b){return b.size}a(1);");
        _folder.Write("second.js", MinifiedProgram.Make(3000));
        Assert.Equal(ExitCode.Ok, Run("undisturbed").ExitCode);

        using (RunningProcess running = Start("out"))
        {
            string output = _folder.PathOf("out");
            bool isThere = SpinWait.SpinUntil(() => running.HasExited || (Directory.Exists(output) && Directory.EnumerateFiles(output, when).Any()), TimeSpan.FromMinutes(1));
            Assert.True(isThere && !running.HasExited, "it was over before the signal");
            running.Signal(signal);
            ProcessResult stopped = running.Wait();

            Assert.True(stopped.ExitCode == code, stopped.ToString());
            Assert.Contains("stopped; of the file in hand nothing is written", stopped.StandardError, StringComparison.Ordinal);
            Assert.Equal(["first.js"], Names("out"));
            Assert.Equal(Read("undisturbed", "first.js"), Read("out", "first.js"));
        }

        Assert.Equal(ExitCode.Ok, Run("out").ExitCode);
        Assert.Equal(["first.js", "second.js"], Names("out"));
        Assert.True(Read("undisturbed", "second.js") == Read("out", "second.js"), "the second run came to other bytes");
    }

    private string[] Names(string folder) => [.. Directory.EnumerateFileSystemEntries(_folder.PathOf(folder)).Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal)];

    private string Read(string folder, string name) => File.ReadAllText(_folder.PathOf($"{folder}/{name}"));

    private ProcessResult Run(string output)
    {
        using RunningProcess running = Start(output);
        return running.Wait();
    }

    private RunningProcess Start(string output) => ProcessRunner.Start(
        "dotnet",
        [ProcessRunner.ToolPath("plimsoll"), "unminify", "first.js", "second.js", "-o", output],
        new ProcessSetup { WorkingFolder = _folder.Root, Timeout = TimeSpan.FromMinutes(2), Environment = new Dictionary<string, string?>(StringComparer.Ordinal) { ["PLIMSOLL_MEMORY"] = null } });
}
