using System.Text.Json;
using Plimsoll.Indexing.Search;
using Plimsoll.Indexing.Services;
using Plimsoll.Services;
using Plimsoll.Testing;

namespace Plimsoll.Indexing.Tests.Search;

/// <summary>Servers that judge hits, and servers that only pretend to.</summary>
public sealed class RerankerTests : IDisposable
{
    private const string Scores = "{\"results\": [{\"index\": 1, \"relevance_score\": 0.9}, {\"index\": 0, \"relevance_score\": 0.5}, {\"index\": 2, \"relevance_score\": -3}]}";
    private readonly ModelServer _server = new();
    private readonly SearchFixture _fixture = new SearchFixture().Add(
        ("a.c", "int copy_one(void)\n{\n    return 1;\n}\n"), ("b.c", "int copy_two(void)\n{\n    return 2;\n}\n"), ("c.c", "int copy_three(void)\n{\n    return 3;\n}\n"));

    public void Dispose()
    {
        _server.Dispose();
        _fixture.Dispose();
    }

    [Fact]
    public void Judge_ServerThatReranks_GivesItsOrderAndScores()
    {
        _server.Behave = static _ => new ModelAnswer(200, Scores);

        SearchAnswer answer = Judge(out string[] before);

        Assert.Null(answer.JudgeFault);
        Assert.Equal(3, answer.Judged);
        Assert.Equal([before[1], before[0], before[2]], SearchFixture.Places(answer.Hits), StringComparer.Ordinal);
        Assert.Equal([.9, .5, -3d], answer.Hits.Select(static hit => hit.Judgement!.Value));
        JsonElement asked = Assert.Single(_server.Requests).Body;
        Assert.Equal("copy", asked.GetProperty("query").GetString());
        Assert.StartsWith($"{before[0][..3]}\ncopy_", asked.GetProperty("documents")[0].GetString(), StringComparison.Ordinal);
        Assert.Contains("return", asked.GetProperty("documents")[0].GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Judge_OnlySome_LeavesTheOthersBehindAsTheyWere()
    {
        _server.Behave = static _ => new ModelAnswer(200, "{\"results\": [{\"index\": 2, \"relevance_score\": 0.1}]}");

        Assert.Equal([2, 0, 1], Order(Judge(out string[] before), before));
    }

    [Fact]
    public void Judge_TextEmbeddingsInference_IsAskedInItsOwnForm()
    {
        _server.Behave = static request => request.Path == "/rerank" ? new ModelAnswer(200, "[{\"index\": 2, \"score\": 0.9}, {\"index\": 1, \"score\": 0.2}, {\"index\": 0, \"score\": 0.1}]") : new ModelAnswer(404, "");

        Assert.Equal([2, 1, 0], Order(Judge(out string[] before), before));
        Assert.Equal("/v1/rerank,/rerank", string.Join(',', _server.Requests.Select(static request => request.Path)));
        Assert.Equal(3, _server.Requests[1].Body.GetProperty("texts").GetArrayLength());
    }

    [Fact]
    public void Judge_ServerThatTalks_IsAskedForAListOfNumbers()
    {
        _server.Behave = static request => request.Path == "/v1/chat/completions" ? new ModelAnswer(200, "{\"choices\": [{\"message\": {\"content\": \"Sure! [2, 9, 0, 2]\"}}]}") : new ModelAnswer(404, "");

        Assert.Equal([2, 0, 1], Order(Judge(out string[] before), before));
        Assert.Contains("Passage 2:", _server.Requests[^1].Body.GetProperty("messages")[1].GetProperty("content").GetString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(200, "{\"results\": []}", "answers with no order of the 3 passages")]
    [InlineData(200, "{\"results\": [{\"index\": 3, \"relevance_score\": 1}]}", "no order")]
    [InlineData(200, "{\"results\": [{\"index\": 0, \"relevance_score\": 1}, {\"index\": 0, \"relevance_score\": 2}]}", "no order")]
    [InlineData(200, "{\"results\": [{\"index\": 0, \"relevance_score\": \"NaN\"}]}", "no order")]
    [InlineData(200, "{\"results\": [{\"index\": 0, \"relevance_score\": 1e999}]}", "no order")]
    [InlineData(200, "[[]]", "no order")]
    [InlineData(200, "7", "no order")]
    [InlineData(200, "{\"results\":", "JSON that breaks off")]
    [InlineData(500, "boom", "failed (500: boom)")]
    [InlineData(401, "who?", "refuses the key (401: who?)")]
    [InlineData(404, "", "/v1/chat/completions is not there (404)")]
    [InlineData(302, "", "leads elsewhere (302)")]
    public void Judge_ServerThatFails_LeavesTheOrderAndSaysWhy(int status, string body, string message)
    {
        _server.Behave = _ => new ModelAnswer(status, body);

        SearchAnswer answer = Judge(out string[] before);

        Assert.Contains(message, answer.JudgeFault, StringComparison.Ordinal);
        Assert.Equal(0, answer.Judged);
        Assert.Equal([0, 1, 2], Order(answer, before));
    }

    [Fact]
    public void Judge_SlowOrDeadServer_LeavesTheOrderAndSaysWhy()
    {
        _server.Behave = static _ => new ModelAnswer(200, Scores) { Delay = TimeSpan.FromMinutes(1) };
        Assert.Contains("takes longer than", Judge(out _).JudgeFault, StringComparison.Ordinal);

        _server.Stop();
        Assert.Contains("cannot be reached", Judge(out _).JudgeFault, StringComparison.Ordinal);
    }

    [Fact]
    public void Judge_EndlessAnswer_IsCutShort()
    {
        _server.Behave = static _ => new ModelAnswer(200, "{\"results\": [" + new string(' ', 1 << 20) + "]}");

        Assert.Contains("longer than", Judge(out _).JudgeFault, StringComparison.Ordinal);
    }

    [Fact]
    public void Judge_LongPassages_AreBounded()
    {
        using SearchFixture fixture = new SearchFixture().Add(("a.txt", "copy\n" + new string('x', 20_000)), ("b.txt", "copy " + new string('y', 20_000)));
        _server.Behave = static _ => new ModelAnswer(200, "{\"results\": [{\"index\": 1, \"relevance_score\": 1}]}");

        SearchAnswer answer = Judge(fixture, out _);

        Assert.Null(answer.JudgeFault);
        Assert.All(_server.Requests[0].Body.GetProperty("documents").EnumerateArray(), static text => Assert.InRange(text.GetString()!.Length, 1, Reranker.PassageChars));
    }

    private SearchAnswer Judge(out string[] before) => Judge(_fixture, out before);

    private SearchAnswer Judge(SearchFixture fixture, out string[] before)
    {
        using Searcher searcher = fixture.Open();
        using var sources = new SnippetReader(fixture.Root);
        using var judge = new Reranker(new ServiceAddress(_server.Url, null), new ServiceOptions { Timeout = TimeSpan.FromSeconds(3), Patience = TimeSpan.Zero });
        SearchAnswer answer = searcher.Ask(new SearchQuery { Text = "copy" });
        before = SearchFixture.Places(answer.Hits);
        return judge.Judge("copy", answer, 30, sources);
    }

    private static int[] Order(SearchAnswer answer, string[] before) => [.. SearchFixture.Places(answer.Hits).Select(place => Array.IndexOf(before, place))];
}
