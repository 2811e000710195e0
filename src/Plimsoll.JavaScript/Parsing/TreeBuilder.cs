using Plimsoll.JavaScript.Scopes;
using Plimsoll.JavaScript.Text;

namespace Plimsoll.JavaScript.Parsing;

/// <summary>
/// Trees of a program that was surveyed, one statement at a time. The bodies of functions that are longer than <see cref="HoleBytesMin"/> are left out
/// (<see cref="NodeFlags.Hole"/>); the walker opens such a body itself and gets its statements in the same way, to any depth. What is seen in
/// the end does not depend on where the holes are.
/// </summary>
/// <example>
/// <code>
/// void Walk(ref StatementCursor cursor)
/// {
///     while (builder.Next(ref cursor)) Visit(cursor.Statement); // where Visit meets a FunctionBody with flag Hole:
/// }
/// void VisitHole(in Node body)
/// {
///     StatementCursor inner = builder.OpenBody(body.A);
///     Walk(ref inner);
/// }
/// </code>
/// </example>
public sealed class TreeBuilder : IDisposable
{
    private readonly ScopeTables _tables;
    private readonly ScriptParser _parser;

    /// <summary>A builder for one program.</summary>
    /// <param name="tables">What the survey of the program found.</param>
    /// <param name="store">Where the nodes take their memory.</param>
    public TreeBuilder(ScopeTables tables, ChunkStore store)
    {
        _tables = tables;
        Arena = new NodeArena(store);
        _parser = new ScriptParser(tables, Arena);
    }

    /// <summary>The nodes of the statements in hand.</summary>
    public NodeArena Arena { get; }

    /// <summary>Bodies of at least so many bytes are left out. Default: none is. May change between two statements, so that one that is long may be cut finer.</summary>
    public int HoleBytesMin { get; set; } = int.MaxValue;

    /// <summary>Begins the walk over the program's statements.</summary>
    public StatementCursor OpenProgram() =>
        new() { Body = -1, Flags = _tables.Flags, Mark = Arena.Mark, EndOccurrence = _tables.Occurrences.Count, InDirectives = true };

    /// <summary>Begins the walk over the statements of a long body.</summary>
    /// <param name="body">Index in <see cref="ScopeTables.Bodies"/>.</param>
    public StatementCursor OpenBody(int body)
    {
        ref FunctionBody row = ref _tables.Bodies[body];
        return new()
        {
            Body = body,
            Flags = row.Flags,
            At = row.Start + 1,
            Mark = Arena.Mark,
            Occurrence = row.FirstOccurrence,
            EndOccurrence = row.EndOccurrence,
            InDirectives = true,
        };
    }

    /// <summary>Lets go of the statement in hand and parses the next one; false at the end, where nothing is in hand.</summary>
    /// <exception cref="JavaScriptSyntaxException">The text is not the one that was surveyed.</exception>
    public bool Next(ref StatementCursor cursor)
    {
        Arena.Release(cursor.Mark);
        cursor.Statement = 0;
        return _parser.Build(ref cursor, HoleBytesMin);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _parser.Dispose();
        Arena.Dispose();
    }
}
