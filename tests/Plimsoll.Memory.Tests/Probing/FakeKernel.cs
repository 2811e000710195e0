using Plimsoll.Testing;

namespace Plimsoll.Memory.Tests.Probing;

/// <summary>A folder laid out as the kernel lays out <c>/proc</c> and the control groups, whose files a test rewrites in place.</summary>
internal sealed class FakeKernel : IDisposable
{
    private const string NoLimitVersion1 = "9223372036854771712";
    private readonly TempFolder _folder = new();

    public FakeKernel()
    {
        Write("proc/meminfo", "MemTotal:        8388608 kB\nMemFree:         123 kB\n");
        Write("proc/self/statm", "50000 3000 1000 1 0 900 0\n");
        Write("proc/self/status", "Name:\tx\nRssAnon:\t    8000 kB\nRssFile:\t    3000 kB\nRssShmem:\t    1000 kB\n");
    }

    public FakeClock Clock { get; } = new();

    public MemoryProbeOptions Options => new()
    {
        ProcRoot = _folder.PathOf("proc"),
        GroupRoot = _folder.PathOf("cg"),
        Clock = Clock,
        PageBytes = 4096,
    };

    public string PathOf(string relative) => _folder.PathOf(relative);

    /// <summary>Rewrites a file in place, as the kernel does: a handle that is kept open sees the new text.</summary>
    public void Write(string relative, string text) => _folder.Write(relative, text);

    public void Delete(string relative) => File.Delete(_folder.PathOf(relative));

    public void Mount(params string[] lines) => Write("proc/self/mountinfo", string.Join('\n', lines) + "\n");

    public string MemoryMount(string root, string relative) => $"35 31 0:32 {root} {PathOf(relative)} rw,relatime shared:9 - cgroup cgroup rw,memory";

    public string UnifiedMount(string root, string relative) => $"41 31 0:38 {root} {PathOf(relative)} rw,relatime - cgroup2 cgroup2 rw";

    public void Version1(string folder, long? limit, long usage = 0, long inactive = 0, long failcnt = 0)
    {
        Write($"{folder}/memory.limit_in_bytes", $"{limit?.ToString() ?? NoLimitVersion1}\n");
        Write($"{folder}/memory.usage_in_bytes", $"{usage}\n");
        Write($"{folder}/memory.stat", $"cache 5\ninactive_file 1\ntotal_inactive_file {inactive}\ntotal_active_file 77\n");
        Write($"{folder}/memory.failcnt", $"{failcnt}\n");
        Write($"{folder}/memory.oom_control", "oom_kill_disable 0\nunder_oom 0\noom_kill 2\n");
    }

    public void Version2(string folder, long? limit, long usage = 0, long inactive = 0, long hits = 0)
    {
        Write($"{folder}/memory.max", $"{limit?.ToString() ?? "max"}\n");
        Write($"{folder}/memory.current", $"{usage}\n");
        Write($"{folder}/memory.stat", $"anon 5\nfile 9\ninactive_file {inactive}\nactive_file 88\n");
        Write($"{folder}/memory.events", $"low 0\nhigh 0\nmax {hits}\noom 0\noom_kill 3\n");
    }

    public void Dispose() => _folder.Dispose();
}
