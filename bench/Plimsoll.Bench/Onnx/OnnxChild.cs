using System.Diagnostics;
using Plimsoll.Indexing.Embedding;
using Plimsoll.Indexing.Embedding.Onnx;
using Plimsoll.Indexing.Embedding.Onnx.Native;
using Plimsoll.Indexing.Embedding.Onnx.Tokenizing;
using Plimsoll.Memory;

namespace Plimsoll.Bench.Onnx;

/// <summary>The two ways to embed many texts, each in a process of its own.</summary>
internal static class OnnxChild
{
    /// <summary>As an index run does it.</summary>
    public const int Window = 512;

    private const int NaiveBatch = 64;

    /// <summary>With a governor that finds the group's limit itself.</summary>
    public static int Governed(string folder, string library, int texts)
    {
        using var probe = new MemoryProbe();
        using var governor = new MemoryGovernor(MemoryBudget.Resolve(null, Environment.GetEnvironmentVariable, probe, MemoryProfile.Balanced));
        using var embedder = new OnnxEmbedder(new OnnxOptions { Folder = folder, LibraryPath = library, Governor = governor });
        var batch = new EmbeddingBatch();
        sbyte[] vectors = new sbyte[Window * embedder.Dimensions];
        long start = Stopwatch.GetTimestamp();
        long sum = 0;
        for (int at = 0; at < texts; at += Window)
        {
            batch.Clear();
            for (int i = at; i < Math.Min(at + Window, texts); i++) batch.EndItem(OnnxBench.Text(i));
            embedder.Embed(batch, vectors);
            foreach (sbyte number in vectors.AsSpan(0, batch.Count * embedder.Dimensions)) sum += Math.Abs(number);
        }

        double seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        Console.WriteLine($"governed: {texts} texts, {texts / seconds:0} a second, {embedder.Runs} runs, {embedder.Refused} refused, {embedder.Recycled} recycled, mean number {(double)sum / texts / embedder.Dimensions:0.00}; {embedder.Device}");
        return sum > 0 ? 0 : 1;
    }

    /// <summary>Fixed batches in the order of the source, in an arena that only grows.</summary>
    public static int Naive(string folder, string library, int texts)
    {
        TextTokenizer tokenizer = ModelFolder.Open(folder).OpenTokenizer();
        using OnnxSession session = OnnxSession.Open(new OnnxOptions { Folder = folder, LibraryPath = library }, Path.Combine(folder, "model.onnx"), 1L << 40);
        using var batch = new TokenBatch();
        var tokens = new TokenList();
        for (int at = 0; at < texts; at += NaiveBatch)
        {
            int rows = Math.Min(NaiveBatch, texts - at);
            int[][] all = new int[rows][];
            for (int row = 0; row < rows; row++)
            {
                tokens.Clear();
                tokenizer.Encode(OnnxBench.Text(at + row), tokens, out _);
                all[row] = tokens.Span.ToArray();
            }

            batch.Begin(rows, all.Max(row => row.Length));
            for (int row = 0; row < rows; row++) batch.SetRow(row, all[row], tokenizer.Padding);
            using OrtHandle output = session.Run(batch);
        }

        Console.WriteLine($"naive: {texts} texts");
        return 0;
    }
}
