namespace Plimsoll.Files;

/// <summary>Why a file, a folder or another entry was left out; <see cref="None"/> means that it was taken.</summary>
public enum SkipReason : byte
{
    /// <summary>Taken, not skipped.</summary>
    None,

    /// <summary>An ignore file (such as .gitignore or .plimsollignore) names it and it is not tracked.</summary>
    Ignored,

    /// <summary>An exclude glob names it, or include globs are given and none of them does.</summary>
    Excluded,

    /// <summary>A symbolic link; links are never followed.</summary>
    Symlink,

    /// <summary>A FIFO, socket or device.</summary>
    SpecialFile,

    /// <summary>Longer than the limit on the size of a file.</summary>
    TooLarge,

    /// <summary>Not text: zero bytes near the start, or a high share of control bytes.</summary>
    Binary,

    /// <summary>Machine-compressed script, style sheet or data without line structure.</summary>
    Minified,

    /// <summary>Says at its start that a tool wrote it, or is a package manager's lock file.</summary>
    Generated,

    /// <summary>The system refused to read it (permissions or an I/O error).</summary>
    Unreadable,

    /// <summary>Gone between being listed and being read.</summary>
    Vanished,

    /// <summary>Changed at every attempt to read it.</summary>
    Unstable,

    /// <summary>Nested deeper than <see cref="WalkOptions.MaxDepth"/> folders.</summary>
    TooDeep,

    /// <summary>The system refused its name as too long.</summary>
    NameTooLong,

    /// <summary>Holds secrets by its nature: a private key, a `.env`, a saved login.</summary>
    Secret,
}
