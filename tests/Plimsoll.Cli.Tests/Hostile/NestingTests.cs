using Plimsoll.Testing;

namespace Plimsoll.Cli.Tests.Hostile;

/// <summary>Folders and blocks nested far deeper than any sane source.</summary>
public sealed class NestingTests : IDisposable
{
    /// <summary>What opens and closes a level in several languages, and a definition behind all of it.</summary>
    private static readonly (string Extension, string Open, string Close, string Last)[] Languages =
    [
        ("c", "void f(){", "}", "int last_c(void) { return 1; }"),
        ("js", "function f(){", "}", "function lastJs() { return 1; }"),
        ("ts", "class A { m() {", "}}", "function lastTs(): number { return 1; }"),
        ("java", "class A {", "}", "class LastJava { }"),
        ("rs", "mod m {", "}", "fn last_rs() -> i32 { 1 }"),
        ("cs", "namespace N {", "}", "class LastCs { }"),
        ("json", "{\"a\":[", "]}", ""),
        ("html", "<div>", "</div>", "<p id=\"lasthtml\">lasthtml</p>"),
        ("css", "a {", "}", "b { lastcss: 1 }"),
        ("sh", "f() {", "}", "last_sh() { echo 1; }"),
        ("md", "> ", "", "# lastmd"),
        ("xml", "<a>", "</a>", ""),
    ];

    private readonly HostileTree _tree = new();

    public void Dispose() => _tree.Dispose();

    [Fact]
    public void Index_TwoHundredFolders_FindsTheFileAtTheBottom()
    {
        string path = string.Concat(Enumerable.Range(0, 200).Select(n => $"d{n}/")) + "bottom.py";
        _tree.Write(path, "def at_the_bottom(): pass\n");

        Assert.Equal(1, _tree.IndexWell().GetProperty("files").GetInt64());

        _tree.AssertFinds("at_the_bottom", path);
    }

    [Theory]
    [InlineData(200)]
    [InlineData(5000)]
    public void Index_NestedBlocks_AreReadToTheirEnd(int depth)
    {
        foreach ((string extension, string open, string close, string last) in Languages)
        {
            _tree.Write("lines." + extension, Repeat(open + "\n", depth) + Repeat(close + "\n", depth) + last + "\n");
            _tree.Write("open." + extension, Repeat(open + "\n", depth));
            _tree.Write("closed." + extension, Repeat(close + "\n", depth) + last + "\n");
            _tree.Write("oneline." + extension, Repeat(open, depth) + "\n" + Repeat(close, depth) + "\n");
        }
        _tree.Write("deep.py", string.Concat(Enumerable.Range(0, depth / 5).Select(n => new string(' ', n) + "if x:\n")) + "def last_py(): pass\n");
        _tree.Write("brackets.py", Repeat("(", depth) + "\n" + Repeat("[", depth) + "\n" + Repeat("{", depth) + "\n");

        long files = _tree.IndexWell().GetProperty("files").GetInt64();

        Assert.InRange(files, 25, (4 * Languages.Length) + 2);
        _tree.AssertFinds("last_py", "deep.py");
        foreach ((string word, string extension) in new[] { ("last_c", "c"), ("lastJs", "js"), ("last_rs", "rs"), ("LastCs", "cs"), ("last_sh", "sh") })
        {
            ProcessResult result = _tree.Search(word, "--mode", "lexical", "--format", "plain", "--path", "lines.*");
            Assert.Contains($"lines.{extension}:", result.StandardOutput, StringComparison.Ordinal);
        }
    }

    private static string Repeat(string text, int count) => string.Concat(Enumerable.Repeat(text, count));
}
