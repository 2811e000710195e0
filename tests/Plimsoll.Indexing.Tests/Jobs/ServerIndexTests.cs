using Plimsoll.Indexing.Embedding;
using Plimsoll.Indexing.Jobs;
using Plimsoll.Indexing.Search;
using Plimsoll.Indexing.Segments;
using Plimsoll.Services;
using Plimsoll.Testing;

namespace Plimsoll.Indexing.Tests.Jobs;

/// <summary>Indexes whose vectors come from a server that fails: nothing is lost, and nothing is embedded twice.</summary>
public sealed class ServerIndexTests : IDisposable
{
    private readonly ModelServer _server = new();
    private readonly JobFixture _job = new();

    public ServerIndexTests()
    {
        _job.WriteMadeUp(5, 120);
        _job.Embedder = Options();
    }

    public void Dispose()
    {
        _job.Dispose();
        _server.Dispose();
    }

    [Fact]
    public void Run_NewIndex_HasAVectorOfTheServerForEachChunk()
    {
        IndexReport report = _job.Run();

        Assert.Equal($"openai:{_server.Url}", report.Embedder);
        Assert.Equal(0, report.TextsCut);
        Assert.Equal(report.Chunks, _server.Embedded.Count - 1); // one text was to measure
        Assert.All(_server.Embedded, static text => Assert.Equal(1, text.Value));
        Assert.Contains(_server.Embedded.Keys, static text => text.StartsWith("src/part0/someFile", StringComparison.Ordinal));
        Assert.Empty(Directory.GetFiles(_job.IndexFolder, "vectors-*"));
    }

    [Theory]
    [InlineData(3, false)]
    [InlineData(6, false)]
    [InlineData(5, true)]
    public void Run_ServerDiesAndComesBack_NothingIsLostAndNothingEmbeddedTwice(int requests, bool fresh)
    {
        string digest = UndisturbedDigest();
        using var second = new ModelServer();
        _job.Embedder = Options(second);
        if (fresh)
            _job.Run();
        Dictionary<string, int> before = second.Embedded;
        int left = requests;
        second.Behave = request => Interlocked.Decrement(ref left) >= 0 ? second.Answer(request) : ModelAnswer.Cut;

        IndexException error = Assert.Throws<IndexException>(() => _job.Run(batch: 40, fresh: fresh));

        Assert.Equal(IndexFailure.Unavailable, error.Failure);
        Assert.Contains("What was done is saved; the same command goes on from there.", error.Message, StringComparison.Ordinal);
        second.Behave = second.Answer;
        IndexReport report = _job.Run(fresh: fresh);
        Assert.False(report.Interrupted);
        Assert.Equal(digest, _job.Digest());
        int measured = 0;
        foreach ((string text, int count) in second.Embedded)
        {
            if (text == "a passage to measure")
                measured = count;
            else
                Assert.Equal(1 + before.GetValueOrDefault(text), count);
        }

        Assert.InRange(measured, 1, 2);
    }

    [Fact]
    public void Run_EndAskedForWhileTheServerIsAway_KeepsWhatItAnswered()
    {
        string digest = UndisturbedDigest();
        using var second = new ModelServer();
        using var stop = new CancellationTokenSource();
        _job.Embedder = Options(second, TimeSpan.FromMinutes(5));
        int left = 4;
        second.Behave = request =>
        {
            if (Interlocked.Decrement(ref left) >= 0)
                return second.Answer(request);
            stop.Cancel();
            return new ModelAnswer(503, "{}");
        };

        Assert.True(_job.Run(batch: 40, stop: stop.Token).Interrupted);

        second.Behave = second.Answer;
        Assert.False(_job.Run().Interrupted);
        Assert.Equal(digest, _job.Digest());
        Assert.All(second.Embedded.Where(static text => text.Key != "a passage to measure"), static text => Assert.Equal(1, text.Value));
    }

    [Fact]
    public void Run_NothingChanged_NeedsNoServer()
    {
        _job.Run();
        int before = _server.Requests.Length;
        _server.Stop();
        _job.Embedder = new EmbedderOptions();

        IndexReport report = _job.Run();

        Assert.Equal(0, report.Added + report.Changed);
        Assert.Equal($"openai:{_server.Url}", report.Embedder);
        Assert.Equal(before, _server.Requests.Length);
    }

