namespace Plimsoll.Bench.Tests.Quality;

/// <summary>Every measurement of quality on a tiny input, and each once with a product that answers badly.</summary>
public sealed class QualityBenchTests : IDisposable
{
    private const string Tasks = """
        [{"query": "split a cookie header", "category": "semantic", "relevant": ["web.go"]},
         {"query": "round_price", "category": "symbol", "relevant": [{"path": "src/money.py", "start_line": 1, "end_line": 4}], "secondary": ["nowhere.py"]}]
        """;

    private readonly QualityTree _tree = new();

    [Fact]
    public void Searchbench_SmallTree_WritesTheSameTableTwice()
    {
        (int code, string output) = Searchbench();
        string golden = File.ReadAllText(_tree.PathOf("golden.txt"));
        _ = Searchbench();

        Assert.True(code == 0, output);
        Assert.StartsWith("searchbench, digest ", golden, StringComparison.Ordinal);
        Assert.Contains(": 2 questions, 1 repositories", golden, StringComparison.Ordinal);
        Assert.Contains("symbol", golden, StringComparison.Ordinal);
        Assert.Equal(golden, File.ReadAllText(_tree.PathOf("golden.txt")));
        Assert.InRange(_tree.Result("all", "chunks", "gain").GetDouble(), .7, .9);
        Assert.Equal(1, _tree.Result("repositories", "shop", "files", "found").GetDouble());
    }

    [Fact]
    public void Searchbench_WorseRanking_GivesLess()
    {
        string result = """{"path":"queue.ts","start_line":1,"end_line":1}""";
        _tree.Replace("search", $$$"""i=0; while [ $i -lt 2 ]; do echo '{"results":[{{{result}}},{"path":"web.go","start_line":1,"end_line":9}]}'; i=$((i+1)); done; exit 0""");

        (int code, string output) = Searchbench();

        Assert.True(code == 0, output);
        Assert.InRange(_tree.Result("all", "chunks", "gain").GetDouble(), .3, .4);
    }

    [Fact]
    public void Searchbench_AnAnswerIsMissing_IsTwo()
    {
        _tree.Replace("search", """echo '{"results":[]}'; exit 0""");

        Assert.Equal(2, Searchbench().Code);
    }

    [Fact]
    public void Searchbench_NotCheckedOut_SaysSoAndKeepsNoTable()
    {
        _tree.WriteSources("checkouts/shop");
        _tree.WriteTasks(Tasks);
        string tasks = File.ReadAllText(_tree.PathOf("tasks.json"));
        File.WriteAllText(_tree.PathOf("tasks.json"), tasks[..^1] + ", {\"repo\": \"market\", \"language\": \"go\", \"tasks\": []}]");

        (int code, string output) = Run("searchbench", "--tasks", _tree.PathOf("tasks.json"), "--checkouts", _tree.PathOf("checkouts"));

        Assert.Equal(1, code);
        Assert.Contains("not asked: market", output, StringComparison.Ordinal);
        Assert.False(File.Exists(_tree.PathOf("golden.txt")));
    }

    [Fact]
    public void Docstrings_SmallMirror_AsksWhatIsDocumentedAndBlank()
    {
        (int code, string output) = Docstrings();
        string questions = File.ReadAllText(_tree.PathOf("data/dev/questions.json"));
        string[] money = File.ReadAllLines(_tree.PathOf("data/dev/shop/src/money.py"));

        Assert.True(code == 0, output);
        Assert.Contains("cuts the header of a request", questions, StringComparison.Ordinal);
        Assert.Contains("Brings an amount of money to whole cents", questions, StringComparison.Ordinal);
        Assert.Contains("Lets the one who has been here longest go first", questions, StringComparison.Ordinal);
        Assert.Equal(9, money.Length);
        Assert.True(string.IsNullOrWhiteSpace(money[1]));
        Assert.Equal(3, _tree.Result("all", "questions").GetInt32());
        Assert.Equal(1, _tree.Result("all", "files", "found").GetDouble());
    }

