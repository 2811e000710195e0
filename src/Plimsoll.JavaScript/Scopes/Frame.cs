namespace Plimsoll.JavaScript.Scopes;

/// <summary>What a frame is that is no scope of the tables by itself. Numbers go on after those of <see cref="ScopeKind"/>.</summary>
internal static class FrameKind
{
    /// <summary>Parentheses that may turn out to be an arrow function's parameters.</summary>
    public const ScopeKind Cover = (ScopeKind)100;

    /// <summary>The body of a `with` statement.</summary>
    public const ScopeKind With = (ScopeKind)101;
}

/// <summary>A scope that is open. It gets its row in the table when it declares its first name; functions and the program have one from the start.</summary>
internal struct Frame
{
    public ScopeKind Kind;
    public ScopeFlags Flags;

    /// <summary>Whether the parameter of a `catch` is a plain name, which Annex B lets a `var` have too.</summary>
    public bool SimpleCatch;

    public int Start;
    public int Row;
    public int FirstRow;
    public int FirstSymbol;
    public int FirstBody;
    public int FirstOccurrence;

    /// <summary>The first of the names that are known in this scope.</summary>
    public int FirstRecord;

    public int BodyStart;

    /// <summary>Whether `var` and function declarations of inner blocks end here.</summary>
    public readonly bool HoldsVars => Kind is ScopeKind.Script or ScopeKind.Module or ScopeKind.Function or ScopeKind.Arrow or ScopeKind.StaticBlock;
}

/// <summary>What is known of one name in one open scope.</summary>
internal struct NameRecord
{
    public int Name;
    public int Frame;

    /// <summary>The record of the same name in the nearest scope outside, or -1.</summary>
    public int Outer;

    /// <summary>The next record of the same frame, or -1.</summary>
    public int Next;

    /// <summary>What the name is bound to here, or -1.</summary>
    public int Symbol;

    /// <summary>The newest and the oldest occurrence that waits for its binding, or -1.</summary>
    public int Head, Tail;

    /// <summary>Functions of inner blocks that may become this scope's too (Annex B.3.3): the first candidate, or -1.</summary>
    public int Candidates;

    public RecordFlags Flags;
}

[Flags]
internal enum RecordFlags : byte
{
    None = 0,

    /// <summary>`let`, `const`, `class`, import, or a function where it counts as such: may not be declared twice.</summary>
    Lexical = 1,

    /// <summary>A plain function of a block in sloppy mode.</summary>
    BlockFunction = 2,

    /// <summary>A `var` of this name was declared here or further inside, and belongs to a scope further outside.</summary>
    VarPassed = 4,

    /// <summary>Some of the waiting occurrences stand in a `with` statement.</summary>
    InWith = 8,
}

/// <summary>A function of an inner block that may be a `var` of the function around it as well.</summary>
internal struct HoistCandidate
{
    public int Symbol;
    public int Head;
    public int Next;
    public bool InWith;
}