    [Fact]
    public void Run_OneFileChanged_EmbedsThatFile()
    {
        _job.Run();
        int before = _server.Embedded.Count;
        _job.Embedder = new EmbedderOptions();
        _job.Write("src/new.c", "int added(void) { return 1; }\n");

        _job.Run();

        Assert.Equal(before + 1, _server.Embedded.Count);
    }

    [Fact]
    public void Run_OneFunctionChanged_EmbedsItsPassageAlone()
    {
        _job.Write("src/long.c", Functions("a", "b", "c", "d"));
        _job.Run();
        _job.Write("src/long.c", Functions("a", "b", "x", "d"));
        int before = _server.Embedded.Count;

        _job.Run();

        Assert.Equal(before + 1, _server.Embedded.Count);
        Assert.All(_server.Embedded, static text => Assert.Equal(1, text.Value));

        // And after the small segments of many updates were merged.
        for (int i = 0; i < 12; i++)
        {
            _job.Write($"src/more{i}.c", $"int more_{i}(void) {{ return {i}; }}\n");
            _job.Run();
        }

        _job.Write("src/long.c", Functions("a", "y", "x", "d"));
        before = _server.Embedded.Count;
        _job.Run();
        Assert.Equal(before + 1, _server.Embedded.Count);
        Assert.All(_server.Embedded, static text => Assert.Equal(1, text.Value));
        Assert.Equal(UndisturbedDigest(), _job.Digest());
    }

    [Fact]
    public void Run_ListOfTextsLost_EmbedsTheWholeFile()
    {
        _job.Write("src/long.c", Functions("a", "b", "c", "d"));
        _job.Run();
        foreach (string file in Directory.GetFiles(_job.IndexFolder, "*.texts"))
            File.WriteAllText(file, "damaged");
        _job.Write("src/long.c", Functions("a", "b", "x", "d"));

        _job.Run();

        Assert.Equal(3, _server.Embedded.Count(static text => text.Value == 2));
        Assert.Equal(UndisturbedDigest(), _job.Digest());
    }

    [Fact]
    public void Run_AnotherEmbedder_IsRefusedUnlessFresh()
    {
        _job.Run();
        _job.Embedder = new EmbedderOptions { Spec = EmbedderSpec.Builtin };

        IndexException error = Assert.Throws<IndexException>(() => _job.Run());

        Assert.Equal(IndexFailure.Usage, error.Failure);
        Assert.Contains($"was made with openai:{_server.Url}; vectors of builtin cannot be mixed", error.Message, StringComparison.Ordinal);
        Assert.Contains("--fresh --embedder builtin", error.Message, StringComparison.Ordinal);
        Assert.Equal("builtin", _job.Run(fresh: true).Embedder);
        _job.Embedder = Options();
        Assert.Throws<IndexException>(() => _job.Run());
        Assert.Equal($"openai:{_server.Url}", _job.Run(fresh: true).Embedder);
    }

