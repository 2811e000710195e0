using Plimsoll.Testing;

namespace Plimsoll.Memory.Tests.Governing;

/// <summary>
/// The promise itself: threads that want twice the budget, in a kernel group of that size, are not killed. An hour of it:
/// <c>Plimsoll.Memory.Fuzzer --seconds 3600</c> in a group.
/// </summary>
public sealed class LeaseFuzzerTests
{
    private const string Tool = "Plimsoll.Memory.Fuzzer";
    private const string Seconds = "0.4";

    [Theory]
    [MemberData(nameof(Matrix))]
    public void Fuzz_Governed_IsNotKilledAndEndsEmpty(int megabytes, int threads, string mix)
    {
        if (KernelGroupFixture.WhyNot is { } reason) Assert.Skip(reason);
        int seed = Environment.TickCount & 0xffffff;

        // Below 64 MB the heap of 16 threads can be so full that a thread of the runtime's own finds no room, and the runtime then ends the
        // process. That is not the kernel's kill, and no lease could prevent it: the run is repeated with another seed.
        int attempts = megabytes < 64 ? 3 : 1;
        ProcessResult result;
        do
        {
            using KernelGroupFixture group = KernelGroupFixture.Create((long)megabytes << 20);
            result = Run(group, "--threads", $"{threads}", "--mix", mix, "--seconds", Seconds, "--seed", $"{seed++}");
            Assert.True(group.OomKills == 0 && group.PeakBytes <= group.LimitBytes, $"{result} oom kills {group.OomKills} peak {group.PeakBytes >> 20} MB");
        }
        while (IsRuntimeAbort(result) && --attempts > 0);

        Assert.True(result.ExitCode == 0, result.ToString());
    }

    private static bool IsRuntimeAbort(ProcessResult result) =>
        result.ExitCode == 134 && (result.StandardError.Contains("Out of memory", StringComparison.Ordinal) || result.StandardError.Contains("OutOfMemory", StringComparison.Ordinal));

    [Theory]
    [InlineData(48)]
    [InlineData(200)]
    public void Fuzz_Ungoverned_IsKilled(int megabytes)
    {
        if (KernelGroupFixture.WhyNot is { } reason) Assert.Skip(reason);
        using KernelGroupFixture group = KernelGroupFixture.Create((long)megabytes << 20);

        ProcessResult result = Run(group, "--threads", "4", "--mix", "mixed", "--seconds", "20", "--ungoverned");

        Assert.True(group.OomKills > 0 && result.ExitCode == 137, $"The control lived, so the test proves nothing: {result}");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Fuzz_LimitLoweredOrProcessMoved_TheLineFollows(bool isMoved)
    {
        if (KernelGroupFixture.WhyNot is { } reason) Assert.Skip(reason);
        using var folder = new TempFolder();
        using KernelGroupFixture group = KernelGroupFixture.Create(200L << 20);
        using KernelGroupFixture other = KernelGroupFixture.Create(100L << 20);
        string quiet = folder.PathOf("quiet");
        using RunningProcess running = group.Start(
            "dotnet", [ProcessRunner.ToolPath(Tool), "--threads", "4", "--mix", "mixed", "--seconds", "2", "--quiet-file", quiet]);

        // The fuzzer holds nothing while the file is there.
        bool isQuiet = SpinWait.SpinUntil(() => File.Exists(quiet) || running.HasExited, TimeSpan.FromSeconds(30));
        if (isMoved) File.WriteAllText(Path.Combine(other.Folder, "cgroup.procs"), $"{running.Id}");
        else group.ChangeLimit(100L << 20);
        File.Delete(quiet);
        ProcessResult result = running.Wait();

        Assert.True(isQuiet && result.ExitCode == 0, result.ToString());
        Assert.Contains("budget 100 MB", result.StandardOutput, StringComparison.Ordinal);
        Assert.Equal(0, group.OomKills + other.OomKills);
    }

    /// <summary>Every size with every count of threads and every mix: 36 short runs.</summary>
    public static TheoryData<int, int, string> Matrix()
    {
        var data = new TheoryData<int, int, string>();
        foreach (int megabytes in (int[])[48, 64, 100, 200])
        {
            foreach (int threads in (int[])[1, 4, 16])
            {
                foreach (string mix in (string[])["managed", "native", "mixed"]) data.Add(megabytes, threads, mix);
            }
        }

        return data;
    }

    private static ProcessResult Run(KernelGroupFixture group, params string[] arguments) =>
        group.Run("dotnet", [ProcessRunner.ToolPath(Tool), .. arguments]);
}
