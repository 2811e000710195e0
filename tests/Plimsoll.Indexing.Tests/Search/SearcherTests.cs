using System.Text;
using Plimsoll.Indexing.Search;

namespace Plimsoll.Indexing.Tests.Search;

public sealed class SearcherTests
{
    private const string OpenFile = "package io;\n\n/** Opens files. */\nclass FileOpener {\n    int openFile(String name) {\n        return name.length();\n    }\n}\n";
    private const string Session = "package auth;\n\nclass Session {\n    boolean isExpired(long now) {\n        return now > end; // the session has expired\n    }\n\n    int openFile(int x) {\n        return x;\n    }\n}\n";

    private static SearchFixture Small() => new SearchFixture().Add(
        ("src/auth/Session.java", Session),
        ("src/io/FileOpener.java", OpenFile),
        ("src/util/names.py", "def open_file(path):\n    return path\n\n\nMAX = 3\n"),
        ("test/io/FileOpenerTest.java", "class FileOpenerTest {\n    void openFile() {\n        new FileOpener().openFile(\"a\");\n    }\n}\n"));

    [Fact]
    public void Search_Identifier_GivesEveryExactDefinitionFirstWithItsLines()
    {
        using SearchFixture fixture = Small();
        IReadOnlyList<SearchHit> hits = fixture.Search("openFile");
        Assert.Equal(["src/io/FileOpener.java:5", "src/auth/Session.java:8", "test/io/FileOpenerTest.java:2"], SearchFixture.Places(hits)[..3]);
        Assert.Equal((5, 7, "FileOpener.openFile", "java"), (hits[0].StartLine, hits[0].EndLine, hits[0].Symbol, hits[0].Language));
        Assert.All(hits.Skip(3), hit => Assert.True(hit.Score < 5, "no definition of that name"));
        Assert.Contains(hits, hit => hit.Path == "src/util/names.py");
    }

    [Fact]
    public void Search_FilesView_HasEachFileOnce()
    {
        using SearchFixture fixture = Small();
        IReadOnlyList<SearchHit> hits = fixture.Search(new SearchQuery { Text = "open file session", View = HitView.Files });
        Assert.Equal(hits.Count, hits.Select(hit => hit.Path).Distinct(StringComparer.Ordinal).Count());
        Assert.True(hits.Count >= 3);
    }

    [Fact]
    public void Search_OtherFormsOfTheWords_AreFound()
    {
        using SearchFixture fixture = Small();
        Assert.Equal("src/auth/Session.java:3", SearchFixture.Places(fixture.Search("when do sessions expire"))[0]);
    }

    [Fact]
    public void Search_SeveralVersionsSideBySide_TheNewestIsFirst()
    {
        const string Text = "def parse_ticket(text):\n    return text.split(':')\n";
        using SearchFixture fixture = new SearchFixture().Add(("lib/v1/ticket.py", Text), ("lib/v2/ticket.py", Text));
        Assert.Equal("lib/v2/ticket.py:1", SearchFixture.Places(fixture.Search("parsing of a ticket"))[0]);
        Assert.Equal(["lib/v2/ticket.py:1", "lib/v1/ticket.py:1"], SearchFixture.Places(fixture.Search("parse_ticket")));
    }

    [Fact]
    public void Search_FileWhoseNameBeginsLikeAWord_ComesBeforeOneWithoutIt()
    {
        const string Text = "def check(user):\n    return user.token\n";
        using SearchFixture fixture = new SearchFixture().Add(("lib/aaa.py", Text), ("lib/auth.py", Text));
        Assert.Equal("lib/auth.py:1", SearchFixture.Places(fixture.Search("how the authentication checks the token of a user"))[0]);
    }

    [Fact]
    public void Search_FilesNamedByTwoWordsOfTheQuery_TheFirstWordWins()
    {
        const string Text = "def check(user):\n    return user.token\n";
        using SearchFixture fixture = new SearchFixture().Add(("lib/queue.py", Text), ("lib/worker.py", Text));
        SearchQuery query = new() { Text = "worker and queue for tokens of a user", View = HitView.Files };
        Assert.Equal(["lib/worker.py:1", "lib/queue.py:1"], SearchFixture.Places(fixture.Search(query)));
        Assert.Equal(["lib/queue.py:1", "lib/worker.py:1"], SearchFixture.Places(fixture.Search(query with { Text = "queue and worker for tokens of a user" })));
    }

