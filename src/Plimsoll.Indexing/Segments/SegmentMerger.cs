using Plimsoll.Files;

namespace Plimsoll.Indexing.Segments;

/// <summary>
/// Writes several segments as one and leaves their dead files out. Chunks keep their order, one input after the other, so postings are
/// concatenated; memory is the term directory, one block of terms, and eight bytes a file, however large the inputs are.
/// </summary>
internal sealed unsafe class SegmentMerger : IDisposable
{
    private readonly IReadOnlyList<LiveSegment> _inputs;
    private readonly int[][] _files;
    private readonly int[][] _shifts;
    private readonly BlockWriter _output = new();
    private readonly TermBlockWriter _terms;
    private readonly TermHeap _heap;
    private uint _lastChunk;
    private uint _lastFile;

    /// <summary>Prepares a merge.</summary>
    public SegmentMerger(IReadOnlyList<LiveSegment> inputs)
    {
        _inputs = inputs;
        _files = new int[inputs.Count][];
        _shifts = new int[inputs.Count][];
        long bytes = 0;
        int blocks = 1;
        foreach (LiveSegment input in inputs)
        {
            bytes += input.Segment.Bytes;
            blocks += input.Segment.TermBlockCount;
        }

        _terms = new TermBlockWriter((int)Math.Min(bytes, int.MaxValue / 2), blocks);
        _heap = new TermHeap(inputs);
    }

    /// <summary>Merges.</summary>
    /// <param name="embedder">The identity of the embedder of all inputs.</param>
    /// <param name="folder">The folder of the index.</param>
    /// <param name="temporaryName">A file name that nobody else uses.</param>
    /// <returns>The name of the new segment.</returns>
    public string Merge(string embedder, string folder, string temporaryName)
    {
        string temporary = Path.Combine(folder, temporaryName);
        _output.Open(temporary);
        SegmentFooter footer = SegmentWriter.WriteHeader(_output, embedder, _inputs[0].Segment.VectorBytes);
        footer.VectorsOffset = _output.Position;
        NumberFiles(ref footer);
        WriteVectors();
        footer.ChunksOffset = StartPart();
        WriteChunks();
        footer.DefinitionsOffset = StartPart();
        WriteDefinitions();
        footer.FilesOffset = StartPart();
        WriteFiles();
        footer.FileOrderOffset = StartPart();
        WriteFileOrder();
        footer.PathsOffset = StartPart();
        WritePaths();
        footer.TermsOffset = StartPart();
        WriteTerms();
        return SegmentWriter.Seal(_output, _terms.Directory, footer, folder, temporary);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _output.Dispose();
        _terms.Dispose();
    }

    private long StartPart()
    {
        _output.Align(sizeof(ulong));
        return _output.Position;
    }

    private void NumberFiles(ref SegmentFooter footer)
    {
        int files = 0, chunks = 0;
        for (int input = 0; input < _inputs.Count; input++)
        {
            Segment segment = _inputs[input].Segment;
            int[] numbers = _files[input] = new int[segment.FileCount];
            int[] shifts = _shifts[input] = new int[segment.FileCount];
            for (int file = 0; file < numbers.Length; file++)
            {
                bool dead = _inputs[input].IsDead(file);
                numbers[file] = dead ? -1 : files++;
                shifts[file] = chunks - (int)segment.Files[file].FirstChunk;
                chunks += dead ? 0 : (int)segment.Files[file].ChunkCount;
            }
        }

        footer.FileCount = (uint)files;
        footer.ChunkCount = (uint)chunks;
    }

    private void WriteVectors()
    {
        for (int input = 0; input < _inputs.Count; input++)
        {
            Segment segment = _inputs[input].Segment;
            ReadOnlySpan<sbyte> vectors = segment.Vectors;
            ReadOnlySpan<FileRecord> files = segment.Files;
            long asked = 0;
            for (int file = 0; file < files.Length; file++)
            {
                int start = (int)files[file].FirstChunk * segment.VectorBytes;
                segment.ReadAhead(vectors, start, ref asked);
                if (_files[input][file] >= 0)
                    _output.WriteRecords(vectors.Slice(start, (int)files[file].ChunkCount * segment.VectorBytes));
            }
        }
    }

    private void WriteChunks()
    {
        uint definitions = 0;
        for (int input = 0; input < _inputs.Count; input++)
        {
            Segment segment = _inputs[input].Segment;
            ReadOnlySpan<ChunkRecord> chunks = segment.Chunks;
            long asked = 0;
            for (int chunk = 0; chunk < chunks.Length; chunk++)
            {
                segment.ReadAhead(chunks, chunk, ref asked);
                ChunkRecord record = chunks[chunk];
                int file = _files[input][record.File];
                if (file < 0)
                    continue;
                record.File = (uint)file;
                record.Definitions = definitions;
                definitions += DefinitionBytes(segment, chunk);
                _output.WriteRecords(new ReadOnlySpan<ChunkRecord>(in record));
            }
        }
    }

