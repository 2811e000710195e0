using System.Runtime.InteropServices;
using Plimsoll.Indexing.Languages;

namespace Plimsoll.Indexing.Outlining;

/// <summary>What has been read of the statement so far, in a language of declarators. Offsets are -1 when there is none.</summary>
[StructLayout(LayoutKind.Auto)]
internal struct DeclaratorStatement
{
    /// <summary>The first token.</summary>
    public int Start;

    /// <summary>The word that makes it the declaration of a type or a namespace.</summary>
    public Word TypeWord;

    /// <summary>Where that word stands.</summary>
    public int TypeWordStart;

    /// <summary>The name after that word.</summary>
    public int TypeNameStart;

    /// <summary>The length of that name.</summary>
    public int TypeNameLength;

    /// <summary>Whether names no longer belong to the head of the type.</summary>
    public bool TypeFrozen;

    /// <summary>The last name outside brackets.</summary>
    public int NameStart;

    /// <summary>Its length.</summary>
    public int NameLength;

    /// <summary>How many names and built-in types stand outside brackets.</summary>
    public int NameCount;

    /// <summary>The name before the parameters.</summary>
    public int FunctionStart;

    /// <summary>Its length.</summary>
    public int FunctionLength;

    /// <summary>Whether the name before the parameters is certain.</summary>
    public bool FunctionFrozen;

    /// <summary>Whether the name before the parameters was qualified (<c>A::b</c>).</summary>
    public bool FunctionQualified;

    /// <summary>Whether the statement begins with the name before the parameters, as a call of a macro does.</summary>
    public bool FunctionFirst;

    /// <summary>Whether the parameters have been closed.</summary>
    public bool ParametersClosed;

    /// <summary>The first and the last plain name in the parameters, for macros that define.</summary>
    public int FirstArgumentStart;

    /// <summary>The length of the first name.</summary>
    public int FirstArgumentLength;

    /// <summary>The last plain name in the parameters.</summary>
    public int LastArgumentStart;

    /// <summary>The length of the last name.</summary>
    public int LastArgumentLength;

    /// <summary>The name in <c>(*name)</c>.</summary>
    public int PointerStart;

    /// <summary>Its length.</summary>
    public int PointerLength;

    /// <summary>Open parentheses and square brackets.</summary>
    public int Depth;

    /// <summary>Open angle brackets.</summary>
    public int Angle;

    /// <summary>Whether the innermost parenthesis began with a star.</summary>
    public bool Star;

    /// <summary>Whether it is a <c>typedef</c>.</summary>
    public bool Typedef;

    /// <summary>Whether it is <c>extern</c>.</summary>
    public bool Extern;

    /// <summary>Whether a colon after the parameters opened the initializers of a constructor.</summary>
    public bool InInitializers;

    /// <summary>How many names follow the parameters.</summary>
    public int NamesAfterParameters;

    /// <summary>Whether the last name was qualified.</summary>
    public bool Qualified;

    /// <summary>The token before this one.</summary>
    public int Previous;

    /// <summary>Empties it.</summary>
    internal void Clear()
    {
        this = default;
        Start = TypeNameStart = NameStart = FunctionStart = FirstArgumentStart = LastArgumentStart = PointerStart = -1;
    }
}
