using Plimsoll.Indexing.Outlining;
using Plimsoll.Indexing.Segments;

namespace Plimsoll.Indexing.Search;

/// <summary>The definitions of one chunk at a time, read without allocating; reused from chunk to chunk.</summary>
internal sealed unsafe class ChunkDefinitions
{
    private readonly Entry[] _entries = new Entry[DefinitionCode.MostDefinitions];
    private SegmentView? _view;
    private byte* _scope;
    private int _scopeLength;

    private struct Entry
    {
        public byte* Name;
        public int NameLength;
        public int NameLine;
        public int EndLine;
        public int Parent;
        public SymbolKind Kind;
    }

    /// <summary>How many definitions have their name in the chunk.</summary>
    public int Count { get; private set; }

    /// <summary>The names of the scopes around the chunk, joined by dots; may be empty.</summary>
    public ReadOnlySpan<byte> Scope => new(_scope, _scopeLength);

    /// <summary>Reads the definitions of a chunk.</summary>
    public void Read(SegmentView view, int chunk)
    {
        ChunkRecord* record = view.Chunks + chunk;
        _view = view;
        byte* at = view.Definitions + record->Definitions;
        byte* end = view.DefinitionsEnd;
        at = ReadText(at, end, out _scope, out _scopeLength);
        Count = record->DefinitionCount;
        for (int i = 0; i < Count; i++)
        {
            ref Entry entry = ref _entries[i];
            entry.Kind = at < end ? (SymbolKind)(*at) : SymbolKind.None;
            at = PostingCode.ReadNumber(at + 1, end, out uint line);
            at = PostingCode.ReadNumber(at, end, out uint lines);
            at = PostingCode.ReadNumber(at, end, out uint parent);
            at = ReadText(at, end, out entry.Name, out entry.NameLength);
            entry.NameLine = record->StartLine + (int)line;
            entry.EndLine = entry.NameLine + (int)lines;
            entry.Parent = (int)parent - 1;
        }
    }

    public ReadOnlySpan<byte> NameOf(int index) => new(_entries[index].Name, _entries[index].NameLength);

    public int NameLineOf(int index) => _entries[index].NameLine;

    public int EndLineOf(int index) => _entries[index].EndLine;

    public SymbolKind KindOf(int index) => _entries[index].Kind;

    /// <summary>Whether the nearest scope around a definition has this name.</summary>
    public bool IsInside(int index, ReadOnlySpan<byte> scope)
    {
        int parent = _entries[index].Parent;
        return (parent >= 0 ? NameOf(parent) : Scope[(Scope.LastIndexOf((byte)'.') + 1)..]).SequenceEqual(scope);
    }

    /// <summary>The name of a definition with those of the scopes around it.</summary>
    /// <param name="index">The definition, or -1 for the scope around the chunk.</param>
    public byte[] FullNameOf(int index)
    {
        Span<int> chain = stackalloc int[8];
        int depth = 0;
        int length = Scope.Length;
        for (int at = index; at >= 0 && depth < chain.Length; at = _entries[at].Parent)
        {
            length += _entries[at].NameLength + 1;
            chain[depth++] = at;
        }

        byte[] name = new byte[length];
        Scope.CopyTo(name);
        int end = Scope.Length;
        for (int i = depth - 1; i >= 0; i--)
        {
            name[end] = (byte)'.';
            end += end > 0 ? 1 : 0;
            NameOf(chain[i]).CopyTo(name.AsSpan(end));
            end += _entries[chain[i]].NameLength;
        }

        return name[..end];
    }

    private byte* ReadText(byte* at, byte* end, out byte* text, out int length)
    {
        at = PostingCode.ReadNumber(at, end, out uint count);
        if (count > end - at)
        {
            throw new IndexException(
                IndexFailure.Damaged, $"{_view!.Live.Segment.FullPath} is damaged: a name goes beyond its part. Run `plimsoll index` to repair it.");
        }

        text = at;
        length = (int)count;
        return at + count;
    }
}
