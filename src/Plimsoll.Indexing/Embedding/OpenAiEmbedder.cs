using Plimsoll.Indexing.Services;
using Plimsoll.Memory;
using Plimsoll.Services;

namespace Plimsoll.Indexing.Embedding;

/// <summary>
/// Vectors from a server with OpenAI's `/v1/embeddings` (Ollama, TEI, vLLM, llama.cpp, OpenAI). A batch is sent as several requests, some at a time, each
/// bounded in texts and bytes; each vector is checked before it is believed, and handed on as soon as it is there (<see cref="EmbeddingBatch.Ready"/>), so that none is asked for twice.
/// </summary>
internal sealed class OpenAiEmbedder : IEmbedder
{
    /// <summary>Requests at a time: enough to keep a server busy while answers travel, few enough for one that works through them one by one.</summary>
    public const int Requests = 4;

    /// <summary>Texts a request: the most that TEI takes unless it is told otherwise.</summary>
    public const int TextsPerRequest = 32;

    /// <summary>Bytes of text a request: about as many as that many passages have.</summary>
    private const int BytesPerRequest = 64 * 1024;

    /// <summary>A text that a server calls too long is halved until it has no more than this.</summary>
    private const int ShortestText = 128;

    /// <summary>JSON of a number: sign, point, exponent and seventeen digits, and the comma.</summary>
    private const int BytesPerNumber = 32;

    private const int OtherReplyBytes = 64 * 1024;

    /// <summary>The program's code for connections, and their buffers.</summary>
    private const long NativeBytes = 6L << 20;

    private readonly string? _model;
    private readonly string _passagePrefix;
    private readonly string _queryPrefix;
    private readonly Uri _url;
    private readonly ServiceClient _client;
    private readonly SemaphoreSlim _slots = new(Requests);
    private readonly MemoryLease _native;
    private readonly MemoryLease _managed;
    private long _textsCut;

