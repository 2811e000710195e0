using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Plimsoll.Files;
using Plimsoll.Memory;

namespace Plimsoll.Indexing.Segments;

/// <summary>Where the postings of a term are.</summary>
internal readonly unsafe struct TermPostings(int chunkCount, byte* chunks, byte* files, byte* end)
{
    /// <summary>Chunks that hold the term.</summary>
    public int ChunkCount => chunkCount;

    /// <summary>The chunk postings: from here to <see cref="Files"/>.</summary>
    public byte* Chunks => chunks;

    /// <summary>The file postings (gap * 2 + own name): from here to <see cref="End"/>.</summary>
    public byte* Files => files;

    /// <summary>The end of the postings.</summary>
    public byte* End => end;
}

/// <summary>
/// A segment file opened for reading. Nothing of it is used before the checksum of its block was verified; each block is verified once, when
/// it is first needed, so that opening a large index costs nothing and a flipped bit is an error and never an answer.
/// </summary>
internal sealed unsafe class Segment : IDisposable
{
    private readonly MappedFile _file;
    private readonly SegmentFooter _footer;
    private readonly byte[] _verified;
    private readonly uint[] _checksums;
    private bool _filesChecked;
    private bool _chunksChecked;
    private bool _orderChecked;

    private Segment(string path, MappedFile file, in SegmentFooter footer, uint[] checksums)
    {
        FullPath = path;
        Name = Path.GetFileName(path);
        _file = file;
        _footer = footer;
        _checksums = checksums;
        _verified = new byte[checksums.Length];
    }

    /// <summary>The file's name in the folder of the index.</summary>
    public string Name { get; }

    /// <summary>The file.</summary>
    public string FullPath { get; }

    /// <summary>Bytes of the file.</summary>
    public long Bytes => _file.Length;

    public int ChunkCount => (int)_footer.ChunkCount;

    public int FileCount => (int)_footer.FileCount;

    /// <summary>Bytes a vector.</summary>
    public int VectorBytes => (int)_footer.VectorBytes;

    public ulong EmbedderHash => _footer.EmbedderHash;

    public int TermBlockCount => (int)_footer.TermBlockCount;

    /// <summary>All chunks.</summary>
    public ReadOnlySpan<ChunkRecord> Chunks
    {
        get
        {
            ReadOnlySpan<ChunkRecord> chunks = Records<ChunkRecord>(_footer.ChunksOffset, ChunkCount);
            return _chunksChecked ? chunks : Checked(chunks, SegmentCheck.OfChunks(chunks, Files, DefinitionBytes), ref _chunksChecked);
        }
    }

    /// <summary>All files, in the order of their chunks.</summary>
    public ReadOnlySpan<FileRecord> Files
    {
        get
        {
            ReadOnlySpan<FileRecord> files = Records<FileRecord>(_footer.FilesOffset, FileCount);
            return _filesChecked ? files : Checked(files, SegmentCheck.OfFiles(files, ChunkCount, PathBytes), ref _filesChecked);
        }
    }

    /// <summary>The indexes of the files in the order of their paths.</summary>
    public ReadOnlySpan<uint> FileOrder
    {
        get
        {
            ReadOnlySpan<uint> order = Records<uint>(_footer.FileOrderOffset, FileCount);
            return _orderChecked ? order : Checked(order, SegmentCheck.OfFileOrder(order), ref _orderChecked);
        }
    }

    /// <summary>All vectors, <see cref="VectorBytes"/> numbers a chunk.</summary>
    public ReadOnlySpan<sbyte> Vectors => Records<sbyte>(_footer.VectorsOffset, ChunkCount * VectorBytes);

    /// <summary>The definitions of all chunks.</summary>
    public ReadOnlySpan<byte> Definitions => Records<byte>(_footer.DefinitionsOffset, DefinitionBytes);

    /// <summary>All paths.</summary>
    public ReadOnlySpan<byte> Paths => Records<byte>(_footer.PathsOffset, PathBytes);

    /// <summary>The term directory.</summary>
    public ReadOnlySpan<TermBlockEntry> Directory => Records<TermBlockEntry>(_footer.DirectoryOffset, TermBlockCount);

    private int DefinitionBytes => (int)(_footer.FilesOffset - _footer.DefinitionsOffset);

    private int PathBytes => (int)(_footer.TermsOffset - _footer.PathsOffset);

    /// <summary>Opens a segment file.</summary>
    /// <exception cref="IndexException">It is damaged, of a foreign format or of a newer one.</exception>
    /// <exception cref="FileNotFoundException">It is not there (a newer manifest has dropped it).</exception>
    public static Segment Open(string path)
    {
        MappedFile? file = null;
        try
        {
            file = MappedFile.Open(path, SegmentCheck.MostBytes);
            ThrowIfNewer(path, file);
            SegmentFooter footer = ReadFooter(file, out uint[]? checksums);
            if (checksums is null)
                throw Damaged(path, "its end is torn or not that of a segment");
            if (SegmentCheck.OfLayout(footer) is string problem)
                throw Damaged(path, problem);
            var segment = new Segment(path, file, footer, checksums);
            file = null;
            return segment;
        }
        catch (Exception error) when (error is InvalidDataException or NoRegularFileException)
        {
            throw Damaged(path, error.Message);
        }
        finally
        {
            file?.Dispose();
        }
    }

