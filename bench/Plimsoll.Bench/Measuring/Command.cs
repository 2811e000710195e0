using System.Diagnostics;
using Plimsoll.Testing;

namespace Plimsoll.Bench.Measuring;

/// <summary>A command line to measure.</summary>
internal sealed record Command(string File, string[] Arguments)
{
    /// <summary>Variables to set, or to remove where the value is null.</summary>
    public Dictionary<string, string?> Environment { get; init; } = new(StringComparer.Ordinal);

    /// <summary>Runs once and says how long it took.</summary>
    public Timing Run() => Run(null);

    /// <summary>Runs once inside a kernel group (or outside any, when null).</summary>
    public Timing Run(KernelGroupFixture? group)
    {
        ProcessSetup setup = Setup(group);
        TimeSpan before = ChildTime.Total();
        // From before the start: to fork and to load the program is part of what a user waits for.
        long start = Stopwatch.GetTimestamp();
        ProcessResult result = ProcessRunner.Run(File, Arguments, setup);
        TimeSpan wall = Stopwatch.GetElapsedTime(start);
        TimeSpan cpu = ChildTime.Total() - before;
        return new Timing(wall.TotalMilliseconds, cpu.TotalMilliseconds, result.ExitCode, result.StandardOutput, result.StandardError);
    }

    /// <summary>Runs once and kills it at the instant; says whether it was still running then.</summary>
    public bool KillAt(TimeSpan instant)
    {
        using RunningProcess running = ProcessRunner.Start(File, Arguments, Setup(null));
        running.KillAt(instant);
        return running.Wait().ExitCode == 137;
    }

    /// <summary>How it is started: without settings of whoever starts the measurement.</summary>
    public ProcessSetup Setup(KernelGroupFixture? group)
    {
        Dictionary<string, string?> variables = new(Environment, StringComparer.Ordinal);
        // Settings of whoever starts the measurement must not change what is measured.
        foreach (object name in System.Environment.GetEnvironmentVariables().Keys)
        {
            if (name is string text && text.StartsWith("PLIMSOLL_", StringComparison.Ordinal) && text != "PLIMSOLL_ARTIFACTS") variables[text] = null;
        }
        return new ProcessSetup { Environment = variables, Group = group, Timeout = TimeSpan.FromHours(1) };
    }
}

/// <summary>What one run took.</summary>
/// <param name="WallMs">Wall time in milliseconds, process start included.</param>
/// <param name="CpuMs">Processor time in milliseconds, all threads and children.</param>
/// <param name="ExitCode">128 + signal for a killed one.</param>
/// <param name="Output">Standard output.</param>
/// <param name="Errors">Standard error.</param>
[DebuggerDisplay("{WallMs} ms, exit {ExitCode}")]
internal sealed record Timing(double WallMs, double CpuMs, int ExitCode, string Output, string Errors)
{
    /// <summary>This timing, when the command did what it should.</summary>
    /// <exception cref="BenchException">It failed.</exception>
    public Timing Expect(string what) =>
        ExitCode == 0 ? this : throw new BenchException($"{what} ended with {ExitCode}: {Errors.Trim()} {Output.Trim()}");
}
