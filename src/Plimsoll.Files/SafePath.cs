namespace Plimsoll.Files;

/// <summary>Resolves path arguments that come from outside, so that they cannot leave a root.</summary>
public static class SafePath
{
    private const int LengthMax = 4096;
    private const int LinksMax = 40;

    // Windows opens these in every folder and with every extension.
    private static readonly string[] DeviceNames = ["CON", "PRN", "AUX", "NUL", "CONIN$", "CONOUT$"];

    /// <summary>Resolves a relative path inside a root. What it names need not exist; links on the way are followed and checked.</summary>
    /// <param name="root">The folder that must not be left.</param>
    /// <param name="path">The outside argument, relative, '/'-separated.</param>
    /// <returns>The full path inside the root, with every link resolved.</returns>
    /// <exception cref="UnsafePathException">The path could leave the root, or names something unsafe.</exception>
    public static string Resolve(string root, string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(root);
        ArgumentNullException.ThrowIfNull(path);
        if (Problem(path) is { } reason)
        {
            throw new UnsafePathException(reason, path);
        }

        var realRoot = RealPath(Path.TrimEndingDirectorySeparator(Path.GetFullPath(root)), path);
        var full = RealPath(Path.TrimEndingDirectorySeparator(Path.GetFullPath(path, realRoot)), path);
        return IsInside(realRoot, full) ? full : throw new UnsafePathException(UnsafePathReason.LinkEscapes, path);
    }

    private static bool IsInside(string root, string full) =>
        string.Equals(full, root, StringComparison.Ordinal)
        || full.StartsWith(Path.EndsInDirectorySeparator(root) ? root : root + Path.DirectorySeparatorChar, StringComparison.Ordinal);

    /// <summary>What can be told from the text alone; the same on every system, so that an argument means the same on all.</summary>
    private static UnsafePathReason? Problem(string path)
    {
        if (path.Length == 0)
        {
            return UnsafePathReason.Empty;
        }

        if (path.Length > LengthMax)
        {
            return UnsafePathReason.TooLong;
        }

        if (path[0] is '/' or '\\' || (path.Length > 1 && path[1] == ':' && char.IsAsciiLetter(path[0])))
        {
            return UnsafePathReason.Absolute;
        }

        foreach (var c in path)
        {
            if (c < ' ' || c == '\u007f' || (c == '\\' && !OperatingSystem.IsLinux()))
            {
                return UnsafePathReason.BadCharacter;
            }
        }

        return ProblemOfParts(path);
    }

    private static UnsafePathReason? ProblemOfParts(string path)
    {
        foreach (var range in path.AsSpan().SplitAny('/', '\\'))
        {
            var part = path.AsSpan(range);

            // Windows drops dots and blanks at the end, so ".. " would be "..".
            var bare = part.TrimEnd(". ");
            if (part.StartsWith("..", StringComparison.Ordinal) && bare.IsEmpty)
            {
                return UnsafePathReason.ParentPart;
            }

            if (IsDevice(part))
            {
                return UnsafePathReason.DeviceName;
            }
        }

        return null;
    }

    private static bool IsDevice(ReadOnlySpan<char> part)
    {
        var end = part.IndexOfAny('.', ':');
        var stem = (end < 0 ? part : part[..end]).TrimEnd(' ');
        foreach (var name in DeviceNames)
        {
            if (stem.Equals(name, StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }
        }

        return stem.Length == 4 && char.IsAsciiDigit(stem[3])
            && (stem.StartsWith("COM", StringComparison.OrdinalIgnoreCase) || stem.StartsWith("LPT", StringComparison.OrdinalIgnoreCase));
    }

    /// <summary>Follows every link on the way; parts that do not exist stay as they are.</summary>
    private static string RealPath(string full, string argument)
    {
        var links = 0;
        var start = Path.GetPathRoot(full) ?? "";
        var waiting = new Stack<string>();
        PushParts(waiting, full[start.Length..]);
        var real = start;
        while (waiting.TryPop(out var part))
        {
            var next = Path.Combine(real, part);
            var target = new FileInfo(next).LinkTarget;
            if (target is null)
            {
                real = next;
                continue;
            }

            if (++links > LinksMax)
            {
                throw new UnsafePathException(UnsafePathReason.LinkEscapes, argument);
            }

            // ".." behind a further link is taken by the text and may differ from the kernel's view; the caller opens what is answered
            // here, and that is checked.
            var absolute = Path.GetFullPath(target, real);
            start = Path.GetPathRoot(absolute) ?? "";
            PushParts(waiting, absolute[start.Length..]);
            real = start;
        }

        return real;
    }

    private static void PushParts(Stack<string> waiting, string path)
    {
        var parts = path.Split(Path.DirectorySeparatorChar, StringSplitOptions.RemoveEmptyEntries);
        for (var i = parts.Length - 1; i >= 0; i--)
        {
            waiting.Push(parts[i]);
        }
    }
}
