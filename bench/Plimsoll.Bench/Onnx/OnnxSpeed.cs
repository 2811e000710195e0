using System.Diagnostics;
using Plimsoll.Bench.Measuring;
using Plimsoll.Indexing.Embedding;
using Plimsoll.Indexing.Embedding.Onnx;
using Plimsoll.Indexing.Embedding.Onnx.Tokenizing;

namespace Plimsoll.Bench.Onnx;

/// <summary>
/// The embedder, from text to vectors, beside nothing but the library's runs over the same batches, whose tensors were made beforehand. The two take turns,
/// so that the machine's moods hit both.
/// </summary>
internal static class OnnxSpeed
{
    /// <summary>Measures.</summary>
    /// <returns>Texts a second of the embedder, as a share of the bare loop's.</returns>
    public static Spread Measure(string folder, string library, int pairs, int texts)
    {
        var options = new OnnxOptions { Folder = folder, LibraryPath = library, ArenaBytes = 64L << 20 };
        using var embedder = new OnnxEmbedder(options);
        var batch = new EmbeddingBatch();
        for (int i = 0; i < texts; i++) batch.EndItem(OnnxBench.Text(i));
        sbyte[] vectors = new sbyte[texts * embedder.Dimensions];
        for (int i = 0; i < 3; i++) embedder.Embed(batch, vectors); // until the sizes of batches have settled
        List<(int Rows, int Columns)> shapes = [];
        embedder.Ran = (rows, columns) => shapes.Add((rows, columns));
        embedder.Embed(batch, vectors);
        embedder.Ran = null;
        List<TokenBatch> bare = Batches(folder, texts, shapes);
        // The bare loop has no care for memory, so it gets what it likes: bounded, its arena ends in pieces, and a batch that the embedder would halve is refused.
        using OnnxSession session = OnnxSession.Open(options, Path.Combine(folder, "model.onnx"), 16 * options.ArenaBytes);
        List<double> ours = [], theirs = [];
        for (int pair = 0; pair <= pairs; pair++)
        {
            double left = Time(() => embedder.Embed(batch, vectors));
            double right = Time(() => RunAll(session, bare));
            if (pair == 0) continue; // warms both
            ours.Add(left);
            theirs.Add(right);
        }

        foreach (TokenBatch one in bare) one.Dispose();
        return Statistics.Ratio(theirs, ours);
    }

    private static List<TokenBatch> Batches(string folder, int texts, List<(int Rows, int Columns)> shapes)
    {
        TextTokenizer tokenizer = ModelFolder.Open(folder).OpenTokenizer();
        int[][] all = new int[texts][];
        var tokens = new TokenList();
        for (int i = 0; i < texts; i++)
        {
            tokens.Clear();
            tokenizer.Encode(OnnxBench.Text(i), tokens, out _);
            all[i] = tokens.Span.ToArray();
        }

        int at = 0;
        int[][] sorted = [.. all.OrderByDescending(one => one.Length)];
        List<TokenBatch> batches = [];
        foreach ((int rows, int columns) in shapes)
        {
            var batch = new TokenBatch();
            batch.Begin(rows, columns);
            for (int row = 0; row < rows; row++) batch.SetRow(row, sorted[at++], tokenizer.Padding);
            batches.Add(batch);
        }

        return batches;
    }

    private static void RunAll(OnnxSession session, List<TokenBatch> batches)
    {
        foreach (TokenBatch batch in batches) session.Run(batch).Dispose();
    }

    private static double Time(Action action)
    {
        long start = Stopwatch.GetTimestamp();
        action();
        return Stopwatch.GetElapsedTime(start).TotalSeconds;
    }
}
