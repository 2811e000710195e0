namespace Plimsoll.Unminify.Output;

/// <summary>Files in the making are private; those that are delivered have the rights that any new file of this user has.</summary>
internal static class FileRights
{
    private const UnixFileMode Everybody = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.OtherRead | UnixFileMode.OtherWrite;

    private static readonly UnixFileMode Usual = Everybody & ~ReadMask();

    /// <summary>Gives a file the usual rights.</summary>
    public static void Widen(string path)
    {
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(path, Usual);
    }

    /// <summary>The process's mask; where the system does not tell it, files stay private.</summary>
    private static UnixFileMode ReadMask()
    {
        const string Status = "/proc/self/status", Key = "Umask:";
        if (!File.Exists(Status)) return Everybody & ~(UnixFileMode.UserRead | UnixFileMode.UserWrite);
        foreach (string line in File.ReadLines(Status))
        {
            if (line.StartsWith(Key, StringComparison.Ordinal)) return (UnixFileMode)Convert.ToInt32(line[Key.Length..].Trim(), 8);
        }

        return Everybody & ~(UnixFileMode.UserRead | UnixFileMode.UserWrite);
    }
}
