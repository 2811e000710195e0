using System.Diagnostics;
using System.Globalization;

namespace Plimsoll.Testing;

/// <summary>A real kernel memory group (version 1 or 2) with a hard limit, for one test; removed on dispose with all that still runs in it.</summary>
/// <remarks>Swap is limited to next to nothing where the kernel counts it, so the limit is one on memory alone.</remarks>
public sealed class KernelGroupFixture : IDisposable
{
    private static readonly KernelGroupHome? Home = KernelGroupHome.Find();
    private static int _made;
    private readonly AnonSampler _sampler;

    private KernelGroupFixture(string folder, long limitBytes)
    {
        Folder = folder;
        LimitBytes = limitBytes;
        _sampler = new AnonSampler(this);
    }

    /// <summary>Why no memory group can be made here, or null when it can: the reason to print with a skip.</summary>
    public static string? WhyNot { get; } = Home is null ? KernelGroupHome.Reason : null;

    /// <summary>The group's folder in the cgroup file system.</summary>
    public string Folder { get; }

    /// <summary>The hard limit in bytes.</summary>
    public long LimitBytes { get; }

    /// <summary>All that is charged now, page cache included.</summary>
    public long UsageBytes => Number("memory.usage_in_bytes", "memory.current");

    /// <summary>The highest <see cref="UsageBytes"/> since the start; the kernel's own record.</summary>
    public long PeakBytes => Number("memory.max_usage_in_bytes", "memory.peak");

    /// <summary>Anonymous memory now, in bytes.</summary>
    public long AnonBytes => Stat(Home!.IsVersion2 ? "anon" : "total_rss");

    /// <summary>The highest <see cref="AnonBytes"/> seen by a sample each 2 ms; the kernel keeps no such record.</summary>
    public long AnonPeakBytes => _sampler.PeakBytes;

    /// <summary>How often the limit was hit (and something had to be reclaimed).</summary>
    public long FailCount => Home!.IsVersion2 ? Word("memory.events", "max") : Number("memory.failcnt", "");

    /// <summary>How many processes the kernel killed for this group's limit.</summary>
    public long OomKills => Word(Home!.IsVersion2 ? "memory.events" : "memory.oom_control", "oom_kill");

    /// <summary>Makes a group with this limit. Ask <see cref="WhyNot"/> first.</summary>
    public static KernelGroupFixture Create(long limitBytes)
    {
        if (Home is null) throw new InvalidOperationException($"no kernel group can be made: {WhyNot}");
        string name = $"plimsoll-test-{Environment.ProcessId}-{Interlocked.Increment(ref _made)}";
        return new KernelGroupFixture(Home.Make(name, limitBytes), limitBytes);
    }

    /// <summary>Runs a command inside the group and waits for it.</summary>
    public ProcessResult Run(string file, IEnumerable<string> arguments, ProcessSetup? setup = null) =>
        ProcessRunner.Run(file, arguments, (setup ?? new ProcessSetup()) with { Group = this });

    /// <summary>Starts a command inside the group.</summary>
    public RunningProcess Start(string file, IEnumerable<string> arguments, ProcessSetup? setup = null) =>
        ProcessRunner.Start(file, arguments, (setup ?? new ProcessSetup()) with { Group = this });

    /// <summary>The command line that enters the group before it becomes the program, so that not one byte is charged elsewhere.</summary>
    public string[] Wrap(string file, IEnumerable<string> arguments) =>
        ["/bin/sh", "-c", "echo $$ > \"$0\" && exec \"$@\"", Path.Combine(Folder, "cgroup.procs"), file, .. arguments];

    /// <summary>Changes the limit under a running process.</summary>
    public void ChangeLimit(long limitBytes) => Home!.Limit(Folder, limitBytes);

    public void Dispose()
    {
        _sampler.Dispose();
        var giveUp = Stopwatch.StartNew();
        // A killed process leaves the group only when the kernel has torn it down, so the removal is tried again for a while.
        while (Directory.Exists(Folder) && !TryRemove())
        {
            if (giveUp.Elapsed > TimeSpan.FromSeconds(10)) throw new IOException($"{Folder} is still busy after 10 s");
            Thread.Yield();
        }
    }

    internal static void KillAll(string folder)
    {
        foreach (string line in File.ReadLines(Path.Combine(folder, "cgroup.procs")))
        {
            try
            {
                using var process = Process.GetProcessById(int.Parse(line, CultureInfo.InvariantCulture));
                process.Kill();
            }
            catch (Exception gone) when (gone is ArgumentException or InvalidOperationException)
            {
                Debug.WriteLine($"{line} ended by itself");
            }
        }
    }

    private bool TryRemove()
    {
        try
        {
            KillAll(Folder);
            Directory.Delete(Folder);
            return true;
        }
        catch (IOException)
        {
            return false;
        }
    }

    private long Number(string version1, string version2)
    {
        string path = Path.Combine(Folder, Home!.IsVersion2 ? version2 : version1);
        return File.Exists(path) ? long.Parse(File.ReadAllText(path), CultureInfo.InvariantCulture) : -1;
    }

    private long Stat(string key) => Word("memory.stat", key);

    private long Word(string file, string key)
    {
        foreach (string line in File.ReadLines(Path.Combine(Folder, file)))
        {
            if (line.Length > key.Length && line[key.Length] == ' ' && line.StartsWith(key, StringComparison.Ordinal))
            {
                return long.Parse(line.AsSpan(key.Length + 1), CultureInfo.InvariantCulture);
            }
        }

        return -1;
    }
}
