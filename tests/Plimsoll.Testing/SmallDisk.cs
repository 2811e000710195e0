namespace Plimsoll.Testing;

/// <summary>A real file system (tmpfs) of a few kilobytes: what is written past its size meets a real "no space left on device".</summary>
public sealed class SmallDisk : IDisposable
{
    private SmallDisk(string root) => Root = root;

    /// <summary>The mount point.</summary>
    public string Root { get; }

    /// <summary>Why no small disk can be mounted here, or null when it can.</summary>
    public static string? WhyNot { get; } = FindWhyNot();

    /// <summary>Mounts a disk of this size.</summary>
    public static SmallDisk Mount(long bytes)
    {
        string root = Directory.CreateTempSubdirectory("plimsoll-disk-").FullName;
        var result = ProcessRunner.Run("mount", ["-t", "tmpfs", "-o", $"size={bytes}", "plimsoll-test", root]);
        if (result.ExitCode == 0) return new SmallDisk(root);
        Directory.Delete(root);
        throw new InvalidOperationException($"mount tmpfs failed: {result.StandardError.Trim()}");
    }

    /// <summary>Turns the whole disk read-only: the next write meets a real EROFS.</summary>
    public void MakeReadOnly() => Remount("ro");

    /// <summary>Gives the disk another size while it is in use.</summary>
    public void Resize(long bytes) => Remount($"size={bytes}");

    public void Dispose()
    {
        ProcessRunner.Run("umount", ["-l", Root]);
        Directory.Delete(Root);
    }

    private void Remount(string option)
    {
        var result = ProcessRunner.Run("mount", ["-o", "remount," + option, Root]);
        if (result.ExitCode != 0) throw new InvalidOperationException($"remount failed: {result.StandardError.Trim()}");
    }

    private static string? FindWhyNot()
    {
        if (!OperatingSystem.IsLinux()) return "mounting a small tmpfs needs Linux";
        if (!Environment.IsPrivilegedProcess) return "mounting a small tmpfs needs root";
        try
        {
            using var disk = Mount(64 * 1024);
            return null;
        }
        catch (InvalidOperationException refused)
        {
            return refused.Message;
        }
    }
}
