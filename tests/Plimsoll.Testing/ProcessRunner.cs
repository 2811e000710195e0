using System.Diagnostics;

namespace Plimsoll.Testing;

/// <summary>What a finished process left behind. <c>ExitCode</c> is 128 + signal for a killed one (137 for SIGKILL).</summary>
public sealed record ProcessResult(int ExitCode, string StandardOutput, string StandardError, TimeSpan Elapsed, bool TimedOut)
{
    public override string ToString() => $"exit {ExitCode}{(TimedOut ? " (timed out)" : "")} after {Elapsed.TotalMilliseconds:F0} ms\n{StandardOutput}\n{StandardError}";
}

/// <summary>How to start a process: folder, environment, kernel group, time limit, input.</summary>
public sealed record ProcessSetup
{
    /// <summary>The working folder; the test's own when null.</summary>
    public string? WorkingFolder { get; init; }

    /// <summary>Variables to set, or to remove where the value is null.</summary>
    public IReadOnlyDictionary<string, string?>? Environment { get; init; }

    /// <summary>The memory group to run in, or null for the test's own.</summary>
    public KernelGroupFixture? Group { get; init; }

    /// <summary>After this the whole process tree is killed; 60 seconds by default.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>What the process reads from standard input; nothing by default.</summary>
    public string? Input { get; init; }
}

/// <summary>Runs real processes for tests, and kills them for real.</summary>
public static class ProcessRunner
{
    private const int SignalInterrupt = 2;
    private const int SignalTerminate = 15;
    private static readonly Dictionary<string, string?> NoVariables = new(StringComparer.Ordinal);

    /// <summary>Runs to the end (or to the time limit).</summary>
    public static ProcessResult Run(string file, IEnumerable<string> arguments, ProcessSetup? setup = null)
    {
        using var running = Start(file, arguments, setup);
        return running.Wait();
    }

    /// <summary>Runs, and sends SIGKILL at the given instant after the start unless it has ended by then.</summary>
    public static ProcessResult KillAfter(TimeSpan instant, string file, IEnumerable<string> arguments, ProcessSetup? setup = null)
    {
        using var running = Start(file, arguments, setup);
        running.KillAt(instant);
        return running.Wait();
    }

    /// <summary>Runs, and sends SIGKILL at a random instant between the two bounds after the start.</summary>
    public static ProcessResult KillAfter(Random random, TimeSpan earliest, TimeSpan latest, string file, IEnumerable<string> arguments, ProcessSetup? setup = null) =>
        KillAfter(earliest + (latest - earliest) * random.NextDouble(), file, arguments, setup);

    /// <summary>Runs a .NET program that lies beside the test (a referenced executable project) by its assembly name.</summary>
    public static ProcessResult RunTool(string assemblyName, IEnumerable<string> arguments, ProcessSetup? setup = null) =>
        Run("dotnet", [ToolPath(assemblyName), .. arguments], setup);

    /// <summary>The path of a .NET program that lies beside the test.</summary>
    public static string ToolPath(string assemblyName)
    {
        string path = Path.Combine(AppContext.BaseDirectory, assemblyName + ".dll");
        return File.Exists(path) ? path : throw new FileNotFoundException($"{assemblyName}.dll is not beside the test; reference its project", path);
    }

    /// <summary>Starts and returns at once; the caller waits, signals or kills.</summary>
    public static RunningProcess Start(string file, IEnumerable<string> arguments, ProcessSetup? setup = null)
    {
        setup ??= new ProcessSetup();
        var info = new ProcessStartInfo
        {
            WorkingDirectory = setup.WorkingFolder ?? "",
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
            UseShellExecute = false,
        };
        foreach (string word in setup.Group?.Wrap(file, arguments) ?? [file, .. arguments])
        {
            if (info.FileName.Length == 0) info.FileName = word;
            else info.ArgumentList.Add(word);
        }

        foreach (var (name, value) in setup.Environment ?? NoVariables)
        {
            if (value is null) info.Environment.Remove(name);
            else info.Environment[name] = value;
        }

        return new RunningProcess(Process.Start(info)!, setup);
    }

    internal static int NumberOf(PosixSignal signal) => signal == PosixSignal.Interrupt ? SignalInterrupt : SignalTerminate;
}

/// <summary>The two signals by which people and systems ask a process to end.</summary>
public enum PosixSignal
{
    Interrupt,
    Terminate,
}
