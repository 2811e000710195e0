using Plimsoll.Files;
using Plimsoll.Indexing.Embedding;
using Plimsoll.Indexing.Outlining;

namespace Plimsoll.Indexing.Segments;

/// <summary>
/// A segment in the making. One worker owns it, feeds it files in the order of their paths, and writes it out when
/// <see cref="HasRoomFor"/> says no. All that grows lives in native buffers whose sum stays within the lease.
/// </summary>
internal sealed unsafe partial class SegmentBuilder : IDisposable
{
    /// <summary>Distinct words a file beyond which new ones are left out (and the file reported): only blobs have more.</summary>
    public const int DistinctWordsPerFile = 65_536;

    /// <summary>A batch of long chunks ends with fewer of them: what waits to be embedded stays small.</summary>
    private const int TokensPerBatch = 8192;

    /// <summary>The same for texts: three hundred of the usual length.</summary>
    private const int TextBytesPerBatch = 512 * 1024;

    /// <summary>Chunks are longer on average; only a file of hardly anything but line ends has shorter ones.</summary>
    private const int ShortChunk = 600;

    /// <summary>Vectors up to this length are in what is reckoned for a file anyway.</summary>
    private const int ShortVector = 128;

    /// <summary>A word of a definition's name counts so often for the vector, beside its place in the text; the table is trained with the same number.</summary>
    internal const int SymbolWeight = 4;

    private readonly IEmbedder _embedder;
    private readonly ChunkText? _chunkText;
    private readonly EmbeddingBatch _batch = new();
    private readonly SavedVectors? _saved;
    private readonly NativeBuffer<int> _expansions;
    private readonly NativeBuffer<int> _metWords = new(1 << 20);
    private readonly NativeBuffer<TermCounts> _metCounts = new(1 << 20);
    private readonly NativeBuffer<int> _chunkTerms = new(1 << 21);
    private readonly long _lease;
    private int _commentAt;
    private int _distinctInFile;
    private bool _shortened;

    /// <summary>Creates a builder.</summary>
    /// <param name="leaseBytes">What its buffers may take together.</param>
    /// <param name="embedder">Makes the vectors; not disposed here.</param>
    /// <param name="saved">Vectors that need not be made again, or null; not disposed here.</param>
    public SegmentBuilder(long leaseBytes, IEmbedder embedder, SavedVectors? saved = null)
    {
        _lease = leaseBytes;
        _embedder = embedder;
        _saved = saved;
        _chunkText = embedder.NeedsText ? new ChunkText(embedder.TextBytes) : null;

        // Entries take about half of the lease on real code; each buffer may take more than its usual share, the sum may not.
        int terms = (int)Math.Min(leaseBytes / sizeof(TermEntry) * 3 / 4, int.MaxValue / 4);
        int bytes = (int)Math.Min(leaseBytes, int.MaxValue / 2);
        Terms = new TermTable(terms, bytes);
        Postings = new PostingPool(bytes);
        _expansions = new NativeBuffer<int>(bytes / 8);
        Chunks = new NativeBuffer<ChunkRecord>(bytes / sizeof(ChunkRecord));
        Vectors = new NativeBuffer<sbyte>(bytes);
        Texts = new NativeBuffer<ContentHash>(saved is null ? 0 : bytes / sizeof(ContentHash));
        Definitions = new NativeBuffer<byte>(bytes);
        Files = new NativeBuffer<FileRecord>(bytes / sizeof(FileRecord));
        Paths = new NativeBuffer<byte>(bytes);
        PathWords = new NativeBuffer<ulong>(bytes / sizeof(ulong));
        Sort = new TermSort(terms);
    }

    public TermTable Terms { get; }

    public PostingPool Postings { get; }

    public NativeBuffer<ChunkRecord> Chunks { get; }

    public NativeBuffer<sbyte> Vectors { get; }

    /// <summary>The hashes of the texts that a model embedded, one a chunk; empty where none is needed.</summary>
    public NativeBuffer<ContentHash> Texts { get; }

    public NativeBuffer<byte> Definitions { get; }

    public NativeBuffer<FileRecord> Files { get; }

    public NativeBuffer<byte> Paths { get; }

    /// <summary>Words of paths: the term in the high half, then the file and whether it is the file's own name in the lowest bit.</summary>
    public NativeBuffer<ulong> PathWords { get; }

    /// <summary>The buffers that bring terms in order when the segment is written.</summary>
    public TermSort Sort { get; }

