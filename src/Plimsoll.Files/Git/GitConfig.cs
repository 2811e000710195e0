using System.Text;

namespace Plimsoll.Files;

/// <summary>The few settings of git that decide what is ignored, from its settings files in git's order.</summary>
internal sealed class GitConfig
{
    // Of one settings file and all that it includes, each counted as often as it is read. What is beyond them is not read.
    private const int BytesMax = 4 * 1024 * 1024;
    private const int FilesMax = 100;
    private const int IncludeDepthMax = 10;

    private readonly Func<string, string?> _environment;
    private readonly Stack<string> _open = new();
    private int _bytesLeft;
    private int _filesLeft;

    private GitConfig(Func<string, string?> environment) => _environment = environment;

    /// <summary>core.excludesFile with its default; null where neither setting nor home folder is there.</summary>
    public string? ExcludesFile { get; private set; }

    /// <summary>core.ignoreCase.</summary>
    public bool IgnoreCase { get; private set; }

    /// <summary>Bytes of an object's name: 32 where extensions.objectFormat is sha256, else 20.</summary>
    public int HashLength { get; private set; } = 20;

    private string? Home => HomeOf(_environment);

    private string? UserFolder => UserFolderOf(_environment);

    /// <summary>The settings files of the system and the user, whether they are there or not, the stronger last.</summary>
    public static IEnumerable<string> SharedFiles(Func<string, string?> environment)
    {
        if (environment("GIT_CONFIG_NOSYSTEM") is not { Length: > 0 })
        {
            yield return environment("GIT_CONFIG_SYSTEM") ?? "/etc/gitconfig";
        }

        if (environment("GIT_CONFIG_GLOBAL") is { } global)
        {
            yield return global;
            yield break;
        }

        if (UserFolderOf(environment) is { } folder)
        {
            yield return Path.Combine(folder, "git", "config");
        }

        if (HomeOf(environment) is { } home)
        {
            yield return Path.Combine(home, ".gitconfig");
        }
    }

    /// <summary>Reads the system's, the user's and the repository's settings.</summary>
    /// <param name="commonFolder">The repository's common git folder; null for what holds outside of any.</param>
    /// <param name="environment">Gives environment variables.</param>
    public static GitConfig Read(string? commonFolder, Func<string, string?> environment)
    {
        var config = new GitConfig(environment);
        foreach (var path in SharedFiles(environment))
        {
            config.ReadFirst(path);
        }

        if (commonFolder is not null)
        {
            config.ReadFirst(Path.Combine(commonFolder, "config"));
        }

        config.ExcludesFile ??= config.UserFolder is { } folder ? Path.Combine(folder, "git", "ignore") : null;
        return config;
    }

    private void ReadFirst(string path)
    {
        (_bytesLeft, _filesLeft) = (BytesMax, FilesMax);
        ReadFile(path);
    }

    /// <summary>Reads a file and what it includes; one that includes itself, directly or by another, is not read again inside itself.</summary>
    private void ReadFile(string path)
    {
        if (path.Length == 0 || _filesLeft == 0 || _open.Count > IncludeDepthMax || _open.Contains(path)
            || SmallFile.TryRead(path, _bytesLeft) is not { } bytes)
        {
            return;
        }

        _filesLeft--;
        _bytesLeft -= bytes.Length;
        _open.Push(path);
        foreach (var (name, value) in GitConfigFile.Parse(Encoding.UTF8.GetString(bytes)))
        {
            if (string.Equals(name, "include.path", StringComparison.Ordinal))
            {
                ReadFile(Path.Combine(Path.GetDirectoryName(path) ?? "", Expand(value)));
                continue;
            }

            Take(name, value);
        }

        _open.Pop();
    }

    private void Take(string name, string value)
    {
        switch (name)
        {
            case "core.excludesfile":
                ExcludesFile = Expand(value);
                break;
            case "core.ignorecase":
                IgnoreCase = value.ToLowerInvariant() is "true" or "yes" or "on" or "1" or "";
                break;
            case "extensions.objectformat":
                HashLength = value.Equals("sha256", StringComparison.OrdinalIgnoreCase) ? 32 : 20;
                break;
            default:
                break;
        }
    }

    private static string? HomeOf(Func<string, string?> environment) => environment("HOME") ?? environment("USERPROFILE");

    private static string? UserFolderOf(Func<string, string?> environment) => environment("XDG_CONFIG_HOME") is { Length: > 0 } folder ? folder
        : HomeOf(environment) is { } home ? Path.Combine(home, ".config") : null;

    private string Expand(string path) => path.StartsWith("~/", StringComparison.Ordinal) && Home is { } home ? Path.Combine(home, path[2..]) : path;
}