    [Fact]
    public void Docstrings_SentenceElsewhereInATestOrOnlyANote_IsNotAsked()
    {
        _ = Docstrings();
        string questions = File.ReadAllText(_tree.PathOf("data/dev/questions.json"));

        Assert.DoesNotContain("out in words", questions, StringComparison.Ordinal);
        Assert.DoesNotContain("header of a reply", questions, StringComparison.Ordinal);
        Assert.DoesNotContain("Not documentation", questions, StringComparison.Ordinal);
    }

    [Fact]
    public void Docstrings_PreparedTwice_AreTheSameQuestions()
    {
        _ = Docstrings();
        byte[] first = File.ReadAllBytes(_tree.PathOf("data/dev/questions.json"));
        _ = Docstrings();

        Assert.Equal(first, File.ReadAllBytes(_tree.PathOf("data/dev/questions.json")));
    }

    [Fact]
    public void Features_SmallTree_MarksWhatIsRight()
    {
        _tree.WriteSources("checkouts/shop");
        _tree.WriteTasks(Tasks);

        (int code, string output) = _tree.Run(
            "features", "--tasks", _tree.PathOf("tasks.json"), "--checkouts", _tree.PathOf("checkouts"), "--out", _tree.PathOf("features.tsv"));
        string[][] rows = [.. File.ReadLines(_tree.PathOf("features.tsv")).Select(line => line.Split('\t'))];
        int hits = rows[0].IndexOf("chunk_hits"), words = rows[0].IndexOf("bm25");

        Assert.True(code == 0, output);
        Assert.All(rows, row => Assert.Equal(rows[0].Length, row.Length));
        Assert.Equal("1", rows.Skip(1).Where(row => row[2] == "0").MaxBy(row => double.Parse(row[words]))![words]);
        Assert.Equal("0 1", string.Join(' ', rows.Skip(1).Where(row => row[hits] == "1").Select(row => row[2])));
        Assert.Contains(rows.Skip(1), row => row[hits] == "0");
    }

    [Fact]
    public void Signals_CopyInAnExample_ComesFirstWithoutTheSignalForExamples()
    {
        _tree.WriteSources("checkouts/shop");
        _tree.Copy("checkouts/shop/src/money.py", "checkouts/shop/src/goods/coins.py");
        _tree.Copy("checkouts/shop/src/money.py", "checkouts/shop/src/examples/cash.py");
        _tree.WriteTasks("""[{"query": "rounds the price to whole cents", "category": "semantic", "relevant": ["goods/coins.py"]}]""");

        (int code, string output) = _tree.Run("signals", "--tasks", _tree.PathOf("tasks.json"), "--checkouts", _tree.PathOf("checkouts"));
        string[] lines = output.Split('\n');

        Assert.True(code == 0, output);
        Assert.Matches("^nothing \\(NDCG@10\\) +0\\.6309 +0\\.6309$", lines[1]);
        Assert.Matches("^example +-0\\.1309 +-0\\.1309$", lines.First(line => line.StartsWith("example", StringComparison.Ordinal)));
        Assert.Matches("^vendored +\\+0\\.0000 +\\+0\\.0000$", lines.First(line => line.StartsWith("vendored", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("docstrings", "--data")]
    [InlineData("docstrings", "--set", "dev")]
    [InlineData("searchbench", "--rounds", "5")]
    [InlineData("everything")]
    public void Run_WrongOption_IsTwo(string name, params string[] options) => Assert.Equal(2, _tree.Run(name, options).Code);

    public void Dispose() => _tree.Dispose();

    private (int Code, string Output) Searchbench()
    {
        _tree.WriteSources("checkouts/shop");
        _tree.WriteTasks(Tasks);
        return Run("searchbench", "--tasks", _tree.PathOf("tasks.json"), "--checkouts", _tree.PathOf("checkouts"));
    }

    private (int Code, string Output) Docstrings()
    {
        if (!File.Exists(_tree.PathOf("repositories.txt"))) _tree.WriteMirror();
        return Run(
            "docstrings", "--data", _tree.PathOf("data"), "--mirrors", _tree.PathOf("mirrors"), "--repositories", _tree.PathOf("repositories.txt"), "--set", "dev");
    }

    private (int Code, string Output) Run(string name, params string[] more) =>
        _tree.Run(name, ["--out", _tree.PathOf("results.json"), "--golden", _tree.PathOf("golden.txt"), .. more]);
}