    [Theory]
    [InlineData("model")]
    [InlineData("prefix")]
    [InlineData("length")]
    public void Run_OtherModelOrSettings_IsRefused(string what)
    {
        _job.Run();
        _job.Embedder = what switch
        {
            "model" => Options() with { Spec = new EmbedderSpec(EmbedderKind.OpenAi, _server.Url, "other") },
            "prefix" => Options() with { PassagePrefix = "passage: " },
            _ => Options() with { TextBytes = 1000 },
        };

        Assert.Contains("another version or with other settings", Assert.Throws<IndexException>(() => _job.Run()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Run_ServerMoved_GoesOnThere()
    {
        _job.Run();
        using var moved = new ModelServer();
        _job.Embedder = Options(moved);
        _job.Write("src/new.c", "int added(void) { return 1; }\n");

        Assert.Equal($"openai:{moved.Url}", _job.Run().Embedder);

        Assert.Single(moved.Embedded);
    }

    [Fact]
    public void Run_ManifestLost_AsksForTheEmbedderInsteadOfGuessing()
    {
        _job.Run();
        string digest = _job.Digest();
        File.Delete(Path.Combine(_job.IndexFolder, Manifest.FileName));
        _job.Embedder = new EmbedderOptions();

        Assert.Contains("Name it with --embedder", Assert.Throws<IndexException>(() => _job.Run()).Message, StringComparison.Ordinal);

        _job.Embedder = Options();
        _job.Run();
        Assert.Equal(digest, _job.Digest());
        Assert.All(_server.Embedded.Where(static text => text.Key != "a passage to measure"), static text => Assert.Equal(1, text.Value));
    }

    [Fact]
    public void Run_ServerThatNobodyNamed_GetsNothing()
    {
        _job.Embedder = Options() with { MayUse = static _ => false };

        Assert.Contains("which you have not named yourself", Assert.Throws<IndexException>(() => _job.Run()).Message, StringComparison.Ordinal);
        Assert.Empty(_server.Requests);
    }

    [Fact]
    public void Run_LongPassages_AreCutAndCounted()
    {
        _job.Embedder = Options() with { TextBytes = 300 };

        IndexReport report = _job.Run();

        Assert.InRange(report.TextsCut, 1, report.Chunks);
        Assert.All(_server.Embedded.Keys, static text => Assert.InRange(System.Text.Encoding.UTF8.GetByteCount(text), 1, 300));
    }

    [Fact]
    public void Search_ByMeaning_AsksTheServerOfTheIndex()
    {
        _job.Write("src/cookie.c", "int parse_cookie_header(char *text) { return 0; }\n");
        _job.Run();
        using Searcher searcher = Searcher.Open(_job.Root, _job.IndexFolder);

        SearchAnswer answer = searcher.Ask(new SearchQuery { Text = "header cookie parse", Mode = SearchMode.Semantic });

        Assert.Null(answer.MeaningFault);
        Assert.Equal("src/cookie.c", answer.Hits[0].Path);
        Assert.Equal("header cookie parse", _server.Requests[^1].Texts[0]);
    }

    [Theory]
    [InlineData(SearchMode.Semantic)]
    [InlineData(SearchMode.Hybrid)]
    public void Search_ServerAway_AnswersByWordsAndSaysSo(SearchMode mode)
    {
        _job.Write("src/cookie.c", "int parse_cookie_header(char *text) { return 0; }\n");
        _job.Run();
        _server.Stop();
        using Searcher searcher = Searcher.Open(_job.Root, _job.IndexFolder, () => Options() with { Spec = null });
        var query = new SearchQuery { Text = "cookie header", Mode = mode };

        SearchAnswer answer = searcher.Ask(query);

        Assert.Contains("cannot be reached", answer.MeaningFault, StringComparison.Ordinal);
        Assert.Equal("src/cookie.c", answer.Hits[0].Path);
        _server.Start();
        Assert.Null(searcher.Ask(query).MeaningFault);
    }

    [Fact]
    public void Search_IndexOfAnotherBuiltin_StillSaysSo()
    {
        _job.Run();
        Manifest manifest = Manifest.Load(_job.IndexFolder)!;
        (manifest with { Embedder = "builtin-2-0123456789abcdef" }).Save(_job.IndexFolder);

        Assert.Contains("another embedder", Assert.Throws<IndexException>(() => Searcher.Open(_job.Root, _job.IndexFolder)).Message, StringComparison.Ordinal);
    }

    private EmbedderOptions Options(ModelServer? server = null, TimeSpan? patience = null) => new()
    {
        Spec = EmbedderSpec.Parse("openai:" + (server ?? _server).Url, out _),
        Service = setup => setup.Options = new ServiceOptions { Patience = patience ?? TimeSpan.FromSeconds(.1) },
    };

    /// <summary>Functions that are a passage each.</summary>
    private static string Functions(params string[] names) =>
        string.Concat(names.Select(static name => $"int function_{name}(int value)\n{{\n{string.Concat(Enumerable.Repeat($"    value = transform_{name}(value);\n", 60))}}}\n\n"));

    private string UndisturbedDigest()
    {
        using var folder = new TempFolder();
        _job.Run(folder.Root, 256L << 20, 1, 0, false, default);
        return JobFixture.Digest(folder.Root);
    }
}
