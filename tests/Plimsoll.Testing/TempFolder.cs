namespace Plimsoll.Testing;

/// <summary>A private folder that vanishes with the test, also when the test took permissions away inside it.</summary>
public sealed class TempFolder : IDisposable
{
    /// <summary>Makes the folder under <paramref name="parent"/>, or under the system's temporary folder.</summary>
    public TempFolder(string? parent = null) =>
        Root = Directory.CreateDirectory(Path.Combine(parent ?? Path.GetTempPath(), $"plimsoll-test-{Guid.NewGuid():N}")).FullName;

    /// <summary>The full path of the folder.</summary>
    public string Root { get; }

    /// <summary>The full path of <paramref name="relative"/> inside the folder; nothing is created.</summary>
    public string PathOf(string relative) => Path.Combine(Root, relative);

    /// <summary>Writes a file with its parent folders and gives its full path.</summary>
    public string Write(string relative, ReadOnlySpan<byte> content)
    {
        string path = PathOf(relative);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllBytes(path, content);
        return path;
    }

    /// <summary>Writes a UTF-8 file without a byte order mark and gives its full path.</summary>
    public string Write(string relative, string content) => Write(relative, System.Text.Encoding.UTF8.GetBytes(content));

    /// <summary>The names (not the paths) of everything directly inside, sorted ordinally.</summary>
    public string[] Names()
    {
        string[] names = [.. Directory.EnumerateFileSystemEntries(Root).Select(Path.GetFileName).OfType<string>()];
        Array.Sort(names, StringComparer.Ordinal);
        return names;
    }

    public void Dispose()
    {
        if (!Directory.Exists(Root)) return;
        if (!OperatingSystem.IsWindows()) GiveAccessBack(Root);
        Directory.Delete(Root, recursive: true);
    }

    [System.Runtime.Versioning.UnsupportedOSPlatform("windows")]
    private static void GiveAccessBack(string folder)
    {
        File.SetUnixFileMode(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        foreach (var child in new DirectoryInfo(folder).EnumerateDirectories())
        {
            if (child.LinkTarget is null) GiveAccessBack(child.FullName);
        }
    }
}
