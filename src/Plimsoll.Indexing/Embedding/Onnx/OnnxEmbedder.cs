using System.Text;
using Plimsoll.Indexing.Embedding.Onnx.Native;
using Plimsoll.Indexing.Embedding.Onnx.Tokenizing;
using Plimsoll.Memory;

namespace Plimsoll.Indexing.Embedding.Onnx;

/// <summary>
/// Runs a text embedding model from a folder of the user's. Texts of a call are sorted by length, so that little is padding, and cut into batches that fit the working
/// memory; the longest come first, whose memory the shorter ones then use again. All calls share one model and take turns: a run uses every core anyway,
/// and two at once would need twice the memory.
/// <para>A vector depends on its text alone as far as floating point allows: the library may add numbers up in another order in a batch of another shape,
/// which moves a number of the vector by one at most where it was about to be rounded.</para>
/// </summary>
internal sealed class OnnxEmbedder : IEmbedder, IReclaimable
{
    /// <summary>More tokens at a time are not faster, and the tensors of a batch would be more than a few hundred kilobytes.</summary>
    private const int MostTokensPerRun = 16 * 1024;

    /// <summary>Memory that the process may grow by beside its leases before the model is loaded anew: libraries fragment.</summary>
    private const long DriftAllowed = 32L << 20;

    private readonly Lock _gate = new();
    private readonly OnnxOptions _options;
    private readonly ModelFolder _folder;
    private readonly TextTokenizer _tokenizer;
    private readonly byte[] _passagePrefix;
    private readonly byte[] _queryPrefix;
    private readonly TokenList _tokens = new();
    private readonly TokenBatch _batch = new();
    private readonly AdaptiveBatcher _batcher;
    private readonly Pooler _pooler;
    private readonly ArenaForecast _forecast;
    private readonly long _arenaBytes;
    private readonly IDisposable? _registration;
    private OnnxSession? _session;
    private MemoryLease _lease;
    private byte[] _text = [];
    private int[] _starts = new int[65];
    private long[] _order = new long[64];
    private long _driftAtFirst = -1;
    private bool _isRunning;
    private volatile bool _recycleWanted;

    /// <summary>Loads the model of a folder.</summary>
    /// <exception cref="IndexException">The library, the folder or a file of it is missing or cannot be used.</exception>
    public OnnxEmbedder(OnnxOptions options)
    {
        _options = options;
        _folder = ModelFolder.Open(options.Folder);
        _tokenizer = _folder.OpenTokenizer();
        _passagePrefix = Encoding.UTF8.GetBytes(options.PassagePrefix);
        _queryPrefix = Encoding.UTF8.GetBytes(options.QueryPrefix);
        _batcher = new AdaptiveBatcher(new BatchLimits { Base = 64, Min = 1, Max = 256 });
        _arenaBytes = OnnxMemory.ArenaBytes(options, _folder);
        _forecast = new ArenaForecast(_arenaBytes);
        try
        {
            _session = Open();
            Dimensions = FindDimensions(_session);
        }
        catch
        {
            Close();
            _batch.Dispose();
            throw;
        }

        _pooler = new Pooler(_folder.Pooling, Dimensions);
        Identity = $"onnx-1-{_folder.Fingerprint}-{_folder.Pooling}-{_tokenizer.MaxTokens}-{options.TextBytes}".ToLowerInvariant() + PrefixMark(options.PassagePrefix);
        _registration = options.Governor?.Register(this);
    }

    /// <inheritdoc/>
    public string Identity { get; }

    /// <inheritdoc/>
    public int Dimensions { get; }

    /// <inheritdoc/>
    public bool NeedsText => true;

    /// <inheritdoc/>
    public int TextBytes => _options.TextBytes;

    /// <inheritdoc/>
    public long TextsCut { get; private set; }

    /// <inheritdoc/>
    public string Device { get; private set; } = "";

    /// <summary>How often the model was unloaded to give memory back.</summary>
    public int Recycled { get; private set; }

    /// <summary>Batches that ran.</summary>
    public long Runs { get; private set; }

    /// <summary>Batches that did not fit and ran again, smaller.</summary>
    public long Refused { get; private set; }

    /// <summary>Told of each batch that ran: its texts, and their tokens with padding.</summary>
    public Action<int, int>? Ran { get; set; }

