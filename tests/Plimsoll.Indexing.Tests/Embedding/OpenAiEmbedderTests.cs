using System.Text;
using Plimsoll.Indexing.Embedding;
using Plimsoll.Services;
using Plimsoll.Testing;

namespace Plimsoll.Indexing.Tests.Embedding;

public sealed class OpenAiEmbedderTests : IDisposable
{
    private const string Key = "sk-secret-0123456789";
    private readonly ModelServer _server = new();

    private ServiceOptions _service = new() { Patience = TimeSpan.FromSeconds(2), Jitter = static () => 0, KeyOf = static _ => Key };

    public void Dispose() => _server.Dispose();

    [Fact]
    public void Embed_ManyTexts_ComeInOrderByBoundedRequests()
    {
        using OpenAiEmbedder embedder = Open();
        _server.Behave = request => _server.Answer(request) with { Delay = TimeSpan.FromSeconds(.1) };
        string[] texts = [.. Enumerable.Range(0, 200).Select(static i => $"text number {i} " + new string('x', i * 20))];

        sbyte[] vectors = Embed(embedder, texts);

        for (int i = 0; i < texts.Length; i++)
            Assert.Equal(Expected(texts[i]), vectors[(i * 64)..((i + 1) * 64)]);
        Assert.All(_server.Requests, request => Assert.InRange(request.Texts.Length, 1, OpenAiEmbedder.TextsPerRequest));
        Assert.All(_server.Requests, request => Assert.InRange(request.Texts.Sum(text => text.Length), 1, 64 * 1024));
        Assert.InRange(_server.MostAtOnce, 2, OpenAiEmbedder.Requests);
        Assert.All(_server.Embedded, text => Assert.Equal(1, text.Value));
        Assert.Equal("openai-1 counter 64 4096", embedder.Identity);
    }

    [Fact]
    public void Embed_OtherOrder_GoesByTheIndex()
    {
        using OpenAiEmbedder embedder = Open();
        _server.Behave = request => new ModelAnswer(200, _server.Reply(request.Texts.Select((text, i) => (i, ModelServer.VectorOf(text, 64))).Reverse()));

        Assert.Equal([.. Expected("one"), .. Expected("two three"), .. Expected("four")], Embed(embedder, "one", "two three", "four"));
    }

    [Fact]
    public void Embed_Prefixes_StandBeforePassagesAndQueries()
    {
        using OpenAiEmbedder embedder = Open(new EmbedderOptions { PassagePrefix = "passage: ", QueryPrefix = "query: " });
        Embed(embedder, "one");
        var query = new EmbeddingBatch { IsQuery = true };
        query.EndItem("one"u8);
        embedder.Embed(query, new sbyte[64]);

        Assert.Equal("passage: one|query: one", string.Join('|', _server.Requests[1..].Select(request => request.Texts[0])));
        Assert.Contains("passage", embedder.Identity, StringComparison.Ordinal);
    }

    [Fact]
    public void Embed_BytesThatAreNotUtf8_BecomeReplacements()
    {
        using OpenAiEmbedder embedder = Open();
        var batch = new EmbeddingBatch();
        batch.EndItem([(byte)'a', 0xFF, (byte)'"', (byte)'\\', 0]);
        embedder.Embed(batch, new sbyte[64]);

        Assert.Equal("a\uFFFD\"\\\0", _server.Requests[^1].Texts[0]);
    }

    [Theory]
    [InlineData(429)]
    [InlineData(500)]
    [InlineData(503)]
    public void Embed_FailureThatPasses_IsTriedAgain(int status)
    {
        using OpenAiEmbedder embedder = Open();
        int failures = 2;
        _server.Behave = request => failures-- > 0 ? new ModelAnswer(status, "{\"error\":\"busy\"}") : _server.Answer(request);

        Assert.Equal(Expected("one"), Embed(embedder, "one"));
        Assert.Equal(4, _server.Requests.Length);
    }

