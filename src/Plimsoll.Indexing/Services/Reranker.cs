using System.Text;
using System.Text.Json;
using Plimsoll.Indexing.Search;
using Plimsoll.Services;

namespace Plimsoll.Indexing.Services;

/// <summary>
/// Has a server judge the best hits of a search: one that reranks (`/v1/rerank`, or TEI's `/rerank`), else one that talks (`/v1/chat/completions`). Whatever fails, the hits stay
/// in the order that they had. Not safe for several threads.
/// </summary>
public sealed class Reranker : IDisposable
{
    /// <summary>The most hits that are judged.</summary>
    public const int MostHits = 100;

    /// <summary>Letters of a passage that are sent: about as much as rerankers read.</summary>
    public const int PassageChars = 2000;

    private const int ReplyBytes = 256 * 1024;

    private readonly ServiceAddress _address;
    private readonly ServiceClient _client;
    private int _form;

    /// <summary>Prepares; nothing is sent yet.</summary>
    /// <param name="address">The server, and the model that is wanted.</param>
    /// <param name="options">How it is asked.</param>
    public Reranker(ServiceAddress address, ServiceOptions options)
    {
        ArgumentNullException.ThrowIfNull(address);
        ArgumentNullException.ThrowIfNull(options);
        _address = address;
        _client = new ServiceClient(address, options, connections: 1, CancellationToken.None);
    }

    /// <summary>Puts the first hits of an answer into the order that the server judges; those that it leaves out follow, and then the rest, as they were.</summary>
    /// <param name="query">The question.</param>
    /// <param name="answer">The answer of the index.</param>
    /// <param name="top">How many hits are judged.</param>
    /// <param name="sources">Reads the passages.</param>
    /// <returns>The answer in the new order, or the same with the reason why it could not be judged.</returns>
    public SearchAnswer Judge(string query, SearchAnswer answer, int top, SnippetReader sources)
    {
        ArgumentNullException.ThrowIfNull(answer);
        ArgumentNullException.ThrowIfNull(sources);
        int count = Math.Min(Math.Min(top, MostHits), answer.Hits.Count);
        if (count < 2)
            return answer;
        string[] passages = new string[count];
        for (int i = 0; i < count; i++)
            passages[i] = PassageOf(answer.Hits[i], sources);
        try
        {
            double?[] scores = AskAsync(query, passages).GetAwaiter().GetResult();
            return answer with { Hits = Sorted(answer.Hits, scores), Judged = count };
        }
        catch (ServiceException error)
        {
            return answer with { JudgeFault = error.Message };
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _client.Dispose();

    private static string PassageOf(SearchHit hit, SnippetReader sources)
    {
        var text = new StringBuilder(hit.Path).Append('\n');
        if (hit.Symbol is not null)
            text.Append(hit.Symbol).Append('\n');
        if (hit.State != HitState.Deleted)
        {
            foreach (SnippetLine line in sources.Read(hit.PathBytes, hit.ChunkStartLine, hit.ChunkEndLine))
                text.Append(line.Text).Append('\n');
        }

        int length = Math.Min(text.Length, PassageChars);
        return text.ToString(0, length > 0 && length < text.Length && char.IsHighSurrogate(text[length - 1]) ? length - 1 : length);
    }

    private static SearchHit[] Sorted(IReadOnlyList<SearchHit> hits, double?[] scores)
    {
        var order = new List<int>(scores.Length);
        for (int i = 0; i < scores.Length; i++)
            order.Add(i);
        order.Sort((left, right) =>
        {
            int byScore = (scores[right] ?? double.NegativeInfinity).CompareTo(scores[left] ?? double.NegativeInfinity);
            return byScore != 0 ? byScore : left.CompareTo(right);
        });
        var sorted = new SearchHit[hits.Count];
        for (int i = 0; i < sorted.Length; i++)
            sorted[i] = i < order.Count ? hits[order[i]] with { Judgement = scores[order[i]] } : hits[i];
        return sorted;
    }

    /// <summary>Asks in the form that worked last, else in one after the other.</summary>
    private async Task<double?[]> AskAsync(string query, string[] passages)
    {
        while (true)
        {
            try
            {
                return _form switch
                {
                    0 => await AskAsync(_address.Of("rerank"), RerankWire.Documents(_address.Model, query, passages), RerankWire.ReadScores, passages.Length).ConfigureAwait(false),
                    1 => await AskAsync(new Uri(_address.Url + "/rerank"), RerankWire.Texts(query, passages), RerankWire.ReadScores, passages.Length).ConfigureAwait(false),
                    _ => await AskAsync(_address.Of("chat/completions"), RerankWire.Chat(_address.Model, query, passages), RerankWire.ReadChat, passages.Length).ConfigureAwait(false),
                };
            }
            catch (ServiceException error) when (error.Fault == ServiceFault.NoFunction && _form < 2)
            {
                _form++;
            }
        }
    }

    private async Task<double?[]> AskAsync(Uri url, ReadOnlyMemory<byte> body, Func<JsonElement, int, double?[]?> read, int count)
    {
        using JsonDocument answer = await _client.PostAsync(url, body, ServiceJson.Default.JsonDocument, ReplyBytes).ConfigureAwait(false);
        return read(answer.RootElement, count) ?? throw new ServiceException(ServiceFault.Lasting, $"{url} answers with no order of the {count} passages.");
    }
}