    [Theory]
    [InlineData("openFile()", "src/io/FileOpener.java:5")]
    [InlineData("FileOpener.openFile", "src/io/FileOpener.java:5")]
    [InlineData("FileOpener::openFile", "src/io/FileOpener.java:5")]
    [InlineData("FileOpener#openFile", "src/io/FileOpener.java:5")]
    [InlineData("OPENFILE", "src/auth/Session.java:8")]
    [InlineData("open_file", "src/util/names.py:1")]
    [InlineData("session expired", "src/auth/Session.java:3")]
    [InlineData("names.py", "src/util/names.py:1")]
    public void Search_Query_HasTheAnswerFirst(string query, string place)
    {
        using SearchFixture fixture = Small();
        Assert.Equal(place, SearchFixture.Places(fixture.Search(query))[0]);
    }

    [Fact]
    public void Search_OneLetterName_IsFoundAlthoughItIsNoTerm()
    {
        using SearchFixture fixture = new SearchFixture().Add(("a.py", "x = 1\n\n\ndef q(z):\n    return z\n"));
        Assert.Equal(["a.py:4"], SearchFixture.Places(fixture.Search("q")));
    }

    [Fact]
    public void Search_Filters_ApplyBeforeRanking()
    {
        using SearchFixture fixture = Small();
        Assert.Equal(["src/util/names.py:1"], SearchFixture.Places(fixture.Search(new SearchQuery { Text = "open file", Languages = ["py"], Limit = 1 })));
        Assert.All(
            fixture.Search(new SearchQuery { Text = "openFile", PathGlobs = ["test/**"], Limit = 1 }),
            hit => Assert.StartsWith("test/", hit.Path, StringComparison.Ordinal));
        IReadOnlyList<SearchHit> classes = fixture.Search(new SearchQuery { Text = "file opener", Kinds = ["class"] });
        Assert.NotEmpty(classes);
        Assert.All(classes, hit => Assert.Equal("class", hit.Kind));
        Assert.Empty(fixture.Search(new SearchQuery { Text = "openFile", PathGlobs = ["none/**"] }));
    }

