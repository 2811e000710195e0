namespace Plimsoll.Files;

/// <summary>What is unsafe about a path argument.</summary>
public enum UnsafePathReason : byte
{
    /// <summary>It is empty.</summary>
    Empty,

    /// <summary>It starts at the file system's root or a drive.</summary>
    Absolute,

    /// <summary>It has a ".." part.</summary>
    ParentPart,

    /// <summary>It has a zero character, another control character or, where the system reads it as a separator, a backslash.</summary>
    BadCharacter,

    /// <summary>A part is a device name that Windows reserves.</summary>
    DeviceName,

    /// <summary>A symbolic link on the way leaves the root.</summary>
    LinkEscapes,

    /// <summary>It is longer than 4,096 characters.</summary>
    TooLong,
}

/// <summary>A path argument from outside was refused.</summary>
public sealed class UnsafePathException : Exception
{
    /// <summary>Says which path was refused and why.</summary>
    /// <param name="reason">What is unsafe.</param>
    /// <param name="path">The argument as it was given.</param>
    public UnsafePathException(UnsafePathReason reason, string path)
        : base($"path \"{path}\" is refused: it {Words(reason)}; give a path below the root, without \"..\" and without links that leave it")
    {
        Reason = reason;
        RefusedPath = path;
    }

    private static string Words(UnsafePathReason reason) => reason switch
    {
        UnsafePathReason.Empty => "is empty",
        UnsafePathReason.Absolute => "is absolute",
        UnsafePathReason.ParentPart => "has a \"..\"",
        UnsafePathReason.BadCharacter => "has a control character or a backslash",
        UnsafePathReason.DeviceName => "names a device",
        UnsafePathReason.LinkEscapes => "leads out of the root by a link",
        _ => "is longer than 4,096 characters",
    };

    /// <summary>What is unsafe.</summary>
    public UnsafePathReason Reason { get; }

    /// <summary>The argument as it was given.</summary>
    public string RefusedPath { get; }
}
