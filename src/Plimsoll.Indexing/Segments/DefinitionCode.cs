using Plimsoll.Indexing.Outlining;

namespace Plimsoll.Indexing.Segments;

/// <summary>
/// The byte code of a chunk's definitions: the names of the scopes around it (`Outer.Inner`, length first), then for each definition a byte
/// with its kind and two flags, the lines from the last name to its name, if more than one line the lines to its end, if it has one the parent in the chunk,
/// the bytes that its name shares with the last name, and the rest of the name, length first. Headers of constants, which have the most definitions,
/// take about 14 bytes each instead of 40.
/// </summary>
internal static unsafe class DefinitionCode
{
    /// <summary>Definitions kept a chunk; a chunk of 4,000 bytes has fewer unless it is a table.</summary>
    public const int MostDefinitions = 255;

    /// <summary>The bits of a definition's first byte that say its kind.</summary>
    public const int KindMask = 0x3F;

    /// <summary>The bit that says that it ends on the line of its name.</summary>
    public const int OneLine = 0x40;

    /// <summary>The bit that says that a definition of the same chunk encloses it.</summary>
    public const int HasParent = 0x80;

    /// <summary>Longer names and scopes are cut; nobody types more.</summary>
    public const int MostNameBytes = 200;

    private const int MostScopeBytes = MostNameBytes;

    /// <summary>Writes a chunk's scope and definitions.</summary>
    /// <returns>The offset of what was written.</returns>
    public static int Write(NativeBuffer<byte> target, ReadOnlySpan<byte> text, Outline outline, in Chunk chunk)
    {
        int start = target.Count;
        WriteScope(target, text, outline, chunk);
        int count = Math.Min(chunk.DefinitionCount, MostDefinitions);
        ReadOnlySpan<byte> lastName = default;
        int lastLine = chunk.StartLine;
        for (int i = 0; i < count; i++)
        {
            ref readonly Definition definition = ref outline.Definitions[chunk.FirstDefinition + i];
            int parent = definition.Parent - chunk.FirstDefinition;
            bool hasParent = parent >= 0 && parent < i;
            int moreLines = Math.Max(0, definition.EndLine - definition.NameLine);
            target.Add((byte)((int)definition.Kind | (moreLines == 0 ? OneLine : 0) | (hasParent ? HasParent : 0)));
            AddNumber(target, (uint)(definition.NameLine - lastLine));
            if (moreLines > 0)
                AddNumber(target, (uint)moreLines);
            if (hasParent)
                AddNumber(target, (uint)parent);
            ReadOnlySpan<byte> name = text.Slice(definition.NameOffset, Math.Min(definition.NameLength, MostNameBytes));
            int shared = name.CommonPrefixLength(lastName);
            AddNumber(target, (uint)shared);
            AddNumber(target, (uint)(name.Length - shared));
            target.Append(name[shared..]);
            lastName = name;
            lastLine = definition.NameLine;
        }

        return start;
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

    private static void AddNumber(NativeBuffer<byte> target, uint value)
    {
        byte* code = stackalloc byte[5];
        target.Append(new ReadOnlySpan<byte>(code, (int)(PostingCode.WriteNumber(code, value) - code)));
    }
}