    public IEmbedder Embedder => _embedder;

    /// <summary>Chunks that are embedded together; the result does not depend on it.</summary>
    public int BatchSize { get; set; } = 64;

    /// <summary>Batches that were embedded so far.</summary>
    public long BatchesEmbedded { get; private set; }

    /// <summary>Texts of passages that were longer than the embedder takes, and were cut.</summary>
    public long TextsCut { get; private set; }

    public bool IsEmpty => Files.Count == 0;

    /// <summary>Bytes of the buffers in use.</summary>
    public long UsedBytes => Terms.Entries.UsedBytes + Terms.Text.UsedBytes + (Terms.Entries.Count * (long)TermSort.BytesPerTerm)
        + Postings.UsedBytes + _expansions.UsedBytes + Chunks.UsedBytes + Vectors.UsedBytes + Texts.UsedBytes + Definitions.UsedBytes
        + Files.UsedBytes + Paths.UsedBytes + PathWords.UsedBytes + TermTable.SlotBytes(Terms.Entries.Capacity);

    /// <summary>Whether a file of this many bytes surely fits.</summary>
    public bool HasRoomFor(long fileBytes) =>
        UsedBytes + NeedOf(fileBytes) + VectorNeedOf(fileBytes, _embedder.VectorBytes) <= _lease
        && Terms.Entries.Count + WordsOf(fileBytes) <= Terms.Entries.Capacity;

    /// <summary>Whether a file of this many bytes fits that has many more chunks than others of its length.</summary>
    public bool HasRoomForChunks(long fileBytes, int chunks) =>
        _embedder.VectorBytes <= ShortVector || UsedBytes + NeedOf(fileBytes) + ((long)chunks * _embedder.VectorBytes) <= _lease;

    /// <summary>The smallest lease into which any usual file of this many bytes fits.</summary>
    /// <param name="fileBytes">Bytes of the file.</param>
    /// <param name="vectorBytes">Bytes a vector.</param>
    public static long SmallestLease(long fileBytes, int vectorBytes)
    {
        long lease = NeedOf(fileBytes) + VectorNeedOf(fileBytes, vectorBytes);

        // The slots of the table are there from the start and grow with the lease.
        long entries = lease / sizeof(TermEntry) * 3 / 4;
        return Math.Max(lease + (TermTable.SlotBytes((int)Math.Min(entries, int.MaxValue / 4)) * 2), 4L << 20);
    }

    private static long WordsOf(long fileBytes) => Math.Min(fileBytes / 4, DistinctWordsPerFile) + 64;

    /// <summary>A word takes at least three letters and a space to be new often; postings take less than a byte and a half for one of text.</summary>
    private static long NeedOf(long fileBytes) =>
        (WordsOf(fileBytes) * (sizeof(TermEntry) + TermSort.BytesPerTerm + 16)) + (fileBytes / 2 * 3) + (64 * 1024);

    private static long VectorNeedOf(long fileBytes, int vectorBytes) => vectorBytes <= ShortVector ? 0 : ((fileBytes / ShortChunk) + 2) * vectorBytes;

    /// <summary>Adds a file whose content is not indexed, so that the next run knows it without reading it.</summary>
    public void AddSkippedFile(ReadOnlySpan<byte> path, in FileStamp stamp, in ContentHash hash, SkipReason reason)
    {
        BeginFile(path, stamp, hash, 0);
        Files[Files.Count - 1].Skip = (byte)reason;
    }

    /// <summary>Begins a file; its chunks follow in order.</summary>
    public void BeginFile(ReadOnlySpan<byte> path, in FileStamp stamp, in ContentHash hash, byte language)
    {
        Files.Add(new FileRecord
        {
            Size = stamp.Size,
            ModifiedNs = stamp.ModifiedNs,
            ChangedNs = stamp.ChangedNs,
            Inode = stamp.Inode,
            Hash = hash,
            PathOffset = (uint)Paths.Append(path),
            PathLength = (ushort)path.Length,
            FirstChunk = (uint)Chunks.Count,
            Language = language,
        });
        _distinctInFile = 0;
        _commentAt = 0;
        _shortened = false;
    }

