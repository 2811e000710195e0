using System.Runtime.CompilerServices;

namespace Plimsoll.Cli.Tests;

/// <summary>Where this repository lies, for tests of its scripts and documents.</summary>
internal static class RepositoryFolder
{
    public static string Root { get; } = Find();

    private static string Find([CallerFilePath] string here = "")
    {
        string? folder = Directory.Exists(Path.GetDirectoryName(here)) ? Path.GetDirectoryName(here) : AppContext.BaseDirectory;
        while (folder is not null && !File.Exists(Path.Combine(folder, "Plimsoll.slnx"))) folder = Path.GetDirectoryName(folder);
        return folder ?? throw new InvalidOperationException("Plimsoll.slnx is in no folder above");
    }
}
