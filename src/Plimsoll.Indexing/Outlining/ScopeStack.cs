using System.Runtime.InteropServices;

namespace Plimsoll.Indexing.Outlining;

/// <summary>What stands between a pair of braces.</summary>
internal enum ScopeKind : byte
{
    /// <summary>Declarations outside a type.</summary>
    File,

    /// <summary>Members of a type.</summary>
    Type,

    /// <summary>Values of an enumeration, before its members.</summary>
    Values,

    /// <summary>Statements.</summary>
    Code,

    /// <summary>Statements of an initializer, up to its <c>;</c>.</summary>
    Initializer,

    /// <summary>An object literal.</summary>
    Literal,

    /// <summary>Members of an interface or a type literal: names without bodies.</summary>
    Signature,

    /// <summary>Code in a template string.</summary>
    Template,

    /// <summary>Code between the braces of an element.</summary>
    Element,

    /// <summary>The text of an element.</summary>
    Markup,
}

/// <summary>One open scope.</summary>
[StructLayout(LayoutKind.Auto)]
internal struct Scope
{
    /// <summary>What stands in it.</summary>
    public ScopeKind Kind;

    /// <summary>The definition that ends with it, or -1.</summary>
    public int Definition;

    /// <summary>A number that the reader keeps for its return: braces or parentheses that were open.</summary>
    public int Depth;

    /// <summary>Bits that the reader keeps for its return.</summary>
    public int Flags;

    /// <summary>An offset that the reader keeps for its return.</summary>
    public int Offset;
}

/// <summary>The open scopes, innermost last. Scopes deeper than the limit are counted and not kept, so memory is bounded on any input.</summary>
internal sealed class ScopeStack
{
    // Code made by people nests less than 30 deep, bundles less than 200.
    internal const int DepthMax = 512;

    private readonly Scope[] _scopes = new Scope[DepthMax];

    /// <summary>How many scopes are open, those beyond the limit too.</summary>
    internal int Count { get; private set; }

    /// <summary>The innermost scope that is kept.</summary>
    internal ref Scope Top => ref _scopes[Math.Min(Count, DepthMax) - 1];

    /// <summary>Whether further scopes would not be kept.</summary>
    internal bool IsFull => Count >= DepthMax;

    /// <summary>Starts with one scope around everything.</summary>
    internal void Reset(ScopeKind kind)
    {
        Count = 0;
        Push(kind, -1);
    }

    /// <summary>Opens a scope.</summary>
    internal void Push(ScopeKind kind, int definition, int depth = 0, int flags = 0, int offset = 0)
    {
        if (Count < DepthMax)
        {
            _scopes[Count] = new Scope { Kind = kind, Definition = definition, Depth = depth, Flags = flags, Offset = offset };
        }

        Count++;
    }

    /// <summary>Closes the innermost scope; the one around everything stays.</summary>
    internal Scope Pop()
    {
        if (Count <= 1) return new Scope { Definition = -1, Kind = _scopes[0].Kind };
        Count--;
        return Count < DepthMax ? _scopes[Count] : new Scope { Definition = -1, Kind = Top.Kind, Depth = Top.Depth };
    }
}
