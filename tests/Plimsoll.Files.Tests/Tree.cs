using System.Text;
using Plimsoll.Testing;

namespace Plimsoll.Files.Tests;

/// <summary>A private folder filled by shell commands, so that names may be any bytes; git sees no settings but those made here.</summary>
internal sealed class Tree : IDisposable
{
    private readonly string _outer = Directory.CreateTempSubdirectory("plimsoll-tree-").FullName;

    public Tree()
    {
        Root = Directory.CreateDirectory(Path.Combine(_outer, "root")).FullName;
        Home = Directory.CreateDirectory(Path.Combine(_outer, "home")).FullName;
    }

    public string Root { get; }

    public string Home { get; }

    /// <summary>Why git cannot be asked here, or null.</summary>
    public static string? WhyNoGit { get; } = FindWhyNoGit();

    public Dictionary<string, string?> Environment => new(StringComparer.Ordinal)
    {
        ["HOME"] = Home,
        ["XDG_CONFIG_HOME"] = null,
        ["GIT_CONFIG_NOSYSTEM"] = "1",
        ["GIT_CONFIG_GLOBAL"] = null,
        ["LC_ALL"] = "C",
    };

    /// <summary>Runs a bash script in the root; its output must be text.</summary>
    public string Shell(string script)
    {
        var result = ProcessRunner.Run("bash", ["-c", "set -e\n" + script], new ProcessSetup { WorkingFolder = Root, Environment = Environment });
        Assert.True(result.ExitCode == 0, $"{script}\n{result}");
        return result.StandardOutput;
    }

    /// <summary>Runs a script that prints zero-ended paths; gives them as Latin-1 text in byte order.</summary>
    public List<string> Paths(string script)
    {
        var file = Path.Combine(_outer, "out");
        Shell($"{{ {script}\n}} > '{file}'");
        var paths = Encoding.Latin1.GetString(File.ReadAllBytes(file)).Split('\0', StringSplitOptions.RemoveEmptyEntries).ToList();
        paths.Sort(StringComparer.Ordinal);
        return paths;
    }

    public string Write(string relative, string content)
    {
        var path = Path.Combine(Root, relative);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllBytes(path, Encoding.Latin1.GetBytes(content));
        return path;
    }

    /// <summary>Walks and gives the paths as Latin-1 text in the order of the walk.</summary>
    public List<string> Walk(WalkOptions? options = null, SkipLog? log = null, string? root = null, Func<FolderSource>? source = null)
    {
        var walker = new TreeWalker(
            root ?? Root, options ?? new WalkOptions(), log ?? new SkipLog(), source ?? FolderSource.ForThisSystem, Environment.GetValueOrDefault);
        return [.. walker.Walk(default).Select(file => Encoding.Latin1.GetString(file.Path))];
    }

    public void Dispose() => ProcessRunner.Run("bash", ["-c", $"chmod -R u+rwx '{_outer}' 2>/dev/null; rm -rf '{_outer}'"]);

    private static string? FindWhyNoGit()
    {
        try
        {
            return ProcessRunner.Run("git", ["--version"]).ExitCode == 0 ? null : "git does not run here";
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return "git is not installed";
        }
    }
}
