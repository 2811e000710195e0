using Plimsoll.Indexing.Embedding;
using Plimsoll.Indexing.Search;
using Plimsoll.Training.Pairs;

namespace Plimsoll.Training.Judging;

/// <summary>How well a table finds the code to a description among all codes of its repository, in whole repositories that were not trained on.</summary>
/// <param name="Recall">The share of descriptions whose code is among the first ten.</param>
/// <param name="Rank">The mean of 1/rank.</param>
internal sealed record HeldOut(double Recall, double Rank)
{
    /// <summary>Judges a table with the embedder of the product, in integers.</summary>
    /// <param name="table">The table.</param>
    /// <param name="pairs">Pairs of one or more repositories.</param>
    /// <param name="byRarity">Whether the words of a description are weighed by how rare they are in its repository, as the search does.</param>
    public static unsafe HeldOut Of(EmbeddingTable table, PairSet pairs, bool byRarity)
    {
        using var embedder = new BuiltinEmbedder(table);
        sbyte[] codes = Vectors(embedder, pairs.Codes, _ => 1);
        double found = 0, rank = 0;
        sbyte[] queries = new sbyte[codes.Length];
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

        fixed (sbyte* query = queries, code = codes)
        {
            for (int i = 0; i < pairs.Count; i++)
            {
                int better = Better(query, code, pairs, i, table.Dimensions);
                found += better < 10 ? 1 : 0;
                rank += 1.0 / (better + 1);
            }
        }

        return new HeldOut(found / Math.Max(1, pairs.Count), rank / Math.Max(1, pairs.Count));
    }

    /// <summary>How many codes of the same repository lie nearer than the right one, or as near and before it.</summary>
    private static unsafe int Better(sbyte* queries, sbyte* codes, PairSet pairs, int pair, int dimensions)
    {
        sbyte* query = queries + ((long)pair * dimensions);
        int own = VectorProduct.Of(query, codes + ((long)pair * dimensions), dimensions);
        int better = 0;
        for (int other = 0; other < pairs.Count; other++)
        {
            if (other == pair || pairs.Repositories[other] != pairs.Repositories[pair])
                continue;
            int product = VectorProduct.Of(query, codes + ((long)other * dimensions), dimensions);
            better += product > own || (product == own && other < pair) ? 1 : 0;
        }

        return better;
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
