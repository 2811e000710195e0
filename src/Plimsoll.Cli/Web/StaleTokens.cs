using System.Globalization;

namespace Plimsoll.Cli.Web;

/// <summary>Token files of servers that were killed: nobody else takes them away, and each is a secret that lies about.</summary>
internal static class StaleTokens
{
    private const string Prefix = "plimsoll-serve-";

    /// <summary>Deletes those whose server is gone.</summary>
    /// <param name="folder">Where servers put them.</param>
    public static void Sweep(string folder)
    {
        foreach (string path in Directory.EnumerateFiles(folder, Prefix + "*-*.token"))
        {
            string id = Path.GetFileName(path)[Prefix.Length..].Split('-')[0];
            if (int.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out int process) && !IsThere(process) && !IsHeld(path)) File.Delete(path);
        }
    }

    private static bool IsThere(int process)
    {
        try
        {
            using var found = System.Diagnostics.Process.GetProcessById(process);
            return true;
        }
        catch (ArgumentException)
        {
            return false; // how .NET says that there is no such process
        }
    }

    /// <summary>Whether a server holds the file open; it may be in another container, where processes have other numbers. What belongs to somebody else counts as held.</summary>
    private static bool IsHeld(string path)
    {
        if (new FileInfo(path).LinkTarget is not null) return true;
        try
        {
            using FileStream alone = new(path, FileMode.Open, FileAccess.ReadWrite, FileShare.None);
            return false;
        }
        catch (Exception held) when (held is IOException or UnauthorizedAccessException)
        {
            return true;
        }
    }
}
