using Plimsoll.Training.Pairs;

namespace Plimsoll.Training.Learning;

/// <summary>
/// Where training starts: words that occur in the same texts lie together. The rows span the strongest directions of the TF-IDF matrix of all texts, found by
/// subspace iteration (Halko, Martinsson and Tropp, 2011), one pass over the texts an iteration.
/// </summary>
internal static unsafe class SpectralStart
{
    private const int Passes = 4;
    private const int BatchItems = 2048;

    /// <summary>Fills the rows.</summary>
    public static void Fill(NumberTable rows, PairSet pairs, ulong seed)
    {
        float[] rarity = RarityOf(rows.Rows, pairs);
        using var next = new NumberTable(rows.Rows, rows.Width);
        using var vectors = new NumberTable(BatchItems, rows.Width);
        var batch = new Batch(rows.Rows);
        Randomise(rows, seed);
        for (int pass = 0; pass < Passes; pass++)
        {
            Orthogonal.Make(rows);
            next.Clear();
            foreach (ItemList items in (ReadOnlySpan<ItemList>)[pairs.Queries, pairs.Codes])
            {
                for (int first = 0; first < items.Count; first += BatchItems)
                    AddTexts(batch, items, first, rarity, rows, vectors, next);
            }

            next.All.CopyTo(rows.All);
        }

        Orthogonal.Make(rows);
        Finish(rows, rarity);
    }

    private static void AddTexts(Batch batch, ItemList items, int first, float[] rarity, NumberTable rows, NumberTable vectors, NumberTable next)
    {
        batch.Clear();
        for (int item = first; item < Math.Min(items.Count, first + BatchItems); item++)
            batch.Add(items, item, 0, 0, rarity);
        batch.Normalise();
        batch.Pool(rows, vectors);
        batch.Group();
        batch.Scatter(vectors, (row, sum) => Numbers.AddTimes(next.Row(row), sum, 1, next.Width));
    }

    private static void Randomise(NumberTable rows, ulong seed)
    {
        var dice = new Dice(seed);
        foreach (ref float number in rows.All)
            number = dice.NextBell();
    }

    /// <summary>ln(texts / texts with it) of each row.</summary>
    private static float[] RarityOf(int rows, PairSet pairs)
    {
        int[] counts = new int[rows];
        var batch = new Batch(rows);
        foreach (ItemList items in (ReadOnlySpan<ItemList>)[pairs.Queries, pairs.Codes])
        {
            for (int item = 0; item < items.Count; item++)
            {
                batch.Clear();
                batch.Add(items, item, 0, 0);
                foreach (int row in batch.Touched)
                    counts[row]++;
            }
        }

        float[] rarity = new float[rows];
        for (int row = 0; row < rows; row++)
            rarity[row] = MathF.Log((2f * pairs.Count + 1) / (counts[row] + 1));
        return rarity;
    }

    /// <summary>Weighs the rows, as a text is the sum of its rows, and brings them to a mean length of one.</summary>
    private static void Finish(NumberTable rows, float[] rarity)
    {
        double square = 0;
        for (int row = 0; row < rows.Rows; row++)
        {
            Numbers.Scale(rows.Row(row), rarity[row], rows.Width);
            square += Numbers.Dot(rows.Row(row), rows.Row(row), rows.Width);
        }

        float scale = (float)Math.Sqrt(rows.Rows / square);
        for (int row = 0; row < rows.Rows; row++)
            Numbers.Scale(rows.Row(row), scale, rows.Width);
    }
}
