using System.Globalization;
using Plimsoll.Testing;

namespace Plimsoll.Memory.Tests.Durability;

/// <summary>Kills a real process with SIGKILL while it works with checkpoints and spill files; the same command must end with the same result.</summary>
public sealed class CrashTests(ITestOutputHelper output)
{
    // More with PLIMSOLL_TEST_KILLS, for a night's run.
    private const int DefaultKills = 200;
    private const int KillsMaxFactor = 5;
    private const int EnoughOfEach = 5;
    private const int Lanes = 2;
    private const int ShortWrite = 0;

    [Fact]
    public void Kill_AtRandomInstants_SameCommandEndsWithTheSameResult()
    {
        int kills = int.Parse(Environment.GetEnvironmentVariable("PLIMSOLL_TEST_KILLS") ?? DefaultKills.ToString(), CultureInfo.InvariantCulture);
        var whole = Uninterrupted([]);
        var lanes = new Series[Lanes];
        // On a busy machine fewer kills fall into the middle of a file, so it goes on until enough have.
        Parallel.For(0, Lanes, lane => lanes[lane] = KillAndResume(seed: 1 + lane, KillsMaxFactor * kills / Lanes, whole, [], enough: s => s.Kills >= kills / Lanes && s is { Resumed: >= EnoughOfEach, Swept: >= EnoughOfEach }));
        output.WriteLine(string.Join("; ", lanes.Select(l => l.ToString())));
        Assert.All(lanes, l => Assert.Equal(0, l.WrongResults));
        Assert.All(lanes, l => Assert.True(l.Kills >= kills / Lanes, l.ToString()));
        // The kills meant something only if jobs were taken up in the middle and files were left behind.
        Assert.All(lanes, l => Assert.True(l.Resumed >= EnoughOfEach, $"too few jobs were resumed: {l}"));
        Assert.All(lanes, l => Assert.True(l.Swept >= EnoughOfEach, $"too few files were left behind: {l}"));
    }

    [Fact]
    public void Kill_ControlWritesInPlace_EndsWithAnotherResult()
    {
        var whole = Uninterrupted(["broken"]);
        var series = KillAndResume(seed: 3, kills: 100, whole, ["broken"], enough: s => s.WrongResults > 0);
        output.WriteLine(series.ToString());
        Assert.True(series.WrongResults > 0, "the control survived, so the kills prove nothing");
    }

    [Fact]
    public void Kill_AtEachFileStepOfACycle_SameCommandEndsWithTheSameResult()
    {
        var whole = Uninterrupted([]);
        int steps = int.Parse(whole.Words[6], CultureInfo.InvariantCulture);
        // The first cycle of spilling and saving has fewer than 30 steps; the last ten write the result and forget the checkpoint.
        int[] instants = [.. Enumerable.Range(1, 30), .. Enumerable.Range(steps - 9, 10)];
        Parallel.ForEach(instants, new ParallelOptions { MaxDegreeOfParallelism = Lanes }, dieAt =>
        {
            using var folder = new TempFolder();
            var killed = ProcessRunner.RunTool("Plimsoll.Memory.CrashTool", [folder.Root, "die-at", dieAt.ToString()]);
            Assert.Equal(137, killed.ExitCode);
            var resumed = Run.Of(ProcessRunner.RunTool("Plimsoll.Memory.CrashTool", [folder.Root]));
            Assert.Equal(whole.Digest, resumed.Digest);
            Assert.Equal(["lock", "result"], folder.Names());
        });
    }

    [Fact]
    public void Fail_AtEachFileStepOfACycle_ExitsCleanlyAndTheSameCommandEndsWithTheSameResult()
    {
        var whole = Uninterrupted([]);
        int[] errors = [FaultyStream.NoSpace, FaultyStream.IoError, ShortWrite, FaultyStream.ReadOnly, FaultyStream.Denied];
        Parallel.ForEach(Enumerable.Range(1, 30), new ParallelOptions { MaxDegreeOfParallelism = Lanes }, failAt =>
        {
            using var folder = new TempFolder();
            var failed = ProcessRunner.RunTool("Plimsoll.Memory.CrashTool", [folder.Root, "fail-at", failAt.ToString(), errors[failAt % errors.Length].ToString()]);
            Assert.True(failed.ExitCode is 73 or 74, failed.ToString());
            Assert.Contains(folder.Root, failed.StandardError, StringComparison.Ordinal);
            Assert.DoesNotContain(folder.Names(), name => name.StartsWith('.') || name.StartsWith("spill", StringComparison.Ordinal));
            Assert.Equal(whole.Digest, Run.Of(ProcessRunner.RunTool("Plimsoll.Memory.CrashTool", [folder.Root])).Digest);
        });
    }