    /// <summary>Adds the next chunk of the file.</summary>
    /// <param name="text">The text of the file.</param>
    /// <param name="outline">Its outline.</param>
    /// <param name="chunk">The chunk.</param>
    public void AddChunk(ReadOnlySpan<byte> text, Outline outline, in Chunk chunk)
    {
        int ordinal = Chunks.Count;
        int file = Files.Count - 1;
        _metWords.Clear();
        _metCounts.Clear();
        CountDefinitions(text, outline, chunk);
        CountText(text, outline.Comments, chunk.StartOffset, chunk.EndOffset);
        TermCounts lengths = PostTerms(ordinal);
        int definitions = DefinitionCode.Write(Definitions, text, outline, chunk);
        Chunks.Add(new ChunkRecord
        {
            File = (uint)file,
            StartLine = chunk.StartLine,
            Definitions = (uint)definitions,
            DefinitionCount = (byte)Math.Min(chunk.DefinitionCount, DefinitionCode.MostDefinitions),
            Lengths = lengths,
            Kind = (byte)chunk.Kind,
        });
        Files[file].ChunkCount++;
        Files[file].LineCount = chunk.EndLine;
        Files[file].Shortened = (byte)(_shortened ? 1 : 0);
        _batch.EndItem(_chunkText is null ? default : TextOf(_chunkText, Files[file], text, outline, chunk));
        if (_batch.Count >= BatchSize || _batch.TokenCount >= TokensPerBatch || _batch.TextByteCount >= TextBytesPerBatch)
            EmbedBatch();
    }

    private ReadOnlySpan<byte> TextOf(ChunkText maker, in FileRecord file, ReadOnlySpan<byte> text, Outline outline, in Chunk chunk)
    {
        ReadOnlySpan<byte> made = maker.Of(new ReadOnlySpan<byte>(Paths.Pointer + file.PathOffset, file.PathLength), text, outline, chunk);
        TextsCut += maker.WasCut ? 1 : 0;
        return made;
    }

    /// <summary>Ends the file: its path becomes findable.</summary>
    public void EndFile()
    {
        int file = Files.Count - 1;
        ref FileRecord record = ref Files[file];
        var path = new ReadOnlySpan<byte>(Paths.Pointer + record.PathOffset, record.PathLength);
        int nameStart = path.LastIndexOf((byte)'/') + 1;
        int at = 0;
        while (NextWord(path, ref at, out int start))
        {
            _metWords.Clear();
            _metCounts.Clear();
            Meet(path[start..at], Field.Symbol, int.MaxValue);
            foreach (int word in _metWords.Span)
                PostPathWord(word, file, start >= nameStart);
        }
    }

    /// <summary>Embeds what waits; afterwards the segment can be written.</summary>
    public void EmbedBatch()
    {
        if (_batch.Count == 0)
            return;
        int dimensions = _embedder.Dimensions;
        int at = Vectors.Reserve(_batch.Count * dimensions);
        var vectors = new Span<sbyte>(Vectors.Pointer + at, _batch.Count * dimensions);
        if (_saved is null)
            _embedder.Embed(_batch, vectors);
        else
            Texts.Append(_saved.Embed(_embedder, _batch, vectors));
        if (_embedder.VectorBytes < dimensions)
            PackVectors(at, dimensions);
        _batch.Clear();
        BatchesEmbedded++;
    }

    /// <summary>Packs the vectors of the batch where they stand: each ends before the next one starts.</summary>
    private void PackVectors(int at, int dimensions)
    {
        int bytes = _embedder.VectorBytes;
        for (int item = 0; item < _batch.Count; item++)
        {
            Nibbles.Pack(
                new ReadOnlySpan<sbyte>(Vectors.Pointer + at + (item * dimensions), dimensions), new Span<sbyte>(Vectors.Pointer + at + (item * bytes), bytes));
        }

        Vectors.Count = at + (_batch.Count * bytes);
    }

    /// <summary>Forgets all and gives the memory back, for the next segment.</summary>
    public void Release()
    {
        Terms.Release();
        Postings.Release();
        _expansions.Release();
        _metWords.Release();
        _metCounts.Release();
        _chunkTerms.Release();
        Chunks.Release();
        Vectors.Release();
        Texts.Release();
        Definitions.Release();
        Files.Release();
        Paths.Release();
        PathWords.Release();
        Sort.Release();
        _batch.Clear();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Terms.Dispose();
        Postings.Dispose();
        _expansions.Dispose();
        _metWords.Dispose();
        _metCounts.Dispose();
        _chunkTerms.Dispose();
        Chunks.Dispose();
        Vectors.Dispose();
        Texts.Dispose();
        Definitions.Dispose();
        Files.Dispose();
        Paths.Dispose();
        PathWords.Dispose();
        Sort.Dispose();
    }
}
