using Plimsoll.JavaScript.Scopes;

namespace Plimsoll.JavaScript.Parsing;

/// <summary>
/// Where a walk over the statements of the program, or of one function body, has come to. Made by <see cref="TreeBuilder.OpenProgram"/> and
/// <see cref="TreeBuilder.OpenBody"/>, moved by <see cref="TreeBuilder.Next"/>. Walks nest like calls: while one is inside another's statement, the
/// outer tree stays, and the inner walk must end (or be given up) before the outer goes on.
/// </summary>
public struct StatementCursor
{
    /// <summary>The statement in hand: a node of <see cref="TreeBuilder.Arena"/>, good until the next call of <see cref="TreeBuilder.Next"/> for this cursor.</summary>
    public int Statement { readonly get; internal set; }

    /// <summary>The offset of the first byte that the walk has not come to: the start of the next statement, or of the closing brace, or the end.</summary>
    public int At { readonly get; internal set; }

    /// <summary>The body that is walked, or -1 for the program.</summary>
    public int Body { readonly get; internal init; }

    /// <summary>How the statements are parsed.</summary>
    public BodyFlags Flags { readonly get; internal init; }

    internal int Mark { readonly get; init; }

    internal int EndOccurrence { readonly get; init; }

    internal int Occurrence { readonly get; set; }

    internal bool InDirectives { readonly get; set; }
}