    /// <summary>Finds out what the server makes, unless the index knows.</summary>
    /// <exception cref="IndexException">The server is away or makes no vectors, or the budget is too small.</exception>
    public OpenAiEmbedder(EmbedderSpec spec, EmbedderOptions options, EmbedderNote? known, MemoryGovernor? governor, CancellationToken stop)
    {
        var address = new ServiceAddress(spec.Place, spec.Model);
        _model = spec.Model;
        _passagePrefix = options.PassagePrefix ?? "";
        _queryPrefix = options.QueryPrefix ?? "";
        TextBytes = options.TextBytes ?? EmbedderOptions.DefaultTextBytes;
        _url = address.Of("embeddings");
        _client = new ServiceClient(address, ServiceSetup.OptionsOf(options.Service), Requests, stop);
        try
        {
            (Dimensions, string said) = IsKnown(spec, known) ? (known!.Dimensions, ModelIn(known.Identity)) : AskServer();
            Identity = Name(_model ?? said);
            if (governor is null)
                return;
            _native = governor.Lease("embedding connections", LeaseKind.Native, NativeBytes, stop);
            _managed = governor.Lease("embedding requests", LeaseKind.Managed, Requests * ManagedBytes(Dimensions), stop);
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public string Identity { get; }

    /// <inheritdoc/>
    public int Dimensions { get; }

    /// <inheritdoc/>
    public bool NeedsText => true;

    /// <inheritdoc/>
    public int TextBytes { get; }

    /// <inheritdoc/>
    public long TextsCut => Interlocked.Read(ref _textsCut);

    /// <inheritdoc/>
    public long BytesPerItem(int textBytes) => (textBytes * 2) + (Dimensions * 10L);

    /// <inheritdoc/>
    public uint TokenOf(ReadOnlySpan<byte> term) => 0;

    /// <inheritdoc/>
    public void Embed(EmbeddingBatch batch, Span<sbyte> vectors)
    {
        sbyte[] made = new sbyte[batch.Count * Dimensions];
        var requests = new List<Task>();
        for (int first = 0, count; first < batch.Count; first += count)
        {
            count = CountFor(batch, first);
            requests.Add(AskAsync(batch, first, count, TextBytes, made));
        }

        try
        {
            // All are waited for: what arrives after another request failed is not lost.
            Task.WhenAll(requests).GetAwaiter().GetResult();
        }
        catch (ServiceException error)
        {
            throw error.AsUnavailable();
        }

        made.CopyTo(vectors);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _client.Dispose();
        _slots.Dispose();
        if (_managed.IsHeld)
            _managed.Dispose();
        if (_native.IsHeld)
            _native.Dispose();
    }

    private static bool IsKnown(EmbedderSpec spec, EmbedderNote? known) =>
        known is not null && known.Spec.Kind == EmbedderKind.OpenAi && known.Spec.Model == spec.Model;

    /// <summary>A request, its answer as floats, and those as the vectors of the index.</summary>
    private static long ManagedBytes(int dimensions) => (BytesPerRequest * 3L) + (TextsPerRequest * dimensions * 10L);

    private static int CountFor(EmbeddingBatch batch, int first)
    {
        int count = 1;
        int bytes = batch.Text(first).Length;
        while (first + count < batch.Count && count < TextsPerRequest && (bytes += batch.Text(first + count).Length) <= BytesPerRequest)
            count++;
        return count;
    }

    private string Name(string model) => $"openai-1 {Uri.EscapeDataString(model)} {Dimensions} {TextBytes} {Uri.EscapeDataString(_passagePrefix)}".TrimEnd();

    private static string ModelIn(string identity) => identity.Split(' ') is [_, var model, ..] ? Uri.UnescapeDataString(model) : "";

    /// <returns>How many numbers its vectors have, and what it calls its model.</returns>
    private (int Dimensions, string Model) AskServer()
    {
        var batch = new EmbeddingBatch();
        batch.EndItem("a passage to measure"u8);
        try
        {
            EmbeddingReply reply = PostAsync(batch, 0, 1, TextBytes, EmbedderNote.MostDimensions).GetAwaiter().GetResult();
            float[] numbers = EmbeddingCheck.InOrder(_url, reply, 1, dimensions: 0)[0];
            if (numbers.Length is < 1 or > EmbedderNote.MostDimensions)
                throw new ServiceException(ServiceFault.Lasting, $"{_url} makes vectors of {numbers.Length} numbers; expected 1 to {EmbedderNote.MostDimensions}.");
            return (numbers.Length, reply.Model ?? "");
        }
        catch (ServiceException error)
        {
            throw error.AsUnavailable();
        }
    }

    private async Task AskAsync(EmbeddingBatch batch, int first, int count, int textBytes, sbyte[] made)
    {
        try
        {
            await AskTogetherAsync(batch, first, count, textBytes, made).ConfigureAwait(false);
            return;
        }
        catch (ServiceException error) when (error.Fault == ServiceFault.TooLong && (count > 1 || Math.Min(textBytes, batch.Text(first).Length) > ShortestText))
        {
            // Nothing of the request was embedded; it goes on below in smaller ones.
            if (count == 1 && textBytes >= TextBytes)
                Interlocked.Increment(ref _textsCut);
        }

        if (count == 1)
        {
            await AskAsync(batch, first, 1, Math.Min(textBytes, batch.Text(first).Length) / 2, made).ConfigureAwait(false);
            return;
        }

        int half = count / 2;
        await AskAsync(batch, first, half, textBytes, made).ConfigureAwait(false);
        await AskAsync(batch, first + half, count - half, textBytes, made).ConfigureAwait(false);
    }

    private async Task AskTogetherAsync(EmbeddingBatch batch, int first, int count, int textBytes, sbyte[] made)
    {
        await _slots.WaitAsync().ConfigureAwait(false);
        try
        {
            EmbeddingReply reply = await PostAsync(batch, first, count, textBytes, Dimensions).ConfigureAwait(false);
            Take(reply, batch, first, count, made);
            batch.Ready?.Invoke(first, count, made.AsSpan(first * Dimensions, count * Dimensions));
        }
        finally
        {
            _slots.Release();
        }
    }

    private Task<EmbeddingReply> PostAsync(EmbeddingBatch batch, int first, int count, int textBytes, int dimensions)
    {
        ReadOnlyMemory<byte> body = EmbeddingRequest.Write(_model, batch.IsQuery ? _queryPrefix : _passagePrefix, batch, first, count, textBytes);
        return _client.PostAsync(_url, body, ServiceJson.Default.EmbeddingReply, ((long)count * dimensions * BytesPerNumber) + OtherReplyBytes);
    }

    private void Take(EmbeddingReply reply, EmbeddingBatch batch, int first, int count, sbyte[] made)
    {
        float[][] vectors = EmbeddingCheck.InOrder(_url, reply, count, Dimensions);
        if (_model is null && reply.Model is { Length: > 0 } model && Name(model) != Identity)
            throw new ServiceException(ServiceFault.Lasting, $"{_url} now answers with the model {model}, another one than the index was made with. Start the server with that one, or make the index anew with --fresh.");
        for (int i = 0; i < count; i++)
        {
            if (!Quantiser.TryWrite(vectors[i], made.AsSpan((first + i) * Dimensions, Dimensions)))
                throw new ServiceException(ServiceFault.Lasting, $"{_url} answers {Asked(batch, first + i)} with a vector that is none: it holds only zeros, or a number that is not finite.");
        }
    }

    /// <summary>The path stands on the first line of a passage's text.</summary>
    private static string Asked(EmbeddingBatch batch, int item)
    {
        ReadOnlySpan<byte> text = batch.Text(item);
        int end = text.IndexOf((byte)'\n');
        return batch.IsQuery || end < 0 ? "a question" : "a passage of " + System.Text.Encoding.UTF8.GetString(text[..end]);
    }
}
