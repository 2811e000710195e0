namespace Plimsoll.JavaScript.Text;

/// <summary>
/// Different texts as small numbers, equal texts as equal ones, all of it in blocks of a <see cref="ChunkStore"/>: a program may have as many names as it likes, and the managed heap holds none of them.
/// A text lies in one piece and stays where it is.
/// </summary>
public sealed unsafe class TextPool : IDisposable
{
    /// <summary>The longest text, in bytes.</summary>
    public const int LengthMax = BlockBytes;

    private const int BlockBytes = 64 * 1024;
    private const int FirstBuckets = 1024;

    private readonly ChunkStore _store;
    private readonly ChunkList<Entry> _entries;
    private readonly ChunkList<nint> _blocks;
    private ChunkList<int> _buckets;
    private int _used = BlockBytes;

    /// <summary>An empty pool.</summary>
    /// <param name="store">Where its memory comes from.</param>
    public TextPool(ChunkStore store)
    {
        _store = store;
        _entries = new ChunkList<Entry>(store);
        _blocks = new ChunkList<nint>(store);
        _buckets = NewBuckets(FirstBuckets);
    }

    /// <summary>How many different texts there are.</summary>
    public int Count => _entries.Count;

    /// <summary>A text by its number.</summary>
    public ReadOnlySpan<byte> this[int number]
    {
        get
        {
            ref Entry entry = ref _entries[number];
            return new ReadOnlySpan<byte>((byte*)entry.Text, entry.Length);
        }
    }

    /// <summary>The number of a text, which is copied when it is new.</summary>
    /// <param name="text">At most <see cref="LengthMax"/> bytes.</param>
    public int Add(ReadOnlySpan<byte> text)
    {
        if (text.Length > LengthMax) throw new ArgumentException($"{text.Length} bytes are more than the {LengthMax} of the longest text", nameof(text));
        uint hash = Scopes.NameTable.Hash(text);
        if (Find(text, hash) is var found and >= 0) return found;
        if (_entries.Count == _buckets.Count) Grow();
        int number = _entries.Add(new Entry { Text = Copy(text), Length = text.Length, Hash = hash, Next = Bucket(hash) - 1 });
        Bucket(hash) = number + 1;
        return number;
    }

    /// <summary>The number of a text, or -1 where there is none like it.</summary>
    public int Find(ReadOnlySpan<byte> text) => Find(text, Scopes.NameTable.Hash(text));

    /// <inheritdoc/>
    public void Dispose()
    {
        for (int i = 0; i < _blocks.Count; i++) _store.Return(_blocks[i], BlockBytes);
        _blocks.Dispose();
        _entries.Dispose();
        _buckets.Dispose();
        _used = BlockBytes;
    }

    private int Find(ReadOnlySpan<byte> text, uint hash)
    {
        int at = Bucket(hash) - 1;
        while (at >= 0 && !(_entries[at].Hash == hash && this[at].SequenceEqual(text))) at = _entries[at].Next;
        return at;
    }

    private ref int Bucket(uint hash) => ref _buckets[(int)(hash & (uint)(_buckets.Count - 1))];

    private nint Copy(ReadOnlySpan<byte> text)
    {
        if (BlockBytes - _used < text.Length)
        {
            _blocks.Add(_store.Rent(BlockBytes));
            _used = 0;
        }

        nint place = _blocks.Count == 0 ? 0 : _blocks[_blocks.Count - 1] + _used;
        text.CopyTo(new Span<byte>((byte*)place, text.Length));
        _used += text.Length;
        return place;
    }

    private void Grow()
    {
        int count = _buckets.Count * 2;
        _buckets.Dispose();
        _buckets = NewBuckets(count);
        for (int number = 0; number < _entries.Count; number++)
        {
            ref Entry entry = ref _entries[number];
            ref int bucket = ref Bucket(entry.Hash);
            entry.Next = bucket - 1;
            bucket = number + 1;
        }
    }

    private ChunkList<int> NewBuckets(int count)
    {
        ChunkList<int> buckets = new(_store);
        for (int i = 0; i < count; i++) buckets.Add(0);
        return buckets;
    }

    private struct Entry
    {
        public nint Text;
        public int Length;
        public uint Hash;
        public int Next;
    }
}
