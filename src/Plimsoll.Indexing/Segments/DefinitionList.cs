using Plimsoll.Indexing.Outlining;

namespace Plimsoll.Indexing.Segments;

/// <summary>The definitions of one chunk, read from <see cref="DefinitionCode"/> without allocating; reused from chunk to chunk.</summary>
internal sealed unsafe class DefinitionList
{
    private readonly Entry[] _entries = new Entry[DefinitionCode.MostDefinitions];
    private readonly byte[] _names = new byte[(DefinitionCode.MostDefinitions + 1) * DefinitionCode.MostNameBytes];
    private int _scopeLength;

    private struct Entry
    {
        public int Name;
        public int NameLength;
        public int NameLine;
        public int EndLine;
        public int Parent;
        public SymbolKind Kind;
    }

    /// <summary>How many definitions have their name in the chunk.</summary>
    public int Count { get; private set; }

    /// <summary>The names of the scopes around the chunk, outermost first, joined by dots; may be empty.</summary>
    public ReadOnlySpan<byte> Scope => _names.AsSpan(0, _scopeLength);

    /// <summary>Reads the definitions of a chunk.</summary>
    /// <param name="code">The bytes from the chunk's offset on.</param>
    /// <param name="startLine">The chunk's first line.</param>
    /// <param name="count">How many definitions it has.</param>
    /// <exception cref="IndexException">The bytes contradict themselves.</exception>
    public void Read(ReadOnlySpan<byte> code, int startLine, int count)
    {
        fixed (byte* bytes = code)
        {
            byte* end = bytes + code.Length;
            byte* at = ReadName(bytes, end, 0, 0, 0, out _scopeLength);
            int names = _scopeLength;
            int line = startLine;
            int last = names, lastLength = 0;
            Count = count;
            for (int i = 0; i < count; i++)
            {
                ref Entry entry = ref _entries[i];
                at = ReadHead(at, end, i, ref entry, ref line);
                at = PostingCode.ReadNumber(at, end, out uint shared);
                at = ReadName(at, end, names, last, (int)Math.Min(shared, (uint)lastLength + 1), out entry.NameLength);
                if (shared > lastLength)
                    throw Torn();
                (entry.Name, last, lastLength) = (names, names, entry.NameLength);
                names += entry.NameLength;
            }
        }
    }

    /// <summary>The name of a definition.</summary>
    public ReadOnlySpan<byte> NameOf(int index) => _names.AsSpan(_entries[index].Name, _entries[index].NameLength);

    /// <summary>The line of its name, 1-based.</summary>
    public int NameLineOf(int index) => _entries[index].NameLine;

    /// <summary>Its last line.</summary>
    public int EndLineOf(int index) => _entries[index].EndLine;

    /// <summary>What it is.</summary>
    public SymbolKind KindOf(int index) => _entries[index].Kind;

    /// <summary>The definition of the same chunk that encloses it, or -1: then the scope of the chunk does.</summary>
    public int ParentOf(int index) => _entries[index].Parent;

    private static byte* ReadHead(byte* at, byte* end, int index, ref Entry entry, ref int line)
    {
        if (at >= end)
            throw Torn();
        int head = *at;
        at = PostingCode.ReadNumber(at + 1, end, out uint lines);
        uint moreLines = 0;
        int parent = -1;
        if ((head & DefinitionCode.OneLine) == 0)
            at = PostingCode.ReadNumber(at, end, out moreLines);
        if ((head & DefinitionCode.HasParent) != 0)
            at = ReadParent(at, end, index, out parent);
        if (lines + (long)moreLines > int.MaxValue - line)
            throw Torn();
        line += (int)lines;
        entry.Kind = (SymbolKind)(head & DefinitionCode.KindMask);
        entry.NameLine = line;
        entry.EndLine = line + (int)moreLines;
        entry.Parent = parent;
        return at;
    }

    private static byte* ReadParent(byte* at, byte* end, int index, out int parent)
    {
        at = PostingCode.ReadNumber(at, end, out uint number);
        if (number >= (uint)index)
            throw Torn();
        parent = (int)number;
        return at;
    }

    private byte* ReadName(byte* at, byte* end, int target, int last, int shared, out int length)
    {
        at = PostingCode.ReadNumber(at, end, out uint rest);
        length = shared + (int)Math.Min(rest, (uint)DefinitionCode.MostNameBytes + 1);
        if (length > DefinitionCode.MostNameBytes || rest > end - at)
            throw Torn();
        _names.AsSpan(last, shared).CopyTo(_names.AsSpan(target));
        new ReadOnlySpan<byte>(at, (int)rest).CopyTo(_names.AsSpan(target + shared));
        return at + rest;
    }

    private static IndexException Torn() =>
        new(IndexFailure.Damaged, "A definition of the index contradicts itself. Run `plimsoll index` to repair it.");
}
