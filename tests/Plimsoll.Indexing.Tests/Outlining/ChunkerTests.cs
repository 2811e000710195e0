using System.Text;
using Plimsoll.Indexing.Outlining;

namespace Plimsoll.Indexing.Tests.Outlining;

public sealed class ChunkerTests
{
    [Fact]
    public void Split_EmptyText_GivesNothing() => Assert.Empty(Scanned.Of("c", "").Chunks);

    [Fact]
    public void Split_SmallFile_IsOneChunk()
    {
        Chunk chunk = Assert.Single(Scanned.Of("c", "int a(void)\n{\n}\n").Chunks);
        Assert.Equal((1, 3, 0, 16, 0), (chunk.StartLine, chunk.EndLine, chunk.StartOffset, chunk.EndOffset, chunk.MainDefinition));
        Assert.Equal(SymbolKind.Function, chunk.Kind);
    }

    [Fact]
    public void Split_MiddlingFunctions_EachStartsWithItsComment()
    {
        var text = new StringBuilder();
        for (int index = 0; index < 5; index++) text.Append("/* About ").Append(index).Append(". */\n").Append(Function("f" + index, 30));
        Scanned scanned = Scanned.Of("c", text.ToString());
        scanned.AssertTiles();
        Assert.Equal(5, scanned.Chunks.Count);
        foreach (Chunk chunk in scanned.Chunks) Assert.Equal(chunk.StartLine, scanned.Outline.Definitions[chunk.MainDefinition].LeadLine);
    }

    [Fact]
    public void Split_LongFunction_IsCutAndKeepsItsName()
    {
        Scanned scanned = Scanned.Of("c", Function("long_one", 300));
        scanned.AssertTiles();
        Assert.True(scanned.Chunks.Count > 3);
        Assert.All(scanned.Chunks, chunk => Assert.Equal(0, chunk.MainDefinition));
    }

    [Fact]
    public void Split_LongClass_IsCutAtItsMembers()
    {
        var text = new StringBuilder("class Box {\n");
        for (int index = 0; index < 10; index++) text.Append(Function("public void m" + index, 30));
        text.Append("}\n");
        Scanned scanned = Scanned.Of("java", text.ToString());
        scanned.AssertTiles();
        Assert.InRange(scanned.Chunks.Count, 9, 12);
    }

    [Fact]
    public void Split_GiganticLine_StandsAlone()
    {
        Scanned scanned = Scanned.Of("text", "a\nb\n" + new string('x', 1 << 20) + "\nc\nd\n");
        scanned.AssertTiles();
        Assert.Contains(scanned.Chunks, chunk => chunk.StartLine == 3 && chunk.EndLine == 3);
    }

    [Fact]
    public void Split_ProseWithoutDefinitions_CutsAtEmptyLines()
    {
        string paragraph = string.Concat(Enumerable.Repeat("Some words that fill a line of a text quite well.\n", 8)) + "\n";
        Scanned scanned = Scanned.Of("text", string.Concat(Enumerable.Repeat(paragraph, 20)));
        scanned.AssertTiles();
        Assert.All(scanned.Chunks, chunk => Assert.Equal(1, chunk.StartLine % 9));
    }

    [Fact]
    public void Split_ByteOrderMarkAndCarriageReturns_TilesFromTheFirstByte()
    {
        Scanned scanned = Scanned.Of("csharp", "\uFEFFclass A\r\n{\r\n}\r\n");
        scanned.AssertTiles();
        Assert.Equal(["Class A 1-3"], scanned.Definitions());
    }

    private static string Function(string name, int lines) =>
        (name.Contains(' ', StringComparison.Ordinal) ? name : "int " + name) + "(int a) {\n" + string.Concat(Enumerable.Repeat("    a = a + 1; /* and so on, a line of middling length */\n", lines)) + "}\n";
}