    /// <summary>The bytes of a file's path.</summary>
    public ReadOnlySpan<byte> PathOf(int file)
    {
        ref readonly FileRecord record = ref Files[file];
        return Paths.Slice((int)record.PathOffset, record.PathLength);
    }

    /// <summary>The last line of a chunk, 1-based.</summary>
    public int EndLineOf(int chunk)
    {
        ReadOnlySpan<ChunkRecord> chunks = Chunks;
        uint file = chunks[chunk].File;
        return chunk + 1 < chunks.Length && chunks[chunk + 1].File == file ? chunks[chunk + 1].StartLine - 1 : Files[(int)file].LineCount;
    }

    /// <summary>Finds a term.</summary>
    public bool TryFind(ReadOnlySpan<byte> term, out TermPostings postings)
    {
        int block = FindBlock(term);
        if (block >= 0)
        {
            var cursor = new TermCursor(this, block);
            while (cursor.MoveNextInBlock())
            {
                int order = cursor.Term.SequenceCompareTo(term);
                if (order > 0)
                    break;
                if (order == 0)
                {
                    postings = cursor.Postings;
                    return true;
                }
            }
        }

        postings = default;
        return false;
    }

    /// <summary>The verified bytes of a block of terms.</summary>
    public ReadOnlySpan<byte> TermBlock(int block)
    {
        (long start, long end) = RangeOf(block);
        return Records<byte>(start, (int)(end - start));
    }

    private (long Start, long End) RangeOf(int block)
    {
        ReadOnlySpan<TermBlockEntry> directory = Directory;
        long start = directory[block].Offset;
        long end = block + 1 < directory.Length ? directory[block + 1].Offset : _footer.DirectoryOffset;
        if (start < _footer.TermsOffset || end <= start || end > _footer.DirectoryOffset || end - start > int.MaxValue)
            throw Damaged(FullPath, "its directory points outside of the terms");
        return (start, end);
    }

    /// <summary>Says that the terms are about to be read in order, from a block on.</summary>
    /// <returns>Up to where the kernel was asked to read.</returns>
    public byte* ReadTermsAhead(int block)
    {
        long start = RangeOf(block).Start;
        long length = Math.Min(MappedFile.Stride, _footer.DirectoryOffset - start);
        _file.WillNeed(start, length);
        return _file.Pointer + start + length;
    }

    /// <summary>Verifies every block and that all numbers stay inside the segment, down to the last list: what a search may meet later.</summary>
    /// <exception cref="IndexException">It is damaged.</exception>
    /// <param name="checksumsOnly">Whether the numbers of this very file were looked at before.</param>
    public void VerifyAll(bool checksumsOnly = false)
    {
        Verify(0, _footer.ChecksumsOffset);
        if (checksumsOnly)
            return;
        _ = FileOrder;
        if (SegmentCheck.OfLists(this) is string problem)
            throw Damaged(FullPath, problem);
    }

    /// <summary>Refuses a chunk that is not there.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void RequireChunk(uint chunk)
    {
        if (chunk >= _footer.ChunkCount)
            throw Damaged(FullPath, "a posting names a chunk that is not there");
    }

    /// <summary>Refuses a file that is not there.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void RequireFile(uint file)
    {
        if (file >= _footer.FileCount)
            throw Damaged(FullPath, "a posting names a file that is not there");
    }

    /// <summary>
    /// Says that what a span of this segment holds is about to be read from a position on, in order. Called for each element; it does something
    /// once every <see cref="MappedFile.Stride"/> bytes.
    /// </summary>
    /// <param name="span">A span that this segment gave.</param>
    /// <param name="position">The position in the span, in elements.</param>
    /// <param name="asked">Where the reader keeps up to where it has asked; starts at 0.</param>
    public void ReadAhead<T>(ReadOnlySpan<T> span, int position, ref long asked)
        where T : unmanaged
    {
        long at = (long)position * sizeof(T);
        if (at < asked)
            return;
        asked = at + MappedFile.Stride;
        fixed (T* start = span)
            _file.WillNeed((byte*)start + at - _file.Pointer, Math.Min(MappedFile.Stride, ((long)span.Length * sizeof(T)) - at));
    }

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();

