using Plimsoll.Cli.Settings;
using Plimsoll.Indexing.Embedding;
using Plimsoll.Indexing.Search;
using Plimsoll.Indexing.Services;
using Plimsoll.Services;

namespace Plimsoll.Cli.Commands;

/// <summary>A search whose best results a server judges, where the settings name one; without one it is the index's own.</summary>
internal sealed class JudgedSearch(CommandContext context, SettingValues settings, Searcher searcher, string root) : IDisposable
{
    public const string Off = "off";

    private readonly string _server = settings.Get(SettingOptions.Rerank).Text;
    private SnippetReader? _sources;
    private Reranker? _judge;

    public bool Judges => _server.Length > 0 && _server != Off;

    /// <summary>What is wrong with a value of the setting.</summary>
    public static string? FaultOf(string text)
    {
        if (text == Off) return null;
        EmbedderSpec? spec = EmbedderSpec.Parse(text, out string? fault);
        return spec is null || spec.Kind != EmbedderKind.OpenAi ? $"found '{text}', expected off or openai:URL[#model], such as openai:http://localhost:8080{(fault is null || !text.StartsWith("openai:", StringComparison.Ordinal) ? "" : "; " + fault)}" : null;
    }

    /// <summary>Answers a query; a server that fails leaves the index's order, and the answer says why.</summary>
    public SearchAnswer Ask(SearchQuery query)
    {
        if (!Judges) return searcher.Ask(query);
        int top = settings.Integer(SettingOptions.RerankTop);
        SearchAnswer answer = searcher.Ask(query with { Limit = Math.Max(query.Limit, top) });
        answer = Judge(query.Text, answer, top);
        return answer with { Hits = [.. answer.Hits.Take(query.Limit)], Judged = Math.Min(answer.Judged, query.Limit) };
    }

    public void Dispose()
    {
        _judge?.Dispose();
        _sources?.Dispose();
    }

    private SearchAnswer Judge(string question, SearchAnswer answer, int top)
    {
        EmbedderSpec spec = EmbedderSpec.Parse(_server, out _)!;
        bool isOwn = settings.IsOwn(SettingOptions.Rerank) || TrustedPlaces.Has(context.Terminal, spec);
        if (!isOwn && !spec.IsLocalServer)
            return answer with { JudgeFault = $"a plimsoll.json names {spec}, which you have not named yourself, so nothing is sent to it; if it is yours, give --rerank {spec}" };
        _sources ??= new SnippetReader(root);
        _judge ??= new Reranker(new ServiceAddress(spec.Place, spec.Model), EmbedderSettings.SearchService(settings) with
        {
            KeyOf = address => isOwn ? EmbedderSettings.KeyFor(context, address) : null,
        });
        return _judge.Judge(question, answer, top, _sources);
    }
}