    [Fact]
    public void Search_SeveralValuesOfAFilter_AreAUnion()
    {
        using SearchFixture fixture = new SearchFixture().Add(
            ("a/one.py", "def token():\n    return 1\n"), ("b/two.js", "class token {\n}\n"), ("c/three.go", "func token() int {\n\treturn 3\n}\n"));

        Assert.Equal(["a/one.py", "c/three.go"], PathsOf(new SearchQuery { Text = "token", Languages = ["python", "golang"] }));
        Assert.Equal(["a/one.py", "b/two.js"], PathsOf(new SearchQuery { Text = "token", PathGlobs = ["a/**", "b/**"] }));
        Assert.Equal(["a/one.py", "b/two.js", "c/three.go"], PathsOf(new SearchQuery { Text = "token", Kinds = ["function", "class"] }));
        Assert.Equal(["b/two.js"], PathsOf(new SearchQuery { Text = "token", Kinds = ["class"] }));
        Assert.Equal(["c/three.go"], PathsOf(new SearchQuery { Text = "token", ExcludeGlobs = ["a/**", "*.js"] }));

        string[] PathsOf(SearchQuery query) => [.. fixture.Search(query).Select(hit => hit.Path).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
    }

    [Fact]
    public void Search_FilterThatOnlyAPoorChunkPasses_StillFindsIt()
    {
        using var fixture = new SearchFixture();
        fixture.Add([.. Enumerable.Range(0, 300).Select(i => ($"a/f{i:D3}.py", "def token():\n    return token\n")), ("z/last.txt", "some words and a token\n")]);
        Assert.Equal(["z/last.txt:1"], SearchFixture.Places(fixture.Search(new SearchQuery { Text = "the token", PathGlobs = ["z/*"], Limit = 1 })));
    }

    [Fact]
    public void Search_Ties_AreSettledByPathThenLine()
    {
        using var fixture = new SearchFixture();
        fixture.Add([.. Enumerable.Range(0, 40).Select(i => ($"f{i:D2}.txt", "alpha beta\n"))]);
        IReadOnlyList<SearchHit> hits = fixture.Search(new SearchQuery { Text = "alpha beta", Limit = 7 });
        Assert.Equal(["f00.txt:1", "f01.txt:1", "f02.txt:1", "f03.txt:1", "f04.txt:1", "f05.txt:1", "f06.txt:1"], SearchFixture.Places(hits));
    }

    [Fact]
    public void Search_TwoDefinitionsInOneChunk_AreTwoHits()
    {
        using SearchFixture fixture = new SearchFixture().Add(("a.py", "def twice():\n    pass\n\ndef twice():\n    pass\n"));
        Assert.Equal(["a.py:1", "a.py:4"], SearchFixture.Places(fixture.Search("twice")));
    }

    [Fact]
    public void Search_SameName_HasTheDefinitionThatStandsByItselfFirst()
    {
        using SearchFixture fixture = new SearchFixture().Add(
            ("a/inner.py", "class Holder:\n    def fetch(self):\n        pass\n"), ("b/outer.py", "def fetch():\n    pass\n"));
        Assert.Equal(["b/outer.py:1", "a/inner.py:2"], SearchFixture.Places(fixture.Search("fetch"))[..2]);
    }

    [Theory]
    [InlineData("openFile", SearchMode.Hybrid)]
    [InlineData("session has expired", SearchMode.Hybrid)]
    [InlineData("session has expired", SearchMode.Lexical)]
    [InlineData("session has expired", SearchMode.Semantic)]
    public void Search_Explain_ListsAddendsWhoseSumIsTheScore(string text, SearchMode mode)
    {
        using SearchFixture fixture = Small();
        IReadOnlyList<SearchHit> hits = fixture.Search(new SearchQuery { Text = text, Mode = mode, Explain = true });
        Assert.NotEmpty(hits);
        Assert.All(hits, hit => Assert.Equal(hit.Score, hit.Explain.Sum(addend => addend.Value), 12));
        Assert.Equal(hits.Select(hit => hit.Score).OrderDescending(), hits.Select(hit => hit.Score));
        Assert.All(fixture.Search(text), hit => Assert.Empty(hit.Explain));
    }

    [Fact]
    public void Search_MinScore_LeavesLowerHitsOut()
    {
        using SearchFixture fixture = Small();
        IReadOnlyList<SearchHit> all = fixture.Search("openFile");
        Assert.Equal(3, fixture.Search(new SearchQuery { Text = "openFile", MinScore = 10 }).Count);
        Assert.True(all.Count > 3);
    }

    [Fact]
    public void Search_UnknownWord_HasNoHits()
    {
        using SearchFixture fixture = Small();
        Assert.Empty(fixture.Search("qqqxyzzy"));
    }

    [Theory]
    [InlineData("", null, null, null, "query is empty")]
    [InlineData("  ", null, null, null, "query is empty")]
    [InlineData("x", "jvaa", null, null, "did you mean java? `")]
    [InlineData("x", null, "functoin", null, "did you mean function? The")]
    [InlineData("x", null, null, "src/[a", "open \"[\"")]
    [InlineData("x", null, null, "{a,b", "open \"{\"")]
    public void Search_WrongQuery_SaysWhatToDo(string text, string? language, string? kind, string? glob, string message)
    {
        using SearchFixture fixture = Small();
        IndexException error = Assert.Throws<IndexException>(
            () => fixture.Search(new SearchQuery { Text = text, Languages = One(language), Kinds = One(kind), PathGlobs = One(glob) }));
        Assert.Equal(IndexFailure.Usage, error.Failure);
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
    }

    private static string[] One(string? value) => value is null ? [] : [value];

    [Fact]
    public void Search_PathAndTextThatAreNotUtf8_AreFoundWithExactBytes()
    {
        using var fixture = new SearchFixture();
        byte[] path = [(byte)'a', 0xFF, (byte)'/', (byte)'b', 0xC3, (byte)'.', (byte)'c'];
        fixture.AddSegment([], (path, [.. "größe höhe "u8, 0xFE, 0xFD, .. " plain\n"u8]));
        SearchHit hit = Assert.Single(fixture.Search("größe"));
        Assert.Equal(path, hit.PathBytes);
        Assert.Equal("a\uFFFD/b\uFFFD.c", hit.Path);
        Assert.True(hit.Stale);
        Assert.Single(fixture.Search("plain \ud800"));
    }

    [Fact]
    public void Refresh_IndexMovedOn_ShowsTheNewState()
    {
        using SearchFixture fixture = Small();
        using Searcher searcher = fixture.Open();
        Assert.False(searcher.Refresh());
        Assert.Empty(searcher.Search(new SearchQuery { Text = "addedlater" }));
        fixture.Add(("src/z.py", "def addedlater():\n    pass\n"));
        Assert.True(searcher.Refresh());
        Assert.Equal("src/z.py", searcher.Search(new SearchQuery { Text = "addedlater" })[0].Path);
        Assert.False(searcher.Refresh());
    }

    [Fact]
    public void Open_NoIndex_SaysToIndexFirst()
    {
        using var folder = new Plimsoll.Testing.TempFolder();
        IndexException error = Assert.Throws<IndexException>(() => Searcher.Open(folder.Root));
        Assert.Equal(IndexFailure.NotFound, error.Failure);
        Assert.Contains("plimsoll index", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Search_LongQuery_LooksForItsFirstTerms()
    {
        using SearchFixture fixture = Small();
        var text = new StringBuilder("openFile");
        for (int i = 0; i < 5000; i++)
            text.Append(" word").Append(i);
        Assert.NotEmpty(fixture.Search(text.ToString()));
    }
}
