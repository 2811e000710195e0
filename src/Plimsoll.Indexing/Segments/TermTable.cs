using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Plimsoll.Indexing.Segments;

/// <summary>
/// A word or term of the segment in the making: one cache line. A word as it stands in the text (`maxSize`) is an alias with
/// expansions (`maxsize`, `max`, `size`); a term has postings. The newest posting stays in the entry until the next one comes,
/// so the many terms that occur in one chunk need no other room.
/// </summary>
[StructLayout(LayoutKind.Sequential, Size = 64)]
internal struct TermEntry
{
    public ulong Hash;
    public int TextOffset;
    public int FirstExpansion;

    /// <summary>The embedder's token of the term.</summary>
    public uint Token;

    /// <summary>The word's place in the list of the current chunk's words; valid only if that place holds the word.</summary>
    public int MetAt;

    /// <summary>The file in which the word was met last (for the limit of distinct words a file).</summary>
    public int MetInFile;

    /// <summary>The chunk of the posting that <see cref="Counts"/> holds, and the one before it that was encoded.</summary>
    public int LastChunk;
    public int EncodedChunk;

    public int FirstSlice;
    public int SliceCursor;
    public int SliceEnd;

    /// <summary>Chunks that hold the term.</summary>
    public int ChunkCount;

    public TermCounts Counts;
    public byte TextLength;
    public byte ExpansionCount;
    public TermFlags Flags;
}

/// <summary>What is known of an entry.</summary>
[Flags]
internal enum TermFlags : byte
{
    None = 0,

    /// <summary>In lower case: it can be searched for and has postings.</summary>
    IsTerm = 1,

    /// <summary>Its expansions are listed.</summary>
    Expanded = 2,
}

/// <summary>The hash table of words and terms, keyed by their bytes: open addressing, never grows, cleared as a whole.</summary>
internal sealed unsafe class TermTable : IDisposable
{
    private readonly NativeBuffer<TermEntry> _entries;
    private readonly NativeBuffer<byte> _text;
    private readonly NativeBuffer<uint> _slots;
    private readonly uint _mask;

    /// <summary>Creates a table.</summary>
    /// <param name="capacity">Entries at most.</param>
    /// <param name="textCapacity">Bytes of all words at most.</param>
    public TermTable(int capacity, int textCapacity)
    {
        _entries = new NativeBuffer<TermEntry>(capacity);
        _text = new NativeBuffer<byte>(textCapacity);

        // At most two thirds full, so that a search for a new word stays short.
        int slots = (int)System.Numerics.BitOperations.RoundUpToPowerOf2((uint)(capacity + (capacity / 2)));
        _slots = new NativeBuffer<uint>(slots) { Count = slots };
        _mask = (uint)slots - 1;
        _slots.Span.Clear();
    }

    /// <summary>The entries.</summary>
    public NativeBuffer<TermEntry> Entries => _entries;

    /// <summary>The bytes of the words.</summary>
    public NativeBuffer<byte> Text => _text;

    /// <summary>Bytes that the slots of a table of this capacity take from the start.</summary>
    public static long SlotBytes(int capacity) =>
        4L * System.Numerics.BitOperations.RoundUpToPowerOf2((uint)(capacity + (capacity / 2)));

    /// <summary>The bytes of an entry's word.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ReadOnlySpan<byte> TextOf(in TermEntry entry) => new(_text.Pointer + entry.TextOffset, entry.TextLength);

    /// <summary>The index of a word, or -1.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int Find(ReadOnlySpan<byte> word, ulong hash)
    {
        uint* slots = _slots.Pointer;
        for (uint at = (uint)hash & _mask; ; at = (at + 1) & _mask)
        {
            uint slot = slots[at];
            if (slot == 0)
                return -1;
            ref TermEntry entry = ref _entries.Pointer[slot - 1];
            if (entry.Hash == hash && entry.TextLength == word.Length && TextOf(entry).SequenceEqual(word))
                return (int)slot - 1;
        }
    }

    /// <summary>Adds a word that <see cref="Find"/> did not find.</summary>
    public int Add(ReadOnlySpan<byte> word, ulong hash)
    {
        uint* slots = _slots.Pointer;
        uint at = (uint)hash & _mask;
        while (slots[at] != 0)
            at = (at + 1) & _mask;
        int index = _entries.Reserve(1);
        slots[at] = (uint)index + 1;
        ref TermEntry entry = ref _entries[index];
        entry = default;
        entry.Hash = hash;
        entry.TextOffset = _text.Append(word);
        entry.TextLength = (byte)word.Length;
        entry.MetInFile = entry.LastChunk = entry.FirstSlice = entry.FirstExpansion = -1;
        return index;
    }

    /// <summary>Forgets all words and gives their memory back.</summary>
    public void Release()
    {
        _entries.Release();
        _text.Release();
        ReleaseSlots();
    }

    /// <summary>Gives the slots' memory back: nothing is found any more, and the entries stay to be written.</summary>
    public void ReleaseSlots()
    {
        Span<uint> slots = _slots.Span;
        if (!_slots.Release())
        {
            slots.Clear();
        }
        else
        {
            // Whole pages read as zeros now; the ends may lie on pages that begin before or end after the slots.
            int edge = Math.Min(slots.Length, Environment.SystemPageSize / sizeof(uint));
            slots[..edge].Clear();
            slots[^edge..].Clear();
        }

        _slots.Count = slots.Length;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _entries.Dispose();
        _text.Dispose();
        _slots.Dispose();
    }
}
