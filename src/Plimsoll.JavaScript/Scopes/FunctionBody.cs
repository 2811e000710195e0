namespace Plimsoll.JavaScript.Scopes;

/// <summary>What must be known of a place to parse its statements again.</summary>
[Flags]
public enum BodyFlags : byte
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>Strict mode, of its own or from outside.</summary>
    Strict = 1,

    /// <summary>`await` is an operator.</summary>
    Async = 2,

    /// <summary>`yield` is an operator.</summary>
    Generator = 4,

    /// <summary>`await` is no name for another reason: it lies in a module or a static block.</summary>
    AwaitReserved = 8,

    /// <summary>The body has a `"use strict"` of its own.</summary>
    OwnStrict = 16,

    /// <summary>`return` stands here though no function does: a CommonJS file.</summary>
    Return = 32,
}

/// <summary>The body of a function that is long enough to be left out of a tree, in 24 bytes. Bodies lie in the order of their starts.</summary>
public struct FunctionBody
{
    /// <summary>How its statements are to be parsed.</summary>
    public BodyFlags Flags;

    /// <summary>The offset of the opening brace.</summary>
    public int Start;

    /// <summary>The offset after the closing brace.</summary>
    public int End;

    /// <summary>The function's scope.</summary>
    public int Scope;

    /// <summary>Its first occurrence.</summary>
    public int FirstOccurrence;

    /// <summary>One after its last occurrence.</summary>
    public int EndOccurrence;
}
