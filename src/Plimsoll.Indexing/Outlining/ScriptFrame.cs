using System.Runtime.InteropServices;
using Plimsoll.Indexing.Languages;

namespace Plimsoll.Indexing.Outlining;

/// <summary>What stands in a frame of a script.</summary>
internal enum FrameKind : byte
{
    /// <summary>Statements.</summary>
    Code,

    /// <summary>Members of a class.</summary>
    Class,

    /// <summary>An object literal or a destructuring pattern.</summary>
    Literal,

    /// <summary>Members of an interface or a type literal.</summary>
    Signature,

    /// <summary>Values of an enumeration.</summary>
    Values,

    /// <summary>Parentheses or square brackets.</summary>
    Paren,

    /// <summary>Code in a template string.</summary>
    Template,

    /// <summary>Code in an element.</summary>
    Element,

    /// <summary>An element (JSX): its tag, then its children.</summary>
    Markup,
}

/// <summary>A name that may turn out to be that of a function.</summary>
[StructLayout(LayoutKind.Auto)]
internal struct ScriptName
{
    /// <summary>Its first byte, or -1.</summary>
    public int Start;

    /// <summary>Its length.</summary>
    public int Length;

    /// <summary>Where its statement starts.</summary>
    public int Lead;

    /// <summary>Its definition when it has one already, or -1.</summary>
    public int Definition;

    /// <summary>No name.</summary>
    internal static ScriptName None => new() { Start = -1, Definition = -1 };
}

/// <summary>All that is known at one level of brackets.</summary>
[StructLayout(LayoutKind.Auto)]
internal struct ScriptFrame
{
    /// <summary>What stands in it.</summary>
    public FrameKind Kind;

    /// <summary>The bracket that opened it.</summary>
    public byte Open;

    /// <summary>The definition that ends with it, or -1.</summary>
    public int Definition;

    /// <summary>The definition whose body has not begun yet, or -1.</summary>
    public int Body;

    /// <summary>Whether a body is awaited, with or without a definition.</summary>
    public bool AwaitsBody;

    /// <summary>What that body is.</summary>
    public FrameKind BodyKind;

    /// <summary>The definition that ends with the statement, or -1.</summary>
    public int Expression;

    /// <summary>Where the statement starts.</summary>
    public int Lead;

    /// <summary>Whether the next token starts a statement or a member.</summary>
    public bool AtStart;

    /// <summary>Whether decorators stand before the statement.</summary>
    public bool Decorated;

    /// <summary>Whether the statement declares variables.</summary>
    public bool Declaring;

    /// <summary>Whether the variables are constants.</summary>
    public bool Constant;

    /// <summary>Whether a question mark was seen, so that a colon may belong to it.</summary>
    public bool Ternary;

    /// <summary>Whether braces hold types.</summary>
    public bool Types;

    /// <summary>Whether the name of the member is still being read.</summary>
    public bool MemberOpen;

    /// <summary>Open angle brackets in the head of a member.</summary>
    public int Angle;

    /// <summary>The word that awaits its name: function, class, interface and so on.</summary>
    public Word Awaits;

    /// <summary>The declared variable, or the member.</summary>
    public ScriptName Name;

    /// <summary>The name to which the next value is given.</summary>
    public ScriptName Pending;

    /// <summary>The name to which an arrow function would be given, once the arrow comes.</summary>
    public ScriptName Arrow;

    /// <summary>Starts a frame.</summary>
    internal void Clear(FrameKind kind, byte open, int definition)
    {
        this = default;
        Kind = kind;
        Open = open;
        Definition = definition;
        Body = Expression = -1;
        AtStart = true;
        MemberOpen = kind is FrameKind.Class or FrameKind.Literal or FrameKind.Signature or FrameKind.Values;
        Types = kind == FrameKind.Signature;
        Name = Pending = Arrow = ScriptName.None;
    }
}
