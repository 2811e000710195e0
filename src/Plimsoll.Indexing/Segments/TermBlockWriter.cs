namespace Plimsoll.Indexing.Segments;

/// <summary>
/// Writes terms in byte order, <see cref="SegmentFormat.TermsPerBlock"/> a block. A block is: its number of terms, the length of its term
/// list, the term list (shared prefix, suffix, bytes of chunk postings * 4 + whether it stands in one chunk + 2 if in paths, else chunk count, bytes of
/// file postings if in paths), then all postings.
/// Only the directory (16 bytes a block) is kept until the end.
/// </summary>
internal sealed unsafe class TermBlockWriter : IDisposable
{
    private readonly NativeBuffer<byte> _list = new(64 * 1024);
    private readonly NativeBuffer<byte> _postings;
    private readonly NativeBuffer<TermBlockEntry> _directory;
    private readonly byte[] _last = new byte[256];
    private BlockWriter? _output;
    private int _lastLength;
    private int _terms;
    private int _pendingStart;
    private ulong _prefix;

    /// <summary>Creates a writer.</summary>
    /// <param name="postingBytes">The most bytes of postings in one block.</param>
    /// <param name="blocks">The most blocks.</param>
    public TermBlockWriter(int postingBytes, int blocks)
    {
        _postings = new NativeBuffer<byte>(postingBytes);
        _directory = new NativeBuffer<TermBlockEntry>(blocks);
    }

    /// <summary>The directory, complete after <see cref="End"/>.</summary>
    public ReadOnlySpan<TermBlockEntry> Directory => _directory.Span;

    /// <summary>Where the postings of the next term go, chunk postings first.</summary>
    public NativeBuffer<byte> Postings => _postings;

    /// <summary>Starts the terms of a segment.</summary>
    public void Begin(BlockWriter output)
    {
        _output = output;
        _directory.Clear();
        StartBlock();
    }

    /// <summary>Marks where the file postings of the term in the making start; call it between the two kinds.</summary>
    public int ChunkPostingBytes => _postings.Count - _pendingStart;

    /// <summary>Ends a term whose postings have been added to <see cref="Postings"/>.</summary>
    /// <param name="term">Its bytes, greater than those of the last.</param>
    /// <param name="chunkCount">In how many chunks it stands.</param>
    /// <param name="chunkPostingBytes">How many bytes of the postings are of chunks; the rest is of files.</param>
    public void EndTerm(ReadOnlySpan<byte> term, int chunkCount, int chunkPostingBytes)
    {
        int shared = _terms == 0 ? 0 : term.CommonPrefixLength(_last.AsSpan(0, _lastLength));
        if (_terms == 0)
            _prefix = TermSort.PrefixOf(term);
        AddNumber((uint)shared);
        AddNumber((uint)(term.Length - shared));
        _list.Append(term[shared..]);
        uint fileBytes = (uint)(_postings.Count - _pendingStart - chunkPostingBytes);

        // Half of all terms stand in one chunk and no path: three numbers in one byte for them.
        AddNumber(((uint)chunkPostingBytes << 2) | (chunkCount == 1 ? 1u : 0u) | (fileBytes > 0 ? 2u : 0u));
        if (chunkCount != 1)
            AddNumber((uint)chunkCount);
        if (fileBytes > 0)
            AddNumber(fileBytes);
        term.CopyTo(_last);
        _lastLength = term.Length;
        _pendingStart = _postings.Count;
        if (++_terms == SegmentFormat.TermsPerBlock)
            EndBlock();
    }

    /// <summary>Ends the last block.</summary>
    public void End()
    {
        if (_terms > 0)
            EndBlock();
    }

    /// <summary>Gives the memory back, the directory too.</summary>
    public void Release()
    {
        _list.Release();
        _postings.Release();
        _directory.Release();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _list.Dispose();
        _postings.Dispose();
        _directory.Dispose();
    }

    private void StartBlock()
    {
        _list.Clear();
        _postings.Clear();
        _terms = _pendingStart = 0;
    }

    private void EndBlock()
    {
        _directory.Add(new TermBlockEntry { Prefix = _prefix, Offset = _output!.Position });
        byte* head = stackalloc byte[10];
        byte* at = PostingCode.WriteNumber(head, (uint)_terms);
        at = PostingCode.WriteNumber(at, (uint)_list.Count);
        _output.Write(new ReadOnlySpan<byte>(head, (int)(at - head)));
        _output.Write(_list.Span);
        _output.Write(_postings.Span);
        StartBlock();
    }

    private void AddNumber(uint value)
    {
        byte* code = stackalloc byte[5];
        _list.Append(new ReadOnlySpan<byte>(code, (int)(PostingCode.WriteNumber(code, value) - code)));
    }
}