    private static uint DefinitionBytes(Segment segment, int chunk)
    {
        uint next = chunk + 1 < segment.ChunkCount ? segment.Chunks[chunk + 1].Definitions : (uint)segment.Definitions.Length;
        return next - segment.Chunks[chunk].Definitions;
    }

    private void WriteDefinitions()
    {
        for (int input = 0; input < _inputs.Count; input++)
        {
            Segment segment = _inputs[input].Segment;
            ReadOnlySpan<ChunkRecord> chunks = segment.Chunks;
            ReadOnlySpan<byte> definitions = segment.Definitions;
            long asked = 0, askedDefinitions = 0;
            for (int chunk = 0; chunk < chunks.Length; chunk++)
            {
                segment.ReadAhead(chunks, chunk, ref asked);
                segment.ReadAhead(definitions, (int)chunks[chunk].Definitions, ref askedDefinitions);
                if (_files[input][chunks[chunk].File] >= 0)
                    _output.Write(definitions.Slice((int)chunks[chunk].Definitions, (int)DefinitionBytes(segment, chunk)));
            }
        }
    }

    private void WriteFiles()
    {
        uint paths = 0;
        for (int input = 0; input < _inputs.Count; input++)
        {
            Segment segment = _inputs[input].Segment;
            for (int file = 0; file < segment.FileCount; file++)
            {
                if (_files[input][file] < 0)
                    continue;
                FileRecord record = segment.Files[file];
                FileStamp stamp = _inputs[input].StampOf(file);
                (record.Size, record.ModifiedNs, record.ChangedNs, record.Inode) = (stamp.Size, stamp.ModifiedNs, stamp.ChangedNs, stamp.Inode);
                record.PathOffset = paths;
                record.FirstChunk = (uint)((int)record.FirstChunk + _shifts[input][file]);
                paths += record.PathLength;
                _output.WriteRecords(new ReadOnlySpan<FileRecord>(in record));
            }
        }
    }

    private void WriteFileOrder()
    {
        var walk = new PathWalk(_inputs);
        while (walk.MoveNext())
        {
            int file = _files[walk.Input][walk.File];
            if (file >= 0)
                _output.WriteRecords<uint>([(uint)file]);
        }
    }

    private void WritePaths()
    {
        for (int input = 0; input < _inputs.Count; input++)
        {
            Segment segment = _inputs[input].Segment;
            for (int file = 0; file < segment.FileCount; file++)
            {
                if (_files[input][file] >= 0)
                    _output.Write(segment.PathOf(file));
            }
        }
    }

    private void WriteTerms()
    {
        _terms.Begin(_output);
        byte[] term = new byte[256];
        Span<int> sources = stackalloc int[_inputs.Count];
        while (_heap.TryTake(term, out int length, sources, out int count))
        {
            int chunks = 0;
            _lastChunk = _lastFile = 0;
            foreach (int input in sources[..count])
                chunks += CopyChunks(input, _heap.Cursor(input).Postings);
            int chunkBytes = _terms.ChunkPostingBytes;
            foreach (int input in sources[..count])
                CopyFiles(input, _heap.Cursor(input).Postings);
            if (_terms.ChunkPostingBytes > 0)
                _terms.EndTerm(term.AsSpan(0, length), chunks, chunkBytes);
            _heap.Advance(sources[..count]);
        }

        _terms.End();
    }

    private int CopyChunks(int input, in TermPostings postings)
    {
        Segment segment = _inputs[input].Segment;
        ReadOnlySpan<ChunkRecord> chunks = segment.Chunks;
        byte* code = stackalloc byte[PostingCode.LongestPosting];
        int copied = 0;
        byte* at = postings.Chunks;
        for (uint chunk = 0; at < postings.Files;)
        {
            at = PostingCode.Read(at, postings.Files, out uint gap, out TermCounts counts);
            chunk += gap;
            uint file = chunks[(int)chunk].File;
            if (_files[input][file] < 0)
                continue;
            uint target = (uint)((int)chunk + _shifts[input][file]);
            byte* end = PostingCode.Write(code, target - _lastChunk, counts);
            _terms.Postings.Append(new ReadOnlySpan<byte>(code, (int)(end - code)));
            _lastChunk = target;
            copied++;
        }

        return copied;
    }

    private void CopyFiles(int input, in TermPostings postings)
    {
        byte* code = stackalloc byte[5];
        byte* at = postings.Files;
        for (uint file = 0; at < postings.End;)
        {
            at = PostingCode.ReadNumber(at, postings.End, out uint posting);
            file += posting >> 1;
            int target = _files[input][file];
            if (target < 0)
                continue;
            byte* end = PostingCode.WriteNumber(code, (((uint)target - _lastFile) << 1) | (posting & 1));
            _terms.Postings.Append(new ReadOnlySpan<byte>(code, (int)(end - code)));
            _lastFile = (uint)target;
        }
    }
}