    [Fact]
    public async Task Embed_RetryAfter_IsHonouredByAllRequests()
    {
        var clock = new FakeClock();
        _service = _service with { Time = clock, Patience = TimeSpan.FromMinutes(10) };
        using OpenAiEmbedder embedder = Open();
        DateTimeOffset start = clock.GetUtcNow();
        var asked = new List<TimeSpan>();
        using var asking = new SemaphoreSlim(0);
        _server.Behave = request =>
        {
            asked.Add(clock.GetUtcNow() - start);
            bool isFirst = asked.Count == 1;
            asking.Release();
            return isFirst ? new ModelAnswer(429, "{}") { Headers = "Retry-After: 40\r\n" } : _server.Answer(request);
        };
        Task embedding = Task.Factory.StartNew(() => Embed(embedder, "one"), default, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        await asking.WaitAsync();
        while (!await asking.WaitAsync(TimeSpan.FromSeconds(.01)))
            clock.Advance(TimeSpan.FromSeconds(.5));
        await embedding;
        Assert.Equal(2, asked.Count);
        Assert.True(asked[1] >= TimeSpan.FromSeconds(40), $"{asked[1]}");
    }

    [Fact]
    public void Embed_RetryAfterBeyondThePatience_SaysHowLong()
    {
        using OpenAiEmbedder embedder = Open();
        _server.Behave = _ => new ModelAnswer(429, "{}") { Headers = "Retry-After: 3600\r\n" };

        Assert.Contains("left alone for 3600 s", Fails(embedder), StringComparison.Ordinal);
    }

    [Fact]
    public void Embed_AnswerThatBreaksOffOnce_IsAskedForAgain()
    {
        using OpenAiEmbedder embedder = Open();
        double share = .5;
        _server.Behave = request =>
        {
            ModelAnswer answer = _server.Answer(request) with { Share = share };
            share = 1;
            return answer;
        };

        Assert.Equal(Expected("one"), Embed(embedder, "one"));
    }

    [Theory]
    [InlineData("{\"data\": [{\"index\": 0, \"embedding\": [1, 2", 200, "JSON that breaks off")]
    [InlineData("<html>hello</html>", 200, "JSON that breaks off or is not what was asked for")]
    [InlineData("{\"error\": \"boom\"}", 500, "failed (500: {\"error\": \"boom\"}")]
    [InlineData("{\"data\": [{\"index\": 0, \"embedding\": [1, null]}]}", 200, "JSON that breaks off or is not what was asked for")]
    public void Embed_FailureThatLasts_IsToldWithTheNumberOfTries(string body, int status, string message)
    {
        _service = _service with { Patience = TimeSpan.FromSeconds(1) };
        using OpenAiEmbedder embedder = Open();
        _server.Behave = _ => new ModelAnswer(status, body);

        string said = Fails(embedder);

        Assert.Contains(message, said, StringComparison.Ordinal);
        Assert.Contains("tried 3 times in", said, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{\"data\": []}", 200, "answers with 0 vectors for 1 texts")]
    [InlineData("{\"object\": \"list\"}", 200, "without vectors")]
    [InlineData("{\"data\": [{\"index\": 7, \"embedding\": [1]}]}", 200, "for text 7 of 1")]
    [InlineData("{\"data\": [null]}", 200, "a vector that is missing")]
    [InlineData("{\"data\": [{\"embedding\": [1, 2, 3]}]}", 200, "vectors of 3 numbers; those of the index have 64")]
    [InlineData("{\"error\": \"no model x\"}", 404, "is not there (404: {\"error\": \"no model x\"})")]
    [InlineData("{\"error\": \"bad\"}", 400, "refuses the request (400: {\"error\": \"bad\"})")]
    [InlineData("wrong key sk-secret-0123456789", 401, "refuses the key (401: wrong key ***). Set PLIMSOLL_OPENAI_KEY")]
    public void Embed_AnswerThatMakesNoSense_IsToldAtOnce(string body, int status, string message)
    {
        using OpenAiEmbedder embedder = Open();
        _server.Behave = _ => new ModelAnswer(status, body);

        string said = Fails(embedder);

        Assert.Contains(message, said, StringComparison.Ordinal);
        Assert.DoesNotContain(Key, said, StringComparison.Ordinal);
        Assert.Equal(2, _server.Requests.Length);
    }

    [Theory]
    [InlineData("1e999")]
    [InlineData("0")]
    public void Embed_NumbersThatAreNoVector_AreRefused(string number)
    {
        using OpenAiEmbedder embedder = Open();
        _server.Behave = _ => new ModelAnswer(200, $"{{\"data\": [{{\"embedding\": [{string.Join(',', Enumerable.Repeat(number, 64))}]}}]}}");

        Assert.Contains("answers a passage of src/a.c with a vector that is none", Fails(embedder, "src/a.c\nint a;"), StringComparison.Ordinal);
    }

    [Fact]
    public void Embed_TwoVectorsForOneText_AreRefused()
    {
        using OpenAiEmbedder embedder = Open();
        _server.Behave = request => new ModelAnswer(200, _server.Reply(request.Texts.Select(text => (0, ModelServer.VectorOf(text, 64)))));

        Assert.Contains("for text 0 of 2, twice", Fails(embedder, "one", "two"), StringComparison.Ordinal);
    }

    [Fact]
    public void Embed_EndlessAnswer_IsCutShort()
    {
        using OpenAiEmbedder embedder = Open();
        _server.Behave = _ => new ModelAnswer(200, "{\"data\": [{\"embedding\": [" + string.Concat(Enumerable.Repeat("1,", 1 << 20)) + "1]}]}");

        Assert.Contains("the answer is longer than", Fails(embedder), StringComparison.Ordinal);
    }

    [Fact]
    public void Embed_Redirect_IsNotFollowed()
    {
        using var other = new ModelServer();
        using OpenAiEmbedder embedder = Open();
        _server.Behave = _ => new ModelAnswer(307, "") { Headers = $"Location: {other.Url}/v1/embeddings\r\n" };

        Assert.Contains($"leads elsewhere (307) to {other.Url}/v1/embeddings, which is not followed", Fails(embedder), StringComparison.Ordinal);
        Assert.Empty(other.Requests);
    }

    [Fact]
    public void Embed_TextsTooLongForTheServer_AreSentApartAndHalvedAndCounted()
    {
        using OpenAiEmbedder embedder = Open();
        _server.Behave = request => request.Texts.Length > 4 ? new ModelAnswer(422, "{\"error\":\"batch size 9 > maximum allowed batch size 4\"}")
            : request.Texts.Any(text => text.Length > 600) ? new ModelAnswer(413, "{\"error\":\"inputs must have less than 512 tokens\"}")
            : _server.Answer(request);
        string longOne = new('y', 2000);

        sbyte[] vectors = Embed(embedder, "1", "2", "3", "4", longOne, "6", "7", "8", "9");

        Assert.Equal(Expected("9"), vectors[(8 * 64)..]);
        Assert.Equal(Expected(new string('y', 500)), vectors[(4 * 64)..(5 * 64)]);
        Assert.Equal(1, embedder.TextsCut);
        Assert.All(_server.Embedded, text => Assert.Equal(1, text.Value));
    }

    [Fact]
    public void Embed_SlowServer_EndsWithTheTimeLimit()
    {
        using OpenAiEmbedder embedder = Open();
        _service = _service with { Timeout = TimeSpan.FromSeconds(.2), Patience = TimeSpan.Zero };
        using OpenAiEmbedder hasty = Open();
        _server.Behave = request => _server.Answer(request) with { Delay = TimeSpan.FromMinutes(1) };

        Assert.Contains("takes longer than", Fails(hasty), StringComparison.Ordinal);
    }

    [Fact]
    public void Embed_EndAskedFor_DoesNotWaitForTheServer()
    {
        using var stop = new CancellationTokenSource();
        _service = _service with { Patience = TimeSpan.FromMinutes(10) };
        using OpenAiEmbedder embedder = Open(stop: stop.Token);
        _server.Behave = _ =>
        {
            stop.Cancel();
            return new ModelAnswer(503, "{}") { Headers = "Retry-After: 500\r\n" };
        };

        Assert.ThrowsAny<OperationCanceledException>(() => Embed(embedder, "one"));
    }

    [Fact]
    public void Open_NoServer_SaysThatItCannotBeReached()
    {
        _service = _service with { Patience = TimeSpan.FromSeconds(.5) };
        _server.Stop();

        IndexException error = Assert.Throws<IndexException>(() => Open());

        Assert.Equal(IndexFailure.Unavailable, error.Failure);
        Assert.Contains($"{_server.Url}/v1/embeddings cannot be reached", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Open_Key_IsSentAsABearer()
    {
        using OpenAiEmbedder embedder = Open();

        Assert.Contains($"Authorization: Bearer {Key}", _server.Requests[0].Headers, StringComparison.Ordinal);
    }

    [Fact]
    public void Open_KnownServer_IsNotAsked()
    {
        using OpenAiEmbedder first = Open();
        EmbedderSpec spec = Spec();
        var note = EmbedderNote.Of(first, spec, new EmbedderOptions());
        int before = _server.Requests.Length;

        using var second = new OpenAiEmbedder(spec, new EmbedderOptions { Service = setup => setup.Options = _service }, note, null, default);

        Assert.Equal((first.Identity, first.Dimensions), (second.Identity, second.Dimensions));
        Assert.Equal(before, _server.Requests.Length);
        _server.Model = "another";
        Assert.Contains("now answers with the model another", Fails(second), StringComparison.Ordinal);
    }

    private OpenAiEmbedder Open(EmbedderOptions? options = null, CancellationToken stop = default) =>
        new(Spec(), (options ?? new EmbedderOptions()) with { Service = setup => setup.Options = _service }, null, null, stop);

    private EmbedderSpec Spec() => EmbedderSpec.Parse("openai:" + _server.Url, out _)!;

    private static sbyte[] Embed(OpenAiEmbedder embedder, params string[] texts)
    {
        var batch = new EmbeddingBatch();
        foreach (string text in texts)
            batch.EndItem(Encoding.UTF8.GetBytes(text));
        sbyte[] vectors = new sbyte[texts.Length * embedder.Dimensions];
        embedder.Embed(batch, vectors);
        return vectors;
    }

    private static string Fails(OpenAiEmbedder embedder, params string[] texts)
    {
        IndexException error = Assert.Throws<IndexException>(() => Embed(embedder, texts.Length == 0 ? ["one"] : texts));
        Assert.Equal(IndexFailure.Unavailable, error.Failure);
        return error.Message;
    }

    private static sbyte[] Expected(string text)
    {
        sbyte[] vector = new sbyte[64];
        Assert.True(Quantiser.TryWrite([.. ModelServer.VectorOf(text, 64).Select(number => (float)number)], vector));
        return vector;
    }
}
