using Plimsoll.Indexing.Embedding;
using Plimsoll.Indexing.Search;
using Plimsoll.Training.Pairs;

namespace Plimsoll.Training.Judging;

/// <summary>How well a table finds the code to a description among all codes of its repository, in whole repositories that were not trained on.</summary>
/// <param name="Name">The repository, or what several are called together.</param>
/// <param name="Count">Descriptions.</param>
/// <param name="Recall">The share of descriptions whose code is among the first ten.</param>
/// <param name="Rank">The mean of 1/rank.</param>
internal sealed record HeldOut(string Name, int Count, double Recall, double Rank)
{
    /// <summary>Judges a table with the embedder of the product, in integers, with codes as an index keeps them.</summary>
    /// <param name="table">The table.</param>
    /// <param name="pairs">Pairs of one or more repositories.</param>
    /// <param name="byRarity">Whether the words of a description are weighed by how rare they are in its repository.</param>
    /// <returns>Of all descriptions together, of the mean of the repositories, and of each repository.</returns>
    public static unsafe IReadOnlyList<HeldOut> Of(EmbeddingTable table, PairSet pairs, bool byRarity)
    {
        using var embedder = new BuiltinEmbedder(table);
        sbyte[] codes = Packed(Vectors(embedder, pairs.Codes, _ => 1), embedder);
        sbyte[] queries = new sbyte[pairs.Count * embedder.Dimensions];
        for (int repository = 0; repository < pairs.RepositoryNames.Count; repository++)
        {
            Dictionary<uint, int> counts = byRarity ? CountsOf(pairs, repository, out int all) : CountsOf(pairs, -1, out all);
            sbyte[] own = Vectors(embedder, pairs.Queries, token => byRarity ? Rarity(all, counts.GetValueOrDefault(token)) : 1);
            for (int i = 0; i < pairs.Count; i++)
            {
                if (pairs.Repositories[i] == repository)
                    own.AsSpan(i * table.Dimensions, table.Dimensions).CopyTo(queries.AsSpan(i * table.Dimensions));
            }
        }

        int[] better = new int[pairs.Count];
        fixed (sbyte* query = queries, code = codes)
        {
            for (int i = 0; i < pairs.Count; i++)
                better[i] = Better(query, code, pairs, i, embedder);
        }

        return SumUp(better, pairs);
    }

    private static List<HeldOut> SumUp(int[] better, PairSet pairs)
    {
        var parts = new List<HeldOut>();
        for (int repository = 0; repository < pairs.RepositoryNames.Count; repository++)
        {
            int number = repository;
            parts.Add(Of(pairs.RepositoryNames[number], better.Where((_, pair) => pairs.Repositories[pair] == number).ToList()));
        }

        HeldOut mean = parts.Count == 0
            ? new HeldOut("mean of repositories", 0, 0, 0)
            : new HeldOut("mean of repositories", parts.Count, parts.Average(part => part.Recall), parts.Average(part => part.Rank));
        return [Of("all descriptions", better), mean, .. parts];
    }

    private static HeldOut Of(string name, IReadOnlyList<int> better) =>
        new(name, better.Count, better.Count(count => count < 10) / (double)Math.Max(1, better.Count), better.Sum(count => 1.0 / (count + 1)) / Math.Max(1, better.Count));

    /// <summary>How many codes of the same repository lie nearer than the right one, or as near and before it.</summary>
    private static unsafe int Better(sbyte* queries, sbyte* codes, PairSet pairs, int pair, BuiltinEmbedder embedder)
    {
        int bytes = embedder.VectorBytes;
        sbyte* query = queries + ((long)pair * embedder.Dimensions);
        int own = NibbleProduct.Of(query, (byte*)codes + ((long)pair * bytes), bytes, 0);
        int better = 0;
        for (int other = 0; other < pairs.Count; other++)
        {
            if (other == pair || pairs.Repositories[other] != pairs.Repositories[pair])
                continue;
            int product = NibbleProduct.Of(query, (byte*)codes + ((long)other * bytes), bytes, 0);
            better += product > own || (product == own && other < pair) ? 1 : 0;
        }

        return better;
    }

    private static sbyte[] Packed(sbyte[] vectors, BuiltinEmbedder embedder)
    {
        sbyte[] packed = new sbyte[vectors.Length / embedder.Dimensions * embedder.VectorBytes];
        for (int item = 0; item < vectors.Length / embedder.Dimensions; item++)
            Nibbles.Pack(vectors.AsSpan(item * embedder.Dimensions, embedder.Dimensions), packed.AsSpan(item * embedder.VectorBytes, embedder.VectorBytes));
        return packed;
    }

    private static double Rarity(int all, int with) => Math.Log(1 + ((all - with + .5) / (with + .5)));

    private static Dictionary<uint, int> CountsOf(PairSet pairs, int repository, out int all)
    {
        var counts = new Dictionary<uint, int>();
        all = 0;
        for (int i = 0; i < pairs.Count; i++)
        {
            if (pairs.Repositories[i] != repository)
                continue;
            all++;
            foreach (uint token in pairs.Codes.Tokens(i))
                counts[token] = counts.GetValueOrDefault(token) + 1;
        }

        return counts;
    }

    private static sbyte[] Vectors(BuiltinEmbedder embedder, ItemList items, Func<uint, double> factor)
    {
        sbyte[] vectors = new sbyte[items.Count * embedder.Dimensions];
        var batch = new EmbeddingBatch();
        for (int item = 0; item < items.Count; item++)
        {
            batch.Clear();
            ReadOnlySpan<uint> tokens = items.Tokens(item);
            for (int i = 0; i < tokens.Length; i++)
                batch.Add(tokens[i], (int)Math.Round(items.Weights(item)[i] * factor(tokens[i])));
            batch.EndItem([]);
            embedder.Embed(batch, vectors.AsSpan(item * embedder.Dimensions, embedder.Dimensions));
        }

        return vectors;
    }
}