    /// <inheritdoc/>
    string IReclaimable.Name => OnnxMemory.Owner;

    /// <inheritdoc/>
    ReclaimCost IReclaimable.Cost => ReclaimCost.LastResort;

    /// <inheritdoc/>
    long IReclaimable.ReclaimableBytes => _lease.Bytes;

    /// <inheritdoc/>
    public long BytesPerItem(int textBytes) => Dimensions + textBytes;

    /// <inheritdoc/>
    public uint TokenOf(ReadOnlySpan<byte> term) => 0;

    /// <inheritdoc/>
    public void Embed(EmbeddingBatch batch, Span<sbyte> vectors)
    {
        lock (_gate)
        {
            _isRunning = true;
            try
            {
                _session ??= Open();
                Tokenize(batch);
                for (int at = 0; at < batch.Count;)
                    at += RunNext(_session, at, batch.Count, vectors);
            }
            finally
            {
                _isRunning = false;
            }

            if (_recycleWanted || HasDrifted())
                Recycle();
        }
    }

    /// <inheritdoc/>
    long IReclaimable.Reclaim(long bytesWanted, CancellationToken cancellationToken)
    {
        // A run in progress cannot be taken back; it sees the wish at its end.
        _recycleWanted = true;
        if (!_gate.TryEnter())
            return 0;
        try
        {
            return _isRunning ? 0 : Recycle();
        }
        finally
        {
            _gate.Exit();
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _registration?.Dispose();
        lock (_gate)
        {
            Close();
            _batch.Dispose();
        }
    }

    private OnnxSession Open()
    {
        if (_options.Governor is { } governor)
            _lease = governor.Lease(OnnxMemory.Owner, LeaseKind.Native, OnnxMemory.ModelNeed(_folder) + _arenaBytes);
        OnnxSession session = OnnxSession.Open(_options, _folder.ModelPath, _arenaBytes);
        Device = session.Device;
        return session;
    }

    private void Close()
    {
        _session?.Dispose();
        _session = null;
        _lease.Dispose();
        _lease = default;
    }

    private long Recycle()
    {
        _recycleWanted = false;
        long bytes = _lease.Bytes;
        if (_session is not null)
            Recycled++;
        Close();
        return bytes;
    }

    /// <summary>Compared with the end of the first call, when everything that is kept for good is there.</summary>
    private bool HasDrifted()
    {
        if (_options.Governor is not { } governor)
            return false;
        long drift = governor.Snapshot().DriftBytes;
        bool isMore = _driftAtFirst >= 0 && drift - _driftAtFirst > DriftAllowed + (_folder.ModelBytes / 2);
        if (_driftAtFirst < 0 || isMore)
            _driftAtFirst = drift; // should it not help, it was not the model, and is not tried again before as much is added
        return isMore;
    }

    private void Tokenize(EmbeddingBatch batch)
    {
        if (batch.Count >= _starts.Length)
            (_starts, _order) = (new int[batch.Count + 1], new long[batch.Count]);
        byte[] prefix = batch.IsQuery ? _queryPrefix : _passagePrefix;
        _tokens.Clear();
        for (int item = 0; item < batch.Count; item++)
        {
            _starts[item] = _tokens.Count;
            int length = _tokenizer.Encode(WithPrefix(prefix, batch.Text(item)), _tokens, out bool isCut);
            TextsCut += isCut ? 1 : 0;
            _order[item] = ((long)-length << 32) | (uint)item; // longest first; those of one length in their order
        }

        _starts[batch.Count] = _tokens.Count;
        Array.Sort(_order, 0, batch.Count);
    }

    private ReadOnlySpan<byte> WithPrefix(byte[] prefix, ReadOnlySpan<byte> text)
    {
        if (prefix.Length == 0)
            return text;
        if (_text.Length < prefix.Length + text.Length)
            _text = new byte[prefix.Length + text.Length];
        prefix.CopyTo(_text, 0);
        text.CopyTo(_text.AsSpan(prefix.Length));
        return _text.AsSpan(0, prefix.Length + text.Length);
    }

    private ReadOnlySpan<int> TokensOf(int item) => _tokens.Span[_starts[item].._starts[item + 1]];

    private int ItemAt(int place) => (int)(uint)_order[place];

    /// <summary>Runs as many of the next texts as fit. A refusal costs nothing but time: once more in an emptied arena, then half as many.</summary>
    private int RunNext(OnnxSession session, int at, int count, Span<sbyte> vectors)
    {
        int columns = TokensOf(ItemAt(at)).Length;
        int rows = session.IsOnGpu ? count : _forecast.RowsThatFit(columns);
        rows = Math.Min(Math.Min(rows, _batcher.Size), Math.Min(count - at, Math.Max(1, MostTokensPerRun / columns)));
        for (bool isEmpty = false; ; isEmpty = true)
        {
            try
            {
                Run(session, at, rows, columns, vectors, isEmpty);
                _batcher.Report(isGood: true, _options.Governor?.Pressure ?? MemoryPressure.Low);
                return rows;
            }
            catch (OrtException error) when (error.IsOutOfMemory)
            {
                Refused++;
                if (isEmpty && rows == 1)
                    throw TooLong(columns, error);
                if (!isEmpty)
                    continue; // the arena may only have been in pieces
                _forecast.Observe(columns, rows, _arenaBytes * 2);
                _batcher.CutNow();
                rows = Math.Max(1, rows / 2);
            }
            catch (OrtException error)
            {
                throw Failed(error.Message.ReplaceLineEndings(" "), error);
            }
        }
    }

    private unsafe void Run(OnnxSession session, int at, int rows, int columns, Span<sbyte> vectors, bool isEmpty)
    {
        bool measures = !session.IsOnGpu && !_forecast.IsMeasured(columns);
        long before = measures || isEmpty ? session.Empty(_tokenizer.Padding) : 0;
        _batch.Begin(rows, columns);
        for (int row = 0; row < rows; row++)
            _batch.SetRow(row, TokensOf(ItemAt(at + row)), _tokenizer.Padding);
        using OrtHandle output = session.Run(_batch);
        Runs++;
        Ran?.Invoke(rows, columns);
        if (measures)
            _forecast.Observe(columns, rows, Math.Max(0, session.AllocatedBytes - before));
        void* data = session.Read(output, out OrtShape shape);
        RequireShape(session, shape, rows, columns);
        for (int row = 0; row < rows; row++)
        {
            if (!_pooler.TryWrite(data, shape, row, _batch.Lengths[row], vectors.Slice(ItemAt(at + row) * Dimensions, Dimensions)))
                throw Failed("it gave numbers that are no vector: all zero, or not finite", null);
        }
    }

    private void RequireShape(OnnxSession session, in OrtShape shape, int rows, int columns)
    {
        bool fits = shape.Element is OrtElement.Float or OrtElement.Half && shape.Dimensions switch
        {
            [long first, long last] => first == rows && last == Dimensions,
            [long first, long second, long last] => first == rows && second == columns && last == Dimensions,
            _ => false,
        };
        if (!fits)
            throw Failed($"its output '{session.Output.Name}' is {shape} for {rows} texts of {columns} tokens, and {Dimensions} numbers a text or a token are expected", null);
    }

    private int FindDimensions(OnnxSession session)
    {
        long dimensions = session.Output.Shape.Dimensions[^1];
        try
        {
            dimensions = dimensions < 0 ? session.Try(_tokenizer.Padding).Dimensions[^1] : dimensions;
        }
        catch (OrtException error)
        {
            throw Failed(error.Message.ReplaceLineEndings(" "), error);
        }

        if (dimensions is < 1 or > EmbedderNote.MostDimensions)
            throw Failed($"its output '{session.Output.Name}' has {dimensions} numbers a vector, and from 1 to {EmbedderNote.MostDimensions} are expected", null);
        return (int)dimensions;
    }

    private static string PrefixMark(string prefix) => prefix.Length == 0 ? "" : "-" + Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(Encoding.UTF8.GetBytes(prefix)).AsSpan(0, 4));

    private IndexException TooLong(int columns, OrtException error) => new(
        IndexFailure.BudgetTooSmall,
        $"A text of {columns} tokens alone needs more than the {MemorySize.Format(_arenaBytes)} of working memory that {_folder.ModelPath} can have. Give more with --memory.",
        error);

    private IndexException Failed(string why, Exception? cause) => new(
        IndexFailure.Damaged, $"{_folder.ModelPath} failed: {why}. Check that model.onnx and tokenizer.json were published together.", cause);
}
