namespace Plimsoll.Indexing.Tests.Outlining;

public sealed class DocumentReaderTests
{
    [Fact]
    public void Scan_Markdown_NestsSections()
    {
        Scanned scanned = Scanned.Of("markdown", "# One\ntext\n## Two\n```\n# no\n```\nThree\n=====\nx\n\n- a\n---\n");
        Assert.Equal(["Section One 1-6", "Section Two 3-6 <One", "Section Three 7-12"], scanned.Definitions());
    }

    [Fact]
    public void Scan_ReStructuredText_NestsByAdornment() =>
        Assert.Equal(["Section One 1-6", "Section Two 4-6 <One", "Section Three 7-8"], Scanned.Of("restructuredtext", "One\n===\nx\nTwo\n---\nx\nThree\n=====\n").Definitions());

    [Theory]
    [InlineData("asciidoc", "= One\n----\n== no\n----\n== Two\n", "One Two")]
    [InlineData("yaml", "# c\na: 1\nb:\n  c: 2\n\"d\": 3\n", "a b d")]
    [InlineData("toml", "a = 1\n[box]\nb = 2\n[[list]]\n", "a box b list")]
    [InlineData("ini", "; c\n[box]\nb = 2\n", "box b")]
    [InlineData("make", "# c\nX := 1\nall: a b\n\techo\n.PHONY: all\n", "X all .PHONY")]
    [InlineData("assembly", "/* c\n x */\nSYM_FUNC_START(open)\nlabel:\n1:\n.Llocal:\nSYM_FUNC_END(open)\n", "open label")]
    [InlineData("sql", "-- c\nCREATE TABLE IF NOT EXISTS a.box (\n x int);\ncreate or replace function \"open\"() as 1;\n", "box open")]
    [InlineData("json", "{\"a\": {\"b\": {\"c\": 1}}, \"d\": [{\"e\": 1}]}", "a b d")]
    [InlineData("css", "/* c */\n.a, .b { color: red; }\n@media print { #c { x: y } }\n", ".a @media print #c")]
    [InlineData("scss", "// c\n.a { .b { x: y; } }\n", ".a .b")]
    [InlineData("html", "<!-- <a id=\"no\"> --><div id=\"a\"><div><p name='x' id=\"b\">it's</p></div></div><script>if (a < b) \"<p id=\\\"no\\\">\"</script><i id=\"c\"/>", "a b c")]
    [InlineData("xml", "<?xml?><r><![CDATA[<x id=\"no\">]]><x id=\"a\"/></r>", "a")]
    public void Scan_Documents_FindsNames(string language, string text, string names) =>
        Assert.Equal(names, Scanned.Of(language, text).Names());

    [Fact]
    public void Scan_Html_UnnamedElementOfTheSameTagIsNeverClosed_OnlyTheNamedOneEnds() =>
        Assert.Equal(["Element viewport 1-3"], Scanned.Of("html", "<meta name=\"viewport\">\n<meta charset=\"utf-8\">\n<p>text\n").Definitions());

    [Fact]
    public void Scan_Json_KeysReachToTheirEnd() =>
        Assert.Equal(["Property a 2-4", "Property b 3-3 <a", "Property d 5-5"], Scanned.Of("json", "{\n\"a\": {\n\"b\": 1\n},\n\"d\": 2\n}\n").Definitions());
}
