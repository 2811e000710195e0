using System.Globalization;

namespace Plimsoll.Testing;

/// <summary>The place in the cgroup file system where child memory groups can be made, found by making one.</summary>
internal sealed class KernelGroupHome
{
    /// <summary>The kernel charges "memory with swap" first; with no room above the limit every hit would count there and <c>failcnt</c> stay 0. Twice a huge page.</summary>
    private const long SwapRoomBytes = 4 << 20;

    private readonly string _parent;

    private KernelGroupHome(string parent, bool isVersion2)
    {
        _parent = parent;
        IsVersion2 = isVersion2;
    }

    public static string Reason { get; private set; } = "no memory cgroup is mounted";

    public bool IsVersion2 { get; }

    /// <summary>Tries the test's own group, its parents and the mount's root, in version 1 and then version 2.</summary>
    public static KernelGroupHome? Find()
    {
        if (!OperatingSystem.IsLinux())
        {
            Reason = "kernel memory groups are a Linux thing";
            return null;
        }

        foreach (var candidate in Candidates())
        {
            try
            {
                string probe = candidate.Make($"plimsoll-probe-{Environment.ProcessId}", 64 << 20);
                var entered = ProcessRunner.Run("/bin/sh", ["-c", "echo $$ > \"$0\"", Path.Combine(probe, "cgroup.procs")]);
                KernelGroupFixture.KillAll(probe);
                Remove(probe);
                if (entered.ExitCode == 0) return candidate;
                Reason = $"a process cannot enter a group under {candidate._parent}: {entered.StandardError.Trim()}";
            }
            catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
            {
                Reason = $"no group can be made under {candidate._parent}: {refused.Message}";
            }
        }

        return null;
    }

    public string Make(string name, long limitBytes)
    {
        if (IsVersion2) ProvideMemoryController();
        string folder = Directory.CreateDirectory(Path.Combine(_parent, name)).FullName;
        try
        {
            Limit(folder, limitBytes);
        }
        catch
        {
            Directory.Delete(folder);
            throw;
        }

        return folder;
    }

    public void Limit(string folder, long limitBytes)
    {
        string text = limitBytes.ToString(CultureInfo.InvariantCulture);
        if (IsVersion2)
        {
            File.WriteAllText(Path.Combine(folder, "memory.max"), text);
            WriteWhereCounted(Path.Combine(folder, "memory.swap.max"), "0");
            return;
        }

        // Memory with swap must never be below memory alone, so the order depends on the direction.
        string both = Path.Combine(folder, "memory.memsw.limit_in_bytes");
        WriteWhereCounted(both, "-1");
        File.WriteAllText(Path.Combine(folder, "memory.limit_in_bytes"), text);
        WriteWhereCounted(both, (limitBytes + SwapRoomBytes).ToString(CultureInfo.InvariantCulture));
    }

    private static void Remove(string folder)
    {
        // The shell that entered has ended; the kernel may need an instant to forget it.
        for (int i = 0; i < 1000 && Directory.Exists(folder); i++)
        {
            try
            {
                Directory.Delete(folder);
            }
            catch (IOException)
            {
                Thread.Yield();
            }
        }
    }

    private static IEnumerable<KernelGroupHome> Candidates()
    {
        foreach (string line in File.ReadLines("/proc/self/mountinfo"))
        {
            string[] words = line.Split(' ');
            int dash = Array.IndexOf(words, "-");
            string type = words[dash + 1];
            if (type is "cgroup" && words[^1].Split(',').Contains("memory"))
            {
                foreach (string folder in Upwards(words[4], OwnGroup(":memory:"))) yield return new KernelGroupHome(folder, isVersion2: false);
            }
            else if (type is "cgroup2")
            {
                foreach (string folder in Upwards(words[4], OwnGroup("0::"))) yield return new KernelGroupHome(folder, isVersion2: true);
            }
        }
    }

    private static IEnumerable<string> Upwards(string mount, string group)
    {
        for (string? path = group; !string.IsNullOrEmpty(path) && path is not "/"; path = Path.GetDirectoryName(path))
        {
            if (Directory.Exists(mount + path)) yield return mount + path;
        }

        yield return mount;
    }

    private static string OwnGroup(string marker)
    {
        foreach (string line in File.ReadLines("/proc/self/cgroup"))
        {
            int at = line.IndexOf(marker, StringComparison.Ordinal);
            if (at >= 0) return line[(at + marker.Length)..];
        }

        return "/";
    }

    private static void WriteWhereCounted(string path, string text)
    {
        if (File.Exists(path)) File.WriteAllText(path, text);
    }

    private void ProvideMemoryController()
    {
        string control = Path.Combine(_parent, "cgroup.subtree_control");
        if (!File.ReadAllText(control).Contains("memory", StringComparison.Ordinal)) File.WriteAllText(control, "+memory");
    }
}
