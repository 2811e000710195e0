using Plimsoll.Testing;

namespace Plimsoll.Bench.Measuring;

/// <summary>Programs of the system: where they are and which version they have.</summary>
internal static class Tools
{
    /// <summary>The Debian package of a tool that cannot tell its own version.</summary>
    private static readonly Dictionary<string, string> Packages = new(StringComparer.Ordinal) { ["cindex"] = "codesearch", ["csearch"] = "codesearch" };

    /// <summary>The full path of a program on the PATH, or null.</summary>
    public static string? Find(string name)
    {
        foreach (string folder in (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':', StringSplitOptions.RemoveEmptyEntries))
        {
            string path = Path.Combine(folder, name);
            if (File.Exists(path)) return path;
        }
        return null;
    }

    /// <summary>What the tool says about itself, or its package's version; `not installed` without it.</summary>
    public static string Version(string name)
    {
        if (Find(name) is not string path) return "not installed";
        if (!Packages.TryGetValue(name, out string? package)) return FirstLine(ProcessRunner.Run(path, ["--version"]));
        return Find("dpkg-query") is string query ? FirstLine(ProcessRunner.Run(query, ["-W", package])).Replace('\t', ' ') : "unknown";
    }

    private static string FirstLine(ProcessResult result) => result.ExitCode == 0 ? result.StandardOutput.Split('\n')[0].Trim() : "unknown";
}
