using System.Text;
using Plimsoll.Indexing.Embedding;
using Plimsoll.Indexing.Embedding.Onnx;
using Plimsoll.Memory;
using Plimsoll.Testing;
using Plimsoll.Testing.Onnx;

namespace Plimsoll.Indexing.Tests.Embedding.Onnx;

/// <summary>Real models, which the tests write, on the real ONNX Runtime.</summary>
public sealed class OnnxEmbedderTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Embed_ManyLengths_GivesEachTextItsOwnVectorWhateverTheBatch()
    {
        using OnnxEmbedder embedder = Open();
        string[] texts = [.. Enumerable.Range(0, 150).Select(i => ModelSamples.Text(i, ModelSamples.Length(i)))];

        sbyte[] together = Embed(embedder, texts);

        Assert.Equal(64, embedder.Dimensions);
        for (int i = 0; i < texts.Length; i += 7)
        {
            sbyte[] alone = Embed(embedder, texts[i]);
            Assert.All(Enumerable.Range(0, alone.Length), at => Assert.InRange(alone[at] - together[(i * 64) + at], -1, 1));
            double length = Math.Sqrt(alone.Sum(number => (double)number * number));
            Assert.InRange(length, BuiltinEmbedder.Norm * 0.95, BuiltinEmbedder.Norm * 1.05);
        }
    }

    [Fact]
    public void Embed_WordsSwapped_IsAnotherVector()
    {
        using OnnxEmbedder embedder = Open();
        Assert.NotEqual(Embed(embedder, "w1 w2 w3"), Embed(embedder, "w3 w2 w1"));
        Assert.Equal(Embed(embedder, "w1 w2 w3"), Embed(embedder, "W1  w2\tw3 "));
    }

    [Theory]
    [InlineData(true, true)]
    [InlineData(false, false)]
    public void Embed_OtherInputs_GiveTheSameVectors(bool takesInt32, bool takesKinds)
    {
        using OnnxEmbedder embedder = Open(new SmallTransformer { TakesInt32 = takesInt32, TakesKinds = takesKinds });
        string[] texts = ["w1 w2 w3", "w4"];
        sbyte[] together = Embed(embedder, texts);
        Assert.All(Enumerable.Range(0, 64), at => Assert.InRange(Embed(embedder, "w4")[at] - together[64 + at], -1, 1));
        Assert.NotEqual(together[..64], together[64..]);
    }

    [Fact]
    public void Embed_FirstTokenPooling_EqualsTheModelsOwnSentenceOutput()
    {
        _folder.Write("cls/1_Pooling/config.json", """{"pooling_mode_cls_token":true,"pooling_mode_mean_tokens":false}""");
        using OnnxEmbedder byConfig = Open(folder: "cls");
        using OnnxEmbedder byOutput = Open(new SmallTransformer { GivesSentence = true }, "sentence");
        using OnnxEmbedder byMean = Open(folder: "mean");

        sbyte[] first = Embed(byConfig, "w1 w2 w3");

        Assert.Equal(first, Embed(byOutput, "w1 w2 w3"));
        Assert.NotEqual(first, Embed(byMean, "w1 w2 w3"));
        Assert.False(string.Equals(byConfig.Identity, byMean.Identity, StringComparison.Ordinal));
    }

    [Fact]
    public void Embed_SmallArena_RunsSmallerBatchesWithTheSameResult()
    {
        using OnnxEmbedder roomy = Open();
        using OnnxEmbedder tight = Open(arenaBytes: 16L << 20);
        string[] texts = [.. Enumerable.Range(0, 200).Select(i => ModelSamples.Text(i, ModelSamples.Length(i)))];

        sbyte[] expected = Embed(roomy, texts), found = Embed(tight, texts);

        Assert.All(Enumerable.Range(0, found.Length), at => Assert.InRange(found[at] - expected[at], -1, 1));
        Assert.True(tight.Runs > roomy.Runs, $"{tight.Runs} runs in the small arena, {roomy.Runs} in the large one");
    }

    [Fact]
    public void Embed_TextThatFitsNoArena_SaysBudgetTooSmall()
    {
        using OnnxEmbedder embedder = Open(arenaBytes: 2L << 20);
        var error = Assert.Throws<IndexException>(() => Embed(embedder, ModelSamples.Text(1, 600)));
        Assert.Equal(IndexFailure.BudgetTooSmall, error.Failure);
        Assert.Contains("512 tokens", error.Message, StringComparison.Ordinal);
        Assert.NotEmpty(Embed(embedder, "w1 w2")); // and it goes on
    }

    [Fact]
    public void Relieve_MemoryIsShort_UnloadsTheModelAndTheNextCallLoadsItAgain()
    {
        using var governor = new MemoryGovernor(new MemoryGovernorOptions { Budget = MemoryBudget.FromBytes(400L << 20), GovernsProcess = false, ObserveEvery = TimeSpan.Zero });
        using (OnnxEmbedder embedder = Open(governor: governor))
        {
            sbyte[] before = Embed(embedder, "w1 w2 w3");
            long leased = governor.Snapshot().NativeBytes;
            Assert.True(leased > 16L << 20, $"{leased} bytes are leased");

            long given = ((IReclaimable)embedder).Reclaim(1, CancellationToken.None);

            Assert.Equal((leased, 0L), (given, governor.Snapshot().NativeBytes));
            Assert.Equal(before, Embed(embedder, "w1 w2 w3"));
            Assert.Equal((1, leased), (embedder.Recycled, governor.Snapshot().NativeBytes));
        }

        Assert.Equal(0, governor.Snapshot().NativeBytes);
    }

    [Theory]
    [InlineData("garbage")]
    [InlineData("empty")]
    [InlineData("cut")]
    [InlineData("input")]
    [InlineData("output")]
    [InlineData("vocabulary")]
    public void Open_HostileModel_IsRefusedAsDamaged(string kind)
    {
        var good = new SmallTransformer();
        byte[] model = kind switch
        {
            "garbage" => Encoding.UTF8.GetBytes("this is no model, and it is long enough to be read as one"),
            "empty" => [],
            "cut" => good.ToFile()[..5000],
            "input" => (good with { TokensName = "pixel_values" }).ToFile(),
            "output" => Identity(),
            _ => (good with { Vocabulary = 100 }).ToFile(),
        };
        ModelSamples.Write(_folder.PathOf("bad"));
        File.WriteAllBytes(_folder.PathOf("bad/model.onnx"), model);

        var error = Assert.Throws<IndexException>(() =>
        {
            using var embedder = new OnnxEmbedder(Options("bad"));
            Embed(embedder, "w1000 w1500");
        });

        Assert.Equal(IndexFailure.Damaged, error.Failure);
        Assert.Contains("model.onnx", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Embed_OutputOfAnotherShapeThanTheFirst_IsRefusedAsDamaged()
    {
        ModelSamples.Write(_folder.PathOf("turned"));
        File.WriteAllBytes(_folder.PathOf("turned/model.onnx"), Turned());
        using var embedder = new OnnxEmbedder(Options("turned"));

        var error = Assert.Throws<IndexException>(() => Embed(embedder, "w1 w2 w3", "w4 w5 w6"));

        Assert.Equal(IndexFailure.Damaged, error.Failure);
        Assert.Contains("numbers a text or a token are expected", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Make_OneEmbedderForTwoThreads_AnswersBoth()
    {
        using OnnxEmbedder embedder = Open();
        string[] texts = [.. Enumerable.Range(0, 40).Select(i => ModelSamples.Text(i, ModelSamples.Length(i)))];
        sbyte[] expected = Embed(embedder, texts);
        Parallel.For(0, 6, _ => Assert.Equal(expected.Length, Embed(embedder, texts).Zip(expected).Count(pair => Math.Abs(pair.First - pair.Second) <= 1)));
    }

    /// <summary>Gives texts where tokens are expected and the other way round, which one token alone does not show.</summary>
    private static byte[] Turned()
    {
        var graph = new OnnxGraph();
        string tokens = graph.Input("input_ids", OnnxElement.Int64, "batch", "length");
        string wide = graph.Node("Unsqueeze", [graph.Node("Cast", [tokens], new OnnxAttribute("to", (int)OnnxElement.Float)), graph.Numbers([2], 1)]);
        graph.Node("Transpose", "turned", [wide], new OnnxAttribute("perm", (long[])[1, 0, 2]));
        graph.Output("turned", OnnxElement.Float, "a", "b", "c");
        return graph.ToFile();
    }

    private static byte[] Identity()
    {
        var graph = new OnnxGraph();
        string tokens = graph.Input("input_ids", OnnxElement.Int64, "batch", "length");
        graph.Node("Identity", "copy", [tokens]);
        graph.Output("copy", OnnxElement.Int64, "batch", "length");
        return graph.ToFile();
    }

    private OnnxEmbedder Open(SmallTransformer? model = null, string folder = "model", long arenaBytes = 0, MemoryGovernor? governor = null)
    {
        if (NodePackages.WhyNoRuntime is { } reason) Assert.Skip(reason);
        ModelSamples.Write(_folder.PathOf(folder), model);
        return new OnnxEmbedder(Options(folder) with { ArenaBytes = arenaBytes, Governor = governor });
    }

    private OnnxOptions Options(string folder)
    {
        if (NodePackages.WhyNoRuntime is { } reason) Assert.Skip(reason);
        return new OnnxOptions { Folder = _folder.PathOf(folder), LibraryPath = NodePackages.RuntimeLibrary };
    }

    private static sbyte[] Embed(OnnxEmbedder embedder, params string[] texts)
    {
        var batch = new EmbeddingBatch();
        foreach (string text in texts) batch.EndItem(Encoding.UTF8.GetBytes(text));
        sbyte[] vectors = new sbyte[texts.Length * embedder.Dimensions];
        embedder.Embed(batch, vectors);
        return vectors;
    }
}
