using Plimsoll.JavaScript.Parsing;
using Plimsoll.JavaScript.Text;

namespace Plimsoll.JavaScript.Scopes;

/// <summary>
/// All that is known of a whole program after one pass: its names, where they occur, what each occurrence is bound to, and where the long function bodies
/// are. About 8 bytes an occurrence, 32 a scope, 24 a binding and 24 a long body; the trees are gone.
/// </summary>
public sealed class ScopeTables : IDisposable
{
    internal ScopeTables(SourceText source, ChunkStore store)
    {
        Source = source;
        Names = new NameTable(source, store);
        Occurrences = new ChunkList<Occurrence>(store);
        Scopes = new ChunkList<Scope>(store);
        Symbols = new ChunkList<Symbol>(store);
        Bodies = new ChunkList<FunctionBody>(store);
    }

    /// <summary>The text that was read.</summary>
    public SourceText Source { get; }

    /// <summary>As what it was read: never <see cref="SourceGoal.Detect"/>.</summary>
    public SourceGoal Goal { get; internal set; }

    /// <summary>How the statements of the program are to be parsed again.</summary>
    public BodyFlags Flags { get; internal set; }

    /// <summary>Every different name.</summary>
    public NameTable Names { get; }

    /// <summary>Every place of a binding, in the order of the text.</summary>
    public ChunkList<Occurrence> Occurrences { get; }

    /// <summary>Every scope, by start, outer before inner; the program's is the first.</summary>
    public ChunkList<Scope> Scopes { get; }

    /// <summary>Every binding.</summary>
    public ChunkList<Symbol> Symbols { get; }

    /// <summary>The function bodies of at least <see cref="SurveyOptions.BodyBytesMin"/> bytes, by start, outer before inner.</summary>
    public ChunkList<FunctionBody> Bodies { get; }

    /// <summary>The bytes that the tables hold.</summary>
    public long BytesHeld => Names.BytesHeld + Occurrences.BytesHeld + Scopes.BytesHeld + Symbols.BytesHeld + Bodies.BytesHeld;

    /// <summary>The first occurrence at or after an offset; the number of all where there is none.</summary>
    public int FirstOccurrenceFrom(int offset)
    {
        int low = 0, high = Occurrences.Count;
        while (low < high)
        {
            int middle = (low + high) >>> 1;
            if (Occurrences[middle].Offset < offset) low = middle + 1;
            else high = middle;
        }

        return low;
    }

    /// <summary>The first long body whose brace stands at or after an offset; the number of all where there is none.</summary>
    public int FirstBodyFrom(int offset)
    {
        int low = 0, high = Bodies.Count;
        while (low < high)
        {
            int middle = (low + high) >>> 1;
            if (Bodies[middle].Start < offset) low = middle + 1;
            else high = middle;
        }

        return low;
    }

    /// <summary>The long body that begins with the brace at an offset, or -1.</summary>
    public int FindBody(int start)
    {
        int body = FirstBodyFrom(start);
        return body < Bodies.Count && Bodies[body].Start == start ? body : -1;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Names.Dispose();
        Occurrences.Dispose();
        Scopes.Dispose();
        Symbols.Dispose();
        Bodies.Dispose();
    }
}
