using System.Text;
using Plimsoll.Indexing.Embedding;

namespace Plimsoll.Indexing.Tests.Embedding;

public sealed class BuiltinEmbedderTests
{
    [Fact]
    public void Embed_AnyItem_HasAboutTheNorm()
    {
        sbyte[] vector = Vector("alpha", "beta", "gamma", "delta", "epsilon");
        double square = 0;
        foreach (sbyte number in vector)
            square += number * number;
        Assert.InRange(Math.Sqrt(square), BuiltinEmbedder.Norm * 0.9, BuiltinEmbedder.Norm * 1.1);
    }

    [Fact]
    public void Embed_SharedWords_LiesNearerThanOthers()
    {
        sbyte[] one = Vector("open", "file", "read", "stream");
        Assert.True(Dot(one, Vector("open", "file", "write", "stream")) > 3 * Math.Abs(Dot(one, Vector("colour", "button", "margin", "hover"))));
    }

    [Theory]
    [InlineData("configure", "configuration", "database")]
    [InlineData("delete", "remove", "render")]
    [InlineData("directory", "folder", "socket")]
    [InlineData("mutex", "lock", "colour")]
    public void Embed_RelatedWords_LieNearer(string word, string related, string other) =>
        Assert.True(Dot(Vector(word), Vector(related)) > Math.Abs(Dot(Vector(word), Vector(other))) * 1.5);

    [Fact]
    public void Embed_UnknownWordOfKnownOnes_LiesNearThem()
    {
        sbyte[] unknown = Vector("qzcookieparser");
        Assert.True(Dot(unknown, Vector("parser")) > 2 * Math.Abs(Dot(unknown, Vector("margin"))));
        Assert.Contains(Vector("zzqxjkv"), number => number != 0);
    }

    [Fact]
    public void Embed_ManyTokens_IsExact()
    {
        string[] words = [.. Enumerable.Range(0, 3000).Select(i => i % 2 == 0 ? "open" : "file")];
        AssertNear(Vector("open", "file"), Vector(words));
    }

    [Fact]
    public void Embed_KnownAndUnknownWordsInAnyNumber_IsTheSumOfTheirRows()
    {
        string[] words = ["open", "qzcookieparser", "file", "mutex", "zzqxjkv", "stream", "lock"];
        for (int count = 1; count <= words.Length; count++)
            AssertNear(SumOf(words[..count]), Vector(words[..count]));
    }

    [Fact]
    public void Identity_OfTheShippedTable_NamesItsContent()
    {
        using var embedder = new BuiltinEmbedder();
        Assert.Matches("^builtin-3-[0-9a-f]{16}$", embedder.Identity);
    }

    [Fact]
    public void VectorBytes_OfTheShippedTable_FitTheSizeOfAnIndex()
    {
        using var embedder = new BuiltinEmbedder();
        Assert.Equal(192, embedder.Dimensions);
        Assert.Equal(96, embedder.VectorBytes);
    }

    [Fact]
    public void Embed_InBatchesOfAnySize_GivesTheSameVectors()
    {
        string[][] items = [["one", "two"], ["three"], [], ["four", "five", "six"]];
        using var embedder = new BuiltinEmbedder();
        sbyte[] together = new sbyte[items.Length * embedder.Dimensions];
        embedder.Embed(BatchOf(embedder, items), together);
        for (int i = 0; i < items.Length; i++)
            Assert.Equal(together.AsSpan(i * embedder.Dimensions, embedder.Dimensions).ToArray(), Vector(items[i]));
    }

    [Fact]
    public void Embed_NothingToEmbed_IsZero() => Assert.All(Vector(), number => Assert.Equal(0, number));

    [Fact]
    public void WeightOf_MoreOccurrences_GrowsSlowly()
    {
        Assert.Equal(0, TokenWeight.Of(0));
        Assert.Equal(64, TokenWeight.Of(1));
        for (int count = 2; count < 5000; count++)
            Assert.InRange(TokenWeight.Of(count), TokenWeight.Of(count - 1), 64 * 12);
    }

    /// <summary>What the embedder shall do, row by row.</summary>
    private static unsafe sbyte[] SumOf(string[] words)
    {
        EmbeddingTable table = ShippedTable();
        double[] sums = new double[table.Dimensions];
        foreach (string word in words)
        {
            uint token = table.TokenOf(Encoding.UTF8.GetBytes(word));
            foreach (uint row in (uint[])[token & 0xFFFF, token >> 16])
            {
                for (int i = 0; i < sums.Length && row != EmbeddingTable.NoRow; i++)
                    sums[i] += table.Rows[(row * table.Dimensions) + i];
            }
        }

        double length = Math.Sqrt(sums.Sum(sum => sum * sum));
        return [.. sums.Select(sum => (sbyte)Math.Clamp(Math.Round(sum * BuiltinEmbedder.Norm / length), -127, 127))];
    }

    private static unsafe EmbeddingTable ShippedTable()
    {
        var stream = (UnmanagedMemoryStream)typeof(BuiltinEmbedder).Assembly.GetManifestResourceStream("embedding.table")!;
        return new EmbeddingTable(stream.PositionPointer, stream.Length);
    }

    private static void AssertNear(sbyte[] expected, sbyte[] actual)
    {
        for (int i = 0; i < expected.Length; i++)
            Assert.InRange(actual[i], expected[i] - 1, expected[i] + 1);
    }

    private static sbyte[] Vector(params string[] words)
    {
        using var embedder = new BuiltinEmbedder();
        sbyte[] vector = new sbyte[embedder.Dimensions];
        embedder.Embed(BatchOf(embedder, words), vector);
        return vector;
    }

    private static EmbeddingBatch BatchOf(BuiltinEmbedder embedder, params string[][] items)
    {
        var batch = new EmbeddingBatch();
        foreach (string[] item in items)
        {
            foreach (string word in item)
                batch.Add(embedder.TokenOf(Encoding.UTF8.GetBytes(word)), TokenWeight.Of(1));
            batch.EndItem([]);
        }

        return batch;
    }

    private static int Dot(sbyte[] left, sbyte[] right)
    {
        int sum = 0;
        for (int i = 0; i < left.Length; i++)
            sum += left[i] * right[i];
        return sum;
    }
}