    /// <summary>Magic and version keep their places at both ends in every format; both ends must agree, so no flipped bit makes a file look newer.</summary>
    private static void ThrowIfNewer(string path, MappedFile file)
    {
        if (file.Length < sizeof(SegmentHeader) + sizeof(SegmentFooter))
            return;
        SegmentHeader header = Unsafe.ReadUnaligned<SegmentHeader>(file.Pointer);
        SegmentFooter footer = Unsafe.ReadUnaligned<SegmentFooter>(file.Pointer + file.Length - sizeof(SegmentFooter));
        bool agree = header.Magic == SegmentFormat.Magic && footer.Magic == SegmentFormat.Magic && header.Version == footer.Version;
        if (agree && header.Version > SegmentFormat.Version)
            throw IndexException.OfNewerFormat(path, header.Version, SegmentFormat.Version);
    }

    private static SegmentFooter ReadFooter(MappedFile file, out uint[]? checksums)
    {
        checksums = null;
        if (file.Length < sizeof(SegmentHeader) + sizeof(SegmentFooter))
            return default;
        byte* at = file.Pointer + file.Length - sizeof(SegmentFooter);
        SegmentFooter footer = Unsafe.ReadUnaligned<SegmentFooter>(at);
        long sums = file.Length - sizeof(SegmentFooter) - footer.ChecksumsOffset;
        if (footer.Magic != SegmentFormat.Magic || footer.Version != SegmentFormat.Version || footer.ChecksumsOffset < 0 || sums < 0)
            return footer;
        long blocks = (footer.ChecksumsOffset + SegmentFormat.BlockBytes - 1) / SegmentFormat.BlockBytes;
        if (blocks * sizeof(uint) != sums)
            return footer;
        byte[] tail = new ReadOnlySpan<byte>(file.Pointer + footer.ChecksumsOffset, (int)sums + sizeof(SegmentFooter)).ToArray();
        SegmentFooter blank = footer;
        blank.Checksum = 0;
        MemoryMarshal.Write(tail.AsSpan((int)sums), blank);
        if (Crc32C.Compute(tail) == footer.Checksum)
            checksums = MemoryMarshal.Cast<byte, uint>(tail.AsSpan(0, (int)sums)).ToArray();
        return footer;
    }

    private int FindBlock(ReadOnlySpan<byte> term)
    {
        ReadOnlySpan<TermBlockEntry> directory = Directory;
        ulong prefix = TermSort.PrefixOf(term);
        int low = 0, high = directory.Length - 1, found = -1;
        while (low <= high)
        {
            int middle = (low + high) >>> 1;
            if (StartsAtOrBefore(directory, middle, prefix, term))
            {
                found = middle;
                low = middle + 1;
            }
            else
            {
                high = middle - 1;
            }
        }

        return found;
    }

    private bool StartsAtOrBefore(ReadOnlySpan<TermBlockEntry> directory, int block, ulong prefix, ReadOnlySpan<byte> term)
    {
        if (directory[block].Prefix != prefix)
            return directory[block].Prefix < prefix;
        var cursor = new TermCursor(this, block);
        return cursor.MoveNextInBlock() && cursor.Term.SequenceCompareTo(term) <= 0;
    }

    private ReadOnlySpan<T> Records<T>(long offset, int count)
        where T : unmanaged
    {
        Verify(offset, offset + ((long)count * sizeof(T)));
        return new ReadOnlySpan<T>(_file.Pointer + offset, count);
    }

    private ReadOnlySpan<T> Checked<T>(ReadOnlySpan<T> records, string? problem, ref bool flag)
        where T : unmanaged
    {
        if (problem is not null)
            throw Damaged(FullPath, problem);
        flag = true;
        return records;
    }

    private void Verify(long start, long end)
    {
        if (start < 0 || end > _footer.ChecksumsOffset || start > end)
            throw Damaged(FullPath, "it points outside itself");
        int last = (int)((end + SegmentFormat.BlockBytes - 1) / SegmentFormat.BlockBytes);
        ReadOnlySpan<byte> verified = _verified.AsSpan(0, last);
        int first = (int)(start / SegmentFormat.BlockBytes);
        long asked = 0;
        while (true)
        {
            int next = verified[first..].IndexOf((byte)0);
            if (next < 0)
                return;
            first += next;
            long offset = (long)first * SegmentFormat.BlockBytes;
            if (offset >= asked)
            {
                asked = offset + MappedFile.Stride;
                _file.WillNeed(offset, Math.Min(MappedFile.Stride, ((long)last * SegmentFormat.BlockBytes) - offset));
            }

            VerifyBlock(first);
        }
    }

    private void VerifyBlock(int block)
    {
        long start = (long)block * SegmentFormat.BlockBytes;
        int length = (int)Math.Min(SegmentFormat.BlockBytes, _footer.ChecksumsOffset - start);
        if (Crc32C.Compute(new ReadOnlySpan<byte>(_file.Pointer + start, length)) != _checksums[block])
            throw Damaged(FullPath, $"the checksum of bytes {start} to {start + length} does not match");
        _verified[block] = 1;
    }

    private static IndexException Damaged(string path, string what) => new(
        IndexFailure.Damaged, $"{path} is damaged: {what}. Run `plimsoll index` to repair the index.");
}
