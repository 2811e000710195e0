namespace Plimsoll.Indexing.Segments;

/// <summary>
/// Byte lists that grow in slices of one pool, as in Lucene's ByteBlockPool: a list is a chain of slices, each twice as long as the last
/// and with the offset of the next in its last four bytes, so that the million short lists and the few long ones both waste little.
/// </summary>
internal sealed unsafe class PostingPool(int capacity) : IDisposable
{
    private const int FirstSliceBytes = 16;
    private const int LongestSliceBytes = 1024;
    private const int LinkBytes = 4;

    private readonly NativeBuffer<byte> _bytes = new(capacity);

    /// <summary>Bytes in use.</summary>
    public long UsedBytes => _bytes.UsedBytes;

    /// <summary>Encodes the posting that an entry holds and appends it to the entry's list.</summary>
    public void Append(ref TermEntry entry)
    {
        byte* posting = stackalloc byte[PostingCode.LongestPosting];
        int length = (int)(PostingCode.Write(posting, (uint)(entry.LastChunk - entry.EncodedChunk), entry.Counts) - posting);
        entry.EncodedChunk = entry.LastChunk;
        if (entry.FirstSlice < 0)
        {
            entry.FirstSlice = entry.SliceCursor = _bytes.Reserve(FirstSliceBytes);
            entry.SliceEnd = entry.FirstSlice + FirstSliceBytes - LinkBytes;
        }

        byte* pool = _bytes.Pointer;
        for (int i = 0; i < length; i++)
        {
            if (entry.SliceCursor == entry.SliceEnd)
                AddSlice(ref entry);
            pool[entry.SliceCursor++] = posting[i];
        }
    }

    /// <summary>Copies an entry's whole list.</summary>
    public void CopyTo(in TermEntry entry, NativeBuffer<byte> target)
    {
        if (entry.FirstSlice < 0)
            return;
        int start = entry.FirstSlice;
        int size = FirstSliceBytes;
        while (start + size - LinkBytes != entry.SliceEnd)
        {
            target.Append(new ReadOnlySpan<byte>(_bytes.Pointer + start, size - LinkBytes));
            start = *(int*)(_bytes.Pointer + start + size - LinkBytes);
            size = Math.Min(size * 2, LongestSliceBytes);
        }

        target.Append(new ReadOnlySpan<byte>(_bytes.Pointer + start, entry.SliceCursor - start));
    }

    /// <summary>Forgets all lists and gives their memory back.</summary>
    public void Release() => _bytes.Release();

    /// <inheritdoc/>
    public void Dispose() => _bytes.Dispose();

    private void AddSlice(ref TermEntry entry)
    {
        int size = NextSize(entry);
        int next = _bytes.Reserve(size);
        *(int*)(_bytes.Pointer + entry.SliceEnd) = next;
        entry.SliceCursor = next;
        entry.SliceEnd = next + size - LinkBytes;
    }

    /// <summary>Slice sizes follow from the walk along the chain; the entry has no room to keep one.</summary>
    private int NextSize(in TermEntry entry)
    {
        int start = entry.FirstSlice;
        int size = FirstSliceBytes;
        while (start + size - LinkBytes != entry.SliceEnd)
        {
            start = *(int*)(_bytes.Pointer + start + size - LinkBytes);
            size = Math.Min(size * 2, LongestSliceBytes);
            if (size == LongestSliceBytes)
                return size;
        }

        return Math.Min(size * 2, LongestSliceBytes);
    }
}
