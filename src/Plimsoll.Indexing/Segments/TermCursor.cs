namespace Plimsoll.Indexing.Segments;

/// <summary>Goes through the terms of a segment in byte order, from a block on.</summary>
internal sealed unsafe class TermCursor
{
    /// <summary>Room for the longest term, in bytes.</summary>
    public const int LongestTerm = 256;

    private readonly Segment _segment;
    private readonly byte[] _term = new byte[LongestTerm];
    private int _block;
    private int _left;
    private int _length;
    private byte* _at;
    private byte* _listEnd;
    private byte* _postings;
    private byte* _blockEnd;
    private byte* _asked;
    private bool _isAtStart;

    /// <summary>Starts before the first term of a block.</summary>
    public TermCursor(Segment segment, int block = 0)
    {
        _segment = segment;
        _block = block;
        if (block < segment.TermBlockCount)
            EnterBlock();
    }

    /// <summary>The block of the current term.</summary>
    public int Block => _block;

    /// <summary>Whether the current term is the first of its block.</summary>
    public bool IsFirstOfBlock { get; private set; }

    /// <summary>The current term.</summary>
    public ReadOnlySpan<byte> Term => _term.AsSpan(0, _length);

    /// <summary>Its postings.</summary>
    public TermPostings Postings { get; private set; }

    /// <summary>Moves to the next term of the segment.</summary>
    public bool MoveNext()
    {
        while (!MoveNextInBlock())
        {
            if (_block + 1 >= _segment.TermBlockCount)
                return false;
            _block++;
            if (_blockEnd >= _asked)
                _asked = _segment.ReadTermsAhead(_block);
            EnterBlock();
        }

        return true;
    }

    /// <summary>Moves to the next term of the block.</summary>
    public bool MoveNextInBlock()
    {
        if (_left == 0)
            return false;
        _left--;
        IsFirstOfBlock = _isAtStart;
        _isAtStart = false;
        _at = PostingCode.ReadNumber(_at, _listEnd, out uint shared);
        _at = PostingCode.ReadNumber(_at, _listEnd, out uint suffix);
        if (shared > _length || shared + (long)suffix > _term.Length || suffix > _listEnd - _at)
            throw Damaged();
        new ReadOnlySpan<byte>(_at, (int)suffix).CopyTo(_term.AsSpan((int)shared));
        _length = (int)(shared + suffix);
        _at = PostingCode.ReadNumber(_at + suffix, _listEnd, out uint code);
        uint chunkBytes = code >> 2, chunkCount = 1, fileBytes = 0;
        if ((code & 1) == 0)
            _at = PostingCode.ReadNumber(_at, _listEnd, out chunkCount);
        if ((code & 2) != 0)
            _at = PostingCode.ReadNumber(_at, _listEnd, out fileBytes);
        if (chunkBytes + (long)fileBytes > _blockEnd - _postings || chunkCount > (uint)_segment.ChunkCount)
            throw Damaged();
        byte* files = _postings + chunkBytes;
        Postings = new TermPostings((int)chunkCount, _postings, files, files + fileBytes);
        _postings = files + fileBytes;
        return true;
    }

    private void EnterBlock()
    {
        ReadOnlySpan<byte> block = _segment.TermBlock(_block);
        fixed (byte* start = block)
        {
            // The bytes are a mapped file: they stay where they are.
            _blockEnd = start + block.Length;
            _at = PostingCode.ReadNumber(start, _blockEnd, out uint terms);
            _at = PostingCode.ReadNumber(_at, _blockEnd, out uint listBytes);
            if (listBytes > _blockEnd - _at || terms - 1 >= SegmentFormat.TermsPerBlock)
                throw Damaged();
            _left = (int)terms;
            _length = 0;
            _isAtStart = true;
            _listEnd = _postings = _at + listBytes;
        }
    }

    private IndexException Damaged() => new(
        IndexFailure.Damaged, $"{_segment.FullPath} is damaged: a block of terms contradicts itself. Run `plimsoll index` to repair the index.");
}
