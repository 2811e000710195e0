using Plimsoll.Files;
using Plimsoll.Indexing.Embedding;
using Plimsoll.Indexing.Languages;
using Plimsoll.Indexing.Outlining;
using Plimsoll.Indexing.Segments;
using Plimsoll.Memory;

namespace Plimsoll.Indexing.Jobs;

/// <summary>A file that must be read.</summary>
/// <param name="Path">Its path.</param>
/// <param name="Candidates">Earlier versions, one of which may have the same content.</param>
internal sealed record WorkItem(byte[] Path, PriorFile[] Candidates);

/// <summary>What all workers of a run share.</summary>
internal sealed record WorkerContext(
    string Root,
    string Folder,
    WorkPlan Plan,
    BuilderLoad Load,
    long MaxFileSize,
    int BatchSize,
    MemoryGovernor Governor,
    PriorIndex Prior,
    SegmentPublisher Publisher,
    ISkipObserver Skips,
    RunCounters Counters,
    IEmbedder Embedder,
    VectorStore? Vectors,
    TimeProvider Time);

/// <summary>Reads files, cuts them into chunks and builds segments of them. One thread owns it; all its buffers are made once.</summary>
internal sealed class IndexWorker : IDisposable
{
    /// <summary>
    /// A file changed within the clock's resolution of being read may change again without a new time stamp, so its stamp is not believed
    /// the next time (as git does with racily clean entries). Kernel time stamps move every 4 ms or less.
    /// </summary>
    private const long RacyNs = 20_000_000;

    private const long FirstBufferBytes = 2L << 20;

    /// <summary>A model takes minutes for so many chunks: they are to be found before the builder is full.</summary>
    private const int MostModelChunks = 2048;

    private readonly WorkerContext _context;
    private readonly int _number;
    private readonly SourceReader _reader;
    private readonly SourceBuffer _buffer;
    private readonly Outline _outline = new();
    private readonly OutlineScanner _scanner = new();
    private readonly Chunker _chunker = new();
    private readonly List<Chunk> _chunks = [];
    private readonly List<PriorFile> _superseded = [];
    private readonly SavedVectors? _vectors;
    private readonly SegmentBuilder _builder;
    private readonly SegmentWriter _writer;
    private readonly AdaptiveBatcher? _batcher;
    private long _batchesSeen;
    private long _told;
    private long _textsCut;

    /// <summary>Makes a worker with its buffers.</summary>
    public IndexWorker(WorkerContext context, int number)
    {
        _context = context;
        _number = number;
        _reader = new SourceReader(context.Root);
        // At full size from the start: growing by doubling would leave as much again behind for the collector.
        _buffer = new SourceBuffer((int)context.MaxFileSize, (int)Math.Min(context.MaxFileSize, FirstBufferBytes));
        _vectors = context.Vectors?.ForWorker(number);
        _builder = new SegmentBuilder(context.Plan.BuilderBytes, context.Embedder, _vectors);
        _writer = new SegmentWriter(context.Plan.BuilderBytes);
        _batcher = context.BatchSize > 0 ? null : new AdaptiveBatcher();
        _builder.BatchSize = _batcher?.Size ?? context.BatchSize;
    }

    /// <summary>Does one file.</summary>
    public void Process(WorkItem item)
    {
        SkipReason reason = _reader.Read(item.Path, _buffer, _context.MaxFileSize);
        if (reason != SkipReason.None)
        {
            _context.Skips.Skipped(item.Path, reason, false, 0);
            _context.Counters.GaveUp();
            return;
        }

        ReadOnlySpan<byte> text = _buffer.Text;
        ContentHash hash = ContentHash.Of(text);
        FileStamp stamp = BelievableStamp(_buffer.Stamp);
        if (IsKnown(item, hash, stamp))
            return;

        if (!_builder.HasRoomFor(text.Length))
            Flush();
        bool wasIndexed = Array.Exists(item.Candidates, candidate => _context.Prior.IsIndexed(candidate));
        foreach (PriorFile candidate in item.Candidates)
            _vectors?.Offer(_context.Prior.Segments[candidate.Segment].Segment, candidate.File);
        bool isIndexed = AddToSegment(item.Path, text, hash, stamp);
        _superseded.AddRange(item.Candidates); // not sooner: a full segment may have been published without this file
        if (isIndexed)
            _context.Counters.Indexed(wasIndexed, text.Length, _chunks.Count);
        else
            _context.Counters.FoundLeftOut(wasIndexed, text.Length);
        Adapt();
        if (TellLoad() || (_vectors is not null && _builder.Chunks.Count >= MostModelChunks))
            Flush();
    }

