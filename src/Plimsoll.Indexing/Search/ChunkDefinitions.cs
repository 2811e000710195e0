using Plimsoll.Indexing.Outlining;
using Plimsoll.Indexing.Segments;

namespace Plimsoll.Indexing.Search;

/// <summary>The definitions of one chunk at a time, read without allocating; reused from chunk to chunk.</summary>
internal sealed unsafe class ChunkDefinitions
{
    private readonly DefinitionList _list = new();

    /// <summary>How many definitions have their name in the chunk.</summary>
    public int Count => _list.Count;

    /// <summary>The names of the scopes around the chunk, joined by dots; may be empty.</summary>
    public ReadOnlySpan<byte> Scope => _list.Scope;

    /// <summary>Reads the definitions of a chunk.</summary>
    public void Read(SegmentView view, int chunk)
    {
        ChunkRecord* record = view.Chunks + chunk;
        byte* code = view.Definitions + record->Definitions;
        _list.Read(new ReadOnlySpan<byte>(code, (int)Math.Min(view.DefinitionsEnd - code, int.MaxValue)), record->StartLine, record->DefinitionCount);
    }

    public ReadOnlySpan<byte> NameOf(int index) => _list.NameOf(index);

    public int NameLineOf(int index) => _list.NameLineOf(index);

    public int EndLineOf(int index) => _list.EndLineOf(index);

    public SymbolKind KindOf(int index) => _list.KindOf(index);

    /// <summary>Whether another definition encloses it.</summary>
    public bool IsNested(int index) => _list.ParentOf(index) >= 0 || !Scope.IsEmpty;

    /// <summary>Whether the nearest scope around a definition has this name.</summary>
    public bool IsInside(int index, ReadOnlySpan<byte> scope)
    {
        int parent = _list.ParentOf(index);
        return (parent >= 0 ? NameOf(parent) : Scope[(Scope.LastIndexOf((byte)'.') + 1)..]).SequenceEqual(scope);
    }

    /// <summary>The name of a definition with those of the scopes around it.</summary>
    /// <param name="index">The definition, or -1 for the scope around the chunk.</param>
    public byte[] FullNameOf(int index)
    {
        Span<int> chain = stackalloc int[8];
        int depth = 0;
        int length = Scope.Length;
        for (int at = index; at >= 0 && depth < chain.Length; at = _list.ParentOf(at))
        {
            length += NameOf(at).Length + 1;
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
            end += NameOf(chain[i]).Length;
        }

        return name[..end];
    }
}
