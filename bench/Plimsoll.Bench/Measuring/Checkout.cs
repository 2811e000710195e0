using System.Runtime.CompilerServices;
using Plimsoll.Testing;

namespace Plimsoll.Bench.Measuring;

/// <summary>The checkout that is measured: where it lies and which commit it is.</summary>
internal static class Checkout
{
    /// <summary>The folder with `Plimsoll.slnx`.</summary>
    public static string Folder { get; } = Find();

    /// <summary>The commit, with `-dirty` when something tracked was changed since; `unknown` without git.</summary>
    public static string Commit()
    {
        if (Tools.Find("git") is not string git) return "unknown";
        ProcessResult commit = ProcessRunner.Run(git, ["-C", Folder, "describe", "--always", "--dirty", "--abbrev=12", "--exclude", "*"]);
        return commit.ExitCode == 0 ? commit.StandardOutput.Trim() : "unknown";
    }

    private static string Find([CallerFilePath] string here = "")
    {
        string? folder = Directory.Exists(Path.GetDirectoryName(here)) ? Path.GetDirectoryName(here) : AppContext.BaseDirectory;
        while (folder is not null && !File.Exists(Path.Combine(folder, "Plimsoll.slnx"))) folder = Path.GetDirectoryName(folder);
        return folder ?? Environment.CurrentDirectory;
    }
}
