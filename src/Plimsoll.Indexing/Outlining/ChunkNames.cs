namespace Plimsoll.Indexing.Outlining;

/// <summary>Gives each chunk the definitions whose names stand in it, and the one that it is mostly about.</summary>
internal static class ChunkNames
{
    internal static void Assign(Outline outline, Span<Chunk> chunks)
    {
        ReadOnlySpan<Definition> definitions = outline.Definitions;
        int next = 0;
        for (int index = 0; index < chunks.Length; index++)
        {
            ref Chunk chunk = ref chunks[index];
            chunk.FirstDefinition = next;
            while (next < definitions.Length && definitions[next].NameLine <= chunk.EndLine) next++;
            chunk.DefinitionCount = next - chunk.FirstDefinition;
            chunk.MainDefinition = Main(definitions, chunk);
            chunk.Kind = chunk.MainDefinition < 0 ? SymbolKind.None : definitions[chunk.MainDefinition].Kind;
        }
    }

    /// <summary>The own definition with most lines in the chunk, the first of equals; else the innermost that goes on into it.</summary>
    private static int Main(ReadOnlySpan<Definition> definitions, Chunk chunk)
    {
        int main = -1;
        int most = 0;
        for (int index = chunk.FirstDefinition; index < chunk.FirstDefinition + chunk.DefinitionCount; index++)
        {
            int first = Math.Max(definitions[index].LeadLine, chunk.StartLine);
            int lines = Math.Min(definitions[index].EndLine, chunk.EndLine) - first + 1;
            if (lines <= most) continue;
            most = lines;
            main = index;
        }

        return main >= 0 ? main : Around(definitions, chunk);
    }

    private static int Around(ReadOnlySpan<Definition> definitions, Chunk chunk)
    {
        int index = chunk.FirstDefinition - 1;
        while (index >= 0 && definitions[index].EndLine < chunk.StartLine) index = definitions[index].Parent;
        return index;
    }
}
