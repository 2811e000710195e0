using System.Text;

namespace Plimsoll.Unminify.Output;

/// <summary>Looks at the places of outputs before anything is written there, so that a place that cannot take them is told at once and in words, and nothing is half there.</summary>
internal static class OutputPlace
{
    /// <summary>The longest name of an output in bytes: most systems take 255, and a file in the making, or one that is rejected, has a longer name.</summary>
    private const int NameBytesMax = 200;

    /// <summary>What the kernel shows as files and keeps nowhere.</summary>
    private static readonly HashSet<string> Unreal = new(StringComparer.Ordinal) { "proc", "sysfs", "cgroupfs", "cgroup2fs", "devpts", "securityfs", "debugfs", "tracefs", "configfs" };

    /// <summary>Fails where something else than a file lies, or the name is too long.</summary>
    /// <exception cref="UnminifyException">It does.</exception>
    public static void RequireFile(string path)
    {
        string name = Path.GetFileName(path);
        if (Encoding.UTF8.GetByteCount(name) > NameBytesMax) throw CannotWrite($"{path} cannot be written: its name has more than {NameBytesMax} bytes; rename the input, or give a shorter name");
        if (Directory.Exists(path)) throw CannotWrite($"{path} is a folder, and a file of this name is to be written; move it away");
    }

    /// <summary>Fails where a file lies where a folder is needed.</summary>
    /// <exception cref="UnminifyException">One does.</exception>
    public static void RequireNoFile(string path)
    {
        if (File.Exists(path)) throw CannotWrite($"{path} is a file, and a folder of this name is to be written; move it away");
    }

    /// <summary>Fails where a folder keeps no files.</summary>
    /// <param name="folder">An existing folder.</param>
    /// <param name="option">The option that names another.</param>
    /// <exception cref="UnminifyException">It is one of the kernel's own.</exception>
    public static void RequireReal(string folder, string option)
    {
        if (IsUnreal(folder)) throw new UnminifyException(UnminifyFailure.CannotWrite, $"{folder} is the kernel's and keeps no files; give another place with {option}");
    }

    /// <summary>Why a folder could not be made.</summary>
    public static string Describe(string folder, Exception error)
    {
        string above = folder;
        while (!Path.Exists(above) && Path.GetDirectoryName(above) is { } next) above = next;
        if (File.Exists(above)) return $"{above} is a file";
        if (IsUnreal(above)) return $"{above} is the kernel's and keeps no files";
        return (error, error.HResult & 0xFFFF) switch
        {
            (UnauthorizedAccessException, _) => $"{above} may not be written to",
            (PathTooLongException, _) => "its name is too long",
            (_, 28 or 122) => "no space is left",
            (_, 30) => $"{above} is on a file system that is read-only",
            _ => error.Message,
        };
    }

    private static bool IsUnreal(string folder)
    {
        try
        {
            return Unreal.Contains(new DriveInfo(folder).DriveFormat);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return false; // the system does not tell; then the write itself will
        }
    }

    private static UnminifyException CannotWrite(string problem) => new(UnminifyFailure.CannotWrite, $"{problem}, or give another place with -o");
}
