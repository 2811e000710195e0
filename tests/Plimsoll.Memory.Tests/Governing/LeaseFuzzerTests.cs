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

    /// <summary>Charges that must not fail (of the kernel's own structures) may go past the limit by a few pages; a process cannot.</summary>
    private const long KernelSlackBytes = 1 << 20;

    [Theory]
    [MemberData(nameof(Matrix))]
    public void Fuzz_Governed_IsNotKilledAndEndsEmpty(int megabytes, int threads, string mix)
    {
        if (KernelGroupFixture.WhyNot is { } reason) Assert.Skip(reason);

        // Where the heap is small it can be so full that a thread of the runtime's own finds no room, and the runtime then ends the process.
        AssertWorksOn(megabytes, "dotnet", megabytes < 64 ? 3 : 1, "--threads", $"{threads}", "--mix", mix, "--seconds", Seconds);
    }

    /// <summary>An end by the runtime is not the kernel's kill, and no lease could prevent it: that run is repeated with another seed.</summary>
    private static void AssertWorksOn(int megabytes, string host, int attempts, params string[] arguments)
    {
        var setup = new ProcessSetup { Timeout = TimeSpan.FromSeconds(20) };
        int seed = Environment.TickCount & 0xffffff;
        ProcessResult result;
        do
        {
            using KernelGroupFixture group = KernelGroupFixture.Create((long)megabytes << 20);
            result = group.Run(host, [ProcessRunner.ToolPath(Tool), .. arguments, "--seed", $"{seed++}"], setup);
            Assert.True(
                group.OomKills == 0 && group.PeakBytes <= group.LimitBytes + KernelSlackBytes && !result.TimedOut,
                $"{result} oom kills {group.OomKills} peak {group.PeakBytes} bytes, {group.FailCount} hits of the limit");
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

    /// <summary>
    /// As in a fresh container: nobody has read the runtime's files yet, so the group pays for their pages too. A copy whose pages were dropped
    /// stands for that. Without room for them the process reads its own code again and again, and one second of work does not end in twenty.
    /// </summary>
    [Fact]
    public void Fuzz_RuntimeIsFirstReadInTheGroup_WorksOn()
    {
        if (KernelGroupFixture.WhyNot is { } reason) Assert.Skip(reason);
        using var folder = new TempFolder();
        string host = CopyRuntime(folder);
        AssertWorksOn(64, host, 3, "--threads", "1", "--mix", "managed", "--seconds", "1");
    }

    /// <summary>The frameworks that this process runs on, copied file by file, written to the disk and dropped from memory.</summary>
    private static string CopyRuntime(TempFolder folder)
    {
        string root = Path.GetFullPath(Path.Combine(Path.GetDirectoryName(typeof(object).Assembly.Location)!, "../../.."));
        const string Copy = """
            set -e; cp -r "$0/host" "$0/dotnet" "$1/"; mkdir "$1/shared"
            for name in "$0"/shared/*; do mkdir "$1/shared/${name##*/}"; cp -r "$name/$2" "$1/shared/${name##*/}/"; done
            find "$1" -type f -exec dd of={} oflag=nocache conv=notrunc,fdatasync count=0 status=none ';'
            """;
        ProcessResult copied = ProcessRunner.Run("/bin/sh", ["-c", Copy, root, folder.Root, Environment.Version.ToString()]);
        Assert.True(copied.ExitCode == 0, copied.ToString());
        return folder.PathOf("dotnet");
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
