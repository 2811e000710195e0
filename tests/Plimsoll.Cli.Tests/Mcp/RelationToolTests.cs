using System.Text;
using System.Text.Json.Nodes;
using Plimsoll.Testing;

namespace Plimsoll.Cli.Tests.Mcp;

/// <summary>A small tree of shapes, indexed, with a server on it.</summary>
public sealed class ShapesFixture : IDisposable
{
    public ShapesFixture()
    {
        Folder.Write("src/Shape.java", "interface Shape {\n  double area();\n}\n");
        for (int i = 0; i < 9; i++) Folder.Write($"src/Round{i}.java", $"import p.Shape;\n\nclass Round{i} implements Shape {{\n  public double area() {{\n    return {i} > 3 ? 1 : 2;\n  }}\n}}\n");
        CliResult result = new CliRunner(Folder.Root).Run("index", ".", "-q");
        Assert.True(result.Code == ExitCode.Ok, result.Error);
        Session = new McpSession(Folder.Root);
        Session.Initialize();
    }

    internal TempFolder Folder { get; } = new();

    internal McpSession Session { get; }

    public void Dispose()
    {
        Session.Dispose();
        Folder.Dispose();
    }
}

/// <summary>find_implementations, context_analysis and what index_update refuses.</summary>
public sealed class RelationToolTests(ShapesFixture shapes) : IClassFixture<ShapesFixture>
{
    private readonly McpSession _session = shapes.Session;

    [Fact]
    public void Tools_SayWhichOneWrites()
    {
        JsonArray tools = _session.Ask("tools/list")["result"]!["tools"]!.AsArray();

        JsonNode update = Assert.Single(tools, tool => !(bool)tool!["annotations"]!["readOnlyHint"]!)!;
        Assert.Equal("index_update", (string?)update["name"]);
        Assert.False((bool)update["annotations"]!["destructiveHint"]!);
    }

    [Fact]
    public void Implementations_Pages_GiveAll()
    {
        List<string> found = [];
        int? offset = 0;
        while (offset is int from)
        {
            JsonNode page = _session.Answer("find_implementations", $$"""{"name":"Shape","k":4,"offset":{{from}}}""");
            Assert.Equal(9, (int)page["total"]!);
            found.AddRange(page["implementations"]!.AsArray().Select(one => (string)one!["symbol"]!));
            offset = (int?)page["next_offset"];
        }

        Assert.Equal(string.Join(' ', Enumerable.Range(0, 9).Select(i => $"Round{i}")), string.Join(' ', found));
    }

    [Fact]
    public void Implementations_OfANameThatTwoFilesDefine_SayThatTheyMayBeAnotherOnes()
    {
        shapes.Folder.Write("p/Form.java", "package p;\ninterface Form {\n}\n");
        shapes.Folder.Write("q/Form.java", "package q;\ninterface Form {\n}\nclass Line implements Form {\n}\n");
        _session.Answer("index_update", "{}");

        Assert.Contains("may belong to another one", (string?)_session.Answer("find_implementations", """{"name":"Form"}""")["note"], StringComparison.Ordinal);
        Assert.Null(_session.Answer("find_implementations", """{"name":"Shape"}""")["note"]);
    }

    [Fact]
    public void Implementations_OfAMethod_HaveLinesAndSource()
    {
        JsonNode answer = _session.Answer("find_implementations", """{"name":"Shape.area","path":"**/Round3.java"}""");

        JsonNode one = Assert.Single(answer["implementations"]!.AsArray())!;
        Assert.Equal(("src/Round3.java", 4, 6, "Round3.area", "overrides"), ((string)one["path"]!, (int)one["start_line"]!, (int)one["end_line"]!, (string)one["symbol"]!, (string)one["relation"]!));
        Assert.Contains("public double area()", (string?)one["snippet"], StringComparison.Ordinal);
        Assert.Equal("src/Shape.java:2 method Shape.area", (string?)answer["defined"]![0]);
        Assert.NotNull(answer["coverage"]![0]!["age_seconds"]);
    }

    [Theory]
    [InlineData("find_implementations", """{"name":"Shape","k":100,"max_tokens":100}""")]
    [InlineData("context_analysis", """{"path":"src/Shape.java","max_tokens":200}""")]
    [InlineData("context_analysis", """{"symbol":"Shape","max_tokens":150}""")]
    [InlineData("index_update", """{"max_tokens":100}""")]
    public void Answers_FitTheirBudget(string tool, string arguments)
    {
        int tokens = (int)JsonNode.Parse(arguments)!["max_tokens"]!;

        Assert.InRange(Encoding.UTF8.GetByteCount(McpSession.TextOf(_session.Call(tool, arguments))), 1, tokens * 4);
    }

    [Fact]
    public void Analysis_OfAFile_HasNumbersAndDependencies()
    {
        JsonNode shape = _session.Answer("context_analysis", """{"path":"src/Shape.java"}""");
        JsonNode round = _session.Answer("context_analysis", """{"path":"src/Round1.java","line":5}""");

        Assert.Equal((3, 0, 0), ((int)shape["lines"]!["code"]!, (int)shape["lines"]!["comment"]!, (int)shape["lines"]!["blank"]!));
        Assert.Contains(shape["names_used_elsewhere"]!.AsArray(), one => (string)one! == "Shape in 9 other files");
        Assert.Equal(2, (int)round["complexity_estimate"]!);
        Assert.Equal("4-6 method Round1.area complexity 2", (string?)round["outline"]![0]);
    }

    [Theory]
    [InlineData("find_implementations", """{"name":"where are shapes"}""", "is no name")]
    [InlineData("find_implementations", """{"name":"Nowhere"}""", "no definition of 'Nowhere'")]
    [InlineData("find_implementations", """{"name":"Shape","language":"klingon"}""", "no language 'klingon'")]
    [InlineData("context_analysis", "{}", "give path")]
    [InlineData("context_analysis", """{"path":"../x"}""", "../x")]
    [InlineData("context_analysis", """{"path":"/etc/passwd"}""", "/etc/passwd")]
    [InlineData("context_analysis", """{"path":"src/Round1.java","line":1}""", "no definition at line 1")]
    [InlineData("index_update", """{"path":"../../etc/passwd"}""", "../../etc/passwd")]
    [InlineData("index_update", """{"max_seconds":0}""", "from 1 to 600")]
    public void Call_ThatCannotBeAnswered_SaysWhy(string tool, string arguments, string expected) => Assert.Contains(expected, _session.Refusal(tool, arguments), StringComparison.Ordinal);
}