    /// <summary>Writes the segment in the making and publishes it.</summary>
    public void Flush()
    {
        if (_builder.IsEmpty)
            return;
        _builder.EmbedBatch();
        ContentHash[] texts = _builder.Texts.Span.ToArray();
        string name = _writer.Write(_builder, _context.Folder, IndexFolder.TemporaryName(_number));
        if (texts.Length > 0)
            TextHashFile.Save(Path.Combine(_context.Folder, name), texts);
        _context.Publisher.Publish(name, _superseded, _context.Counters.Chunks, _context.Governor.Pressure);
        _superseded.Clear();
        _vectors?.Forget(); // they are in a segment now
        _context.Counters.CutTexts(_builder.TextsCut - _textsCut);
        _textsCut = _builder.TextsCut;
        TellLoad();
    }

    private bool TellLoad()
    {
        long before = _told;
        _told = _builder.IsEmpty ? 0 : _builder.UsedBytes;
        return _context.Load.Tell(before, _told);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _reader.Dispose();
        _builder.Dispose();
        _vectors?.Dispose();
        _writer.Dispose();
        _outline.Dispose();
    }

    private bool IsKnown(WorkItem item, in ContentHash hash, in FileStamp stamp)
    {
        foreach (PriorFile candidate in item.Candidates)
        {
            if (_context.Prior.Segments[candidate.Segment].Segment.Files[candidate.File].Hash != hash)
                continue;
            _context.Prior.MarkAlive(item.Candidates, candidate);
            _context.Prior.Restamp(candidate, stamp);
            _context.Counters.FoundUnchanged(_context.Prior.IsIndexed(candidate));
            return true;
        }

        return false;
    }

    /// <returns>Whether the content is indexed; else the entry says why it is left out.</returns>
    private bool AddToSegment(byte[] path, ReadOnlySpan<byte> text, in ContentHash hash, in FileStamp stamp)
    {
        _chunks.Clear();
        SkipReason reason = ContentInspector.Classify(path, text);
        if (reason != SkipReason.None)
        {
            _builder.AddSkippedFile(path, stamp, hash, reason);
            return false;
        }

        Language language = LanguageTable.Detect(path, text);
        _outline.Clear();
        _scanner.Scan(text, language, _outline);
        _chunker.Split(text, language, _outline, _chunks);
        if (!_builder.HasRoomForChunks(text.Length, _chunks.Count))
            Flush();
        if (!_builder.HasRoomForChunks(text.Length, _chunks.Count))
        {
            _builder.AddSkippedFile(path, stamp, hash, SkipReason.TooLarge);
            return false;
        }

        _builder.BeginFile(path, stamp, hash, language.Id);
        foreach (Chunk chunk in _chunks)
            _builder.AddChunk(text, _outline, chunk);
        _builder.EndFile();
        return true;
    }

    private FileStamp BelievableStamp(in FileStamp stamp)
    {
        long now = (_context.Time.GetUtcNow().UtcTicks - DateTimeOffset.UnixEpoch.UtcTicks) * 100;
        bool racy = Math.Max(stamp.ModifiedNs, stamp.ChangedNs) > now - RacyNs;
        return racy ? stamp with { ChangedNs = 0, Inode = 0 } : stamp;
    }

    private void Adapt()
    {
        MemoryPressure pressure = _context.Governor.Pressure;
        for (; _batcher is not null && _batchesSeen < _builder.BatchesEmbedded; _batchesSeen++)
            _builder.BatchSize = _batcher.Report(isGood: true, pressure);
        _context.Counters.BatchSize = _builder.BatchSize;
        if (pressure == MemoryPressure.Critical && _builder.UsedBytes > _context.Plan.BuilderBytes / 4)
            Flush();
    }
}
