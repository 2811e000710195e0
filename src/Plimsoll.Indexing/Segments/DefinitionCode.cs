using Plimsoll.Indexing.Outlining;

namespace Plimsoll.Indexing.Segments;

/// <summary>A definition as a segment tells it.</summary>
/// <param name="Name">Its name.</param>
/// <param name="NameLine">The line of the name, 1-based.</param>
/// <param name="EndLine">Its last line.</param>
/// <param name="Kind">What it is.</param>
/// <param name="Parent">The definition of the same chunk that encloses it (an index), or -1: the scope of the chunk does.</param>
internal readonly record struct StoredDefinition(byte[] Name, int NameLine, int EndLine, SymbolKind Kind, int Parent);

/// <summary>
/// The byte code of a chunk's definitions: the names of the scopes around it (`Outer.Inner`, length first), then for each definition its kind, the
/// lines from the chunk's start to its name and from there to its end, the parent in the chunk + 1, and the name, length first.
/// </summary>
internal static unsafe class DefinitionCode
{
    /// <summary>Definitions kept a chunk; a chunk of 4,000 bytes has fewer unless it is a table.</summary>
    public const int MostDefinitions = 255;

    private const int MostScopeBytes = 200;
    private const int MostNameBytes = 200;

    /// <summary>Writes a chunk's scope and definitions.</summary>
    /// <returns>The offset of what was written.</returns>
    public static int Write(NativeBuffer<byte> target, ReadOnlySpan<byte> text, Outline outline, in Chunk chunk)
    {
        int start = target.Count;
        WriteScope(target, text, outline, chunk);
        int count = Math.Min(chunk.DefinitionCount, MostDefinitions);
        for (int i = 0; i < count; i++)
        {
            ref readonly Definition definition = ref outline.Definitions[chunk.FirstDefinition + i];
            int parent = definition.Parent - chunk.FirstDefinition;
            target.Add((byte)definition.Kind);
            AddNumber(target, (uint)(definition.NameLine - chunk.StartLine));
            AddNumber(target, (uint)Math.Max(0, definition.EndLine - definition.NameLine));
            AddNumber(target, parent >= 0 && parent < i ? (uint)parent + 1 : 0u);
            int length = Math.Min(definition.NameLength, MostNameBytes);
            AddNumber(target, (uint)length);
            target.Append(text.Slice(definition.NameOffset, length));
        }

        return start;
    }

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    /// <param name="code">The bytes from the chunk's offset on.</param>
    /// <param name="chunkStartLine">The chunk's first line.</param>
    /// <param name="count">How many definitions there are.</param>
    /// <param name="definitions">Receives them; cleared before.</param>
    /// <returns>The names of the scopes around the chunk, outermost first, joined by dots; may be empty.</returns>
    public static byte[] Read(ReadOnlySpan<byte> code, int chunkStartLine, int count, List<StoredDefinition> definitions)
    {
        definitions.Clear();
        fixed (byte* bytes = code)
        {
            byte* end = bytes + code.Length;
            byte* at = ReadText(bytes, end, out byte[] scope);
            for (int i = 0; i < count; i++)
            {
                var kind = (SymbolKind)(at < end ? *at : 0);
                at = PostingCode.ReadNumber(at + 1, end, out uint nameLine);
                at = PostingCode.ReadNumber(at, end, out uint lines);
                at = PostingCode.ReadNumber(at, end, out uint parent);
                at = ReadText(at, end, out byte[] name);
                int line = chunkStartLine + (int)nameLine;
                definitions.Add(new StoredDefinition(name, line, line + (int)lines, kind, (int)parent - 1));
            }

            return scope;
        }
    }

    private static void WriteScope(NativeBuffer<byte> target, ReadOnlySpan<byte> text, Outline outline, in Chunk chunk)
    {
        Span<int> chain = stackalloc int[8];
        int depth = 0;
        int length = 0;
        int at = chunk.DefinitionCount > 0 ? outline.Definitions[chunk.FirstDefinition].Parent : chunk.MainDefinition;
        while (at >= 0 && depth < chain.Length && length + outline.Definitions[at].NameLength + 1 <= MostScopeBytes)
        {
            length += outline.Definitions[at].NameLength + 1;
            chain[depth++] = at;
            at = outline.Definitions[at].Parent;
        }

        AddNumber(target, (uint)Math.Max(0, length - 1));
        for (int i = depth - 1; i >= 0; i--)
        {
            ref readonly Definition scope = ref outline.Definitions[chain[i]];
            target.Append(text.Slice(scope.NameOffset, scope.NameLength));
            if (i > 0)
                target.Add((byte)'.');
        }
    }

    private static byte* ReadText(byte* at, byte* end, out byte[] text)
    {
        at = PostingCode.ReadNumber(at, end, out uint length);
        if (length > end - at)
            throw new IndexException(IndexFailure.Damaged, "A name of the index goes beyond its part. Run `plimsoll index` to repair it.");
        text = new ReadOnlySpan<byte>(at, (int)length).ToArray();
        return at + length;
    }

    private static void AddNumber(NativeBuffer<byte> target, uint value)
    {
        byte* code = stackalloc byte[5];
        target.Append(new ReadOnlySpan<byte>(code, (int)(PostingCode.WriteNumber(code, value) - code)));
    }
}