    [Fact]
    public void Run_DiskFullThenEnlarged_GoesOnToTheSameResult()
    {
        Assert.SkipWhen(SmallDisk.WhyNot is not null, SmallDisk.WhyNot ?? "");
        var whole = Uninterrupted([]);
        // Room for one cycle's spill file and one checkpoint, but not for the second checkpoint beside them.
        using var disk = SmallDisk.Mount(112 * 1024);
        var full = ProcessRunner.RunTool("Plimsoll.Memory.CrashTool", [disk.Root]);
        Assert.Equal(73, full.ExitCode);
        Assert.Contains("no space left", full.StandardError, StringComparison.Ordinal);
        disk.Resize(1 << 20);
        var resumed = Run.Of(ProcessRunner.RunTool("Plimsoll.Memory.CrashTool", [disk.Root]));
        Assert.Equal(whole.Digest, resumed.Digest);
        Assert.False(resumed.Words[2] is "0", "nothing was saved before the disk was full");
    }

    [Fact]
    public void Start_AnotherProcessHoldsTheLock_SaysWhich()
    {
        using var folder = new TempFolder();
        using var held = FileLock.Take(folder.PathOf("lock"), TimeProvider.System);
        var second = ProcessRunner.RunTool("Plimsoll.Memory.CrashTool", [folder.Root]);
        Assert.NotEqual(0, second.ExitCode);
        Assert.Contains($"another process {Environment.ProcessId} holds {folder.PathOf("lock")}", second.StandardError, StringComparison.Ordinal);
    }

    private static Run Uninterrupted(string[] mode)
    {
        using var folder = new TempFolder();
        return Run.Of(ProcessRunner.RunTool("Plimsoll.Memory.CrashTool", [folder.Root, .. mode]));
    }

    private static Series KillAndResume(int seed, int kills, Run whole, string[] mode, Func<Series, bool>? enough = null)
    {
        var random = new Random(seed);
        var series = new Series();
        // Ends because nearly each job meets a kill: the instants lie between a fifth and the whole of an uninterrupted run's time.
        while (series.Kills < kills && enough?.Invoke(series) is not true)
        {
            using var folder = new TempFolder();
            var run = KillUntilDone(random, folder, whole, mode, series);
            if (!string.Equals(run.Digest, whole.Digest, StringComparison.Ordinal)) series.WrongResults++;
            series.Jobs++;
            series.Resumed += run.Words[2] is "0" ? 0 : 1;
        }

        return series;
    }

    private static Run KillUntilDone(Random random, TempFolder folder, Run whole, string[] mode, Series series)
    {
        // Killed again and again until it happens to end by itself; in the end it is left alone, so that a slow machine cannot hang here.
        const int MaxKillsPerJob = 12;
        for (int i = 0; ; i++)
        {
            var instant = i < MaxKillsPerJob ? whole.Elapsed * (0.2 + 0.8 * random.NextDouble()) : TimeSpan.FromMinutes(1);
            var result = ProcessRunner.KillAfter(instant, "dotnet", [ProcessRunner.ToolPath("Plimsoll.Memory.CrashTool"), folder.Root, .. mode]);
            if (result.ExitCode != 137)
            {
                var run = Run.Of(result);
                series.Swept += int.Parse(run.Words[4], CultureInfo.InvariantCulture);
                return run;
            }

            series.Kills++;
        }
    }

    private sealed class Series
    {
        public int Kills, Jobs, Resumed, Swept, WrongResults;

        public override string ToString() => $"{Kills} kills over {Jobs} jobs: {Resumed} ended by a run that resumed, {Swept} files swept, {WrongResults} wrong results";
    }

    private sealed record Run(string Digest, string[] Words, TimeSpan Elapsed)
    {
        public static Run Of(ProcessResult result)
        {
            Assert.True(result.ExitCode == 0, result.ToString());
            string[] words = result.StandardOutput.Trim().Split(' ');
            return new Run(words[0], words, result.Elapsed);
        }
    }
}
