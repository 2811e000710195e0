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

    private string? Home => _environment("HOME") ?? _environment("USERPROFILE");

    private string? UserFolder => _environment("XDG_CONFIG_HOME") is { Length: > 0 } folder ? folder
        : Home is { } home ? Path.Combine(home, ".config") : null;

    /// <summary>Reads the system's, the user's and the repository's settings.</summary>
    /// <param name="commonFolder">The repository's common git folder; null for what holds outside of any.</param>
    /// <param name="environment">Gives environment variables.</param>
    public static GitConfig Read(string? commonFolder, Func<string, string?> environment)
    {
        var config = new GitConfig(environment);
        config.ReadShared();
        if (commonFolder is not null)
        {
            config.ReadFirst(Path.Combine(commonFolder, "config"));
        }

        config.ExcludesFile ??= config.UserFolder is { } folder ? Path.Combine(folder, "git", "ignore") : null;
        return config;
    }

    private void ReadShared()
    {
        if (_environment("GIT_CONFIG_NOSYSTEM") is not { Length: > 0 })
        {
            ReadFirst(_environment("GIT_CONFIG_SYSTEM") ?? "/etc/gitconfig");
        }

        if (_environment("GIT_CONFIG_GLOBAL") is { } global)
        {
            ReadFirst(global);
            return;
        }

        if (UserFolder is { } folder)
        {
            ReadFirst(Path.Combine(folder, "git", "config"));
        }

        if (Home is { } home)
        {
            ReadFirst(Path.Combine(home, ".gitconfig"));
        }
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

    private string Expand(string path) => path.StartsWith("~/", StringComparison.Ordinal) && Home is { } home ? Path.Combine(home, path[2..]) : path;
}
