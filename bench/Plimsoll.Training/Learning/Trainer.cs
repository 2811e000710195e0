using Plimsoll.Training.Pairs;

namespace Plimsoll.Training.Learning;

/// <summary>Trains the rows on pairs, batch by batch. With the same seed it gives the same numbers, whatever the number of processors.</summary>
internal sealed unsafe class Trainer : IDisposable
{
    /// <summary>
    /// Pairs of one repository that stay together in a batch: they are told apart from their neighbours, as in a search, and not only from other projects by the
    /// words that only those use.
    /// </summary>
    private const int RunLength = 64;

    private readonly TrainingOptions _options;
    private readonly NumberTable _rows;
    private readonly NumberTable _vectors;
    private readonly Adam _adam;
    private readonly Contrast _contrast;
    private readonly Batch _batch;

    /// <param name="rows">The rows, filled with their start; trained in place.</param>
    /// <param name="options">How to train.</param>
    public Trainer(NumberTable rows, TrainingOptions options)
    {
        _options = options;
        _rows = rows;
        _vectors = new NumberTable(2 * options.Batch, rows.Width);
        _adam = new Adam(rows);
        _contrast = new Contrast(options.Batch, rows.Width, options.Temperature);
        _batch = new Batch(rows.Rows);
    }

    /// <summary>The bytes that training takes besides the rows.</summary>
    public static long BytesOf(int rows, TrainingOptions options) =>
        (2 * NumberTable.BytesOf(rows, options.Dimensions)) + NumberTable.BytesOf(2 * options.Batch, options.Dimensions)
        + Contrast.BytesOf(options.Batch, options.Dimensions);

    /// <summary>Trains.</summary>
    /// <param name="sets">Pairs by kind; a batch has pairs of one kind.</param>
    /// <param name="report">Called after each epoch with its number and its mean loss.</param>
    public void Train(IReadOnlyList<PairSet> sets, Action<int, double> report)
    {
        long steps = 0, all = (long)BatchesOf(sets) * _options.Epochs;
        for (int epoch = 0; epoch < _options.Epochs; epoch++)
        {
            var dice = new Dice(((ulong)_options.Seed << 32) + (ulong)epoch + 1);
            double loss = 0;
            int[][] orders = Orders(sets, ref dice);
            int[] turns = Turns(sets, ref dice);
            int[] next = new int[sets.Count];
            foreach (int set in turns)
            {
                float rate = _options.Rate * (1 - (steps++ / (float)all));
                loss += Step(sets[set], orders[set].AsSpan(next[set]++ * _options.Batch, _options.Batch), rate, ref dice);
            }

            report(epoch + 1, loss / Math.Max(1, turns.Length));
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _vectors.Dispose();
        _adam.Dispose();
        _contrast.Dispose();
    }

    private double Step(PairSet set, ReadOnlySpan<int> pairs, float rate, ref Dice dice)
    {
        _batch.Clear();
        foreach (int pair in pairs)
            _batch.Add(set.Queries, pair, _options.Dropped, dice.Next());
        foreach (int pair in pairs)
            _batch.Add(set.Codes, pair, _options.Dropped, dice.Next());
        _batch.Pool(_rows, _vectors);
        double loss = _contrast.Run(_vectors, pairs.Length);
        _batch.Group();
        _batch.Scatter(_vectors, (row, gradient) => _adam.Step(row, gradient, rate));
        return loss;
    }

    private int BatchesOf(IReadOnlyList<PairSet> sets)
    {
        int count = 0;
        foreach (PairSet set in sets)
            count += set.Count / _options.Batch;
        return count;
    }

    /// <summary>Which set each batch of an epoch is from.</summary>
    private int[] Turns(IReadOnlyList<PairSet> sets, ref Dice dice)
    {
        int[] turns = new int[BatchesOf(sets)];
        for (int set = 0, at = 0; set < sets.Count; set++)
        {
            for (int i = 0; i < sets[set].Count / _options.Batch; i++)
                turns[at++] = set;
        }

        dice.Shuffle(turns);
        return turns;
    }

    /// <summary>The same pairs, those of each repository in runs, and the runs in random order.</summary>
    private static int[] InRuns(int[] order, List<int> repositories, ref Dice dice)
    {
        long[] keys = new long[order.Length];
        for (int place = 0; place < order.Length; place++)
            keys[place] = ((long)repositories[order[place]] << 32) | (uint)place;
        Array.Sort(keys, order);
        int[] runs = new int[(order.Length + RunLength - 1) / RunLength];
        for (int run = 0; run < runs.Length; run++)
            runs[run] = run;
        dice.Shuffle(runs);
        int[] together = new int[order.Length];
        int at = 0;
        foreach (int run in runs)
        {
            Span<int> pairs = order.AsSpan(run * RunLength, Math.Min(RunLength, order.Length - (run * RunLength)));
            pairs.CopyTo(together.AsSpan(at));
            at += pairs.Length;
        }

        return together;
    }

    private static int[][] Orders(IReadOnlyList<PairSet> sets, ref Dice dice)
    {
        int[][] orders = new int[sets.Count][];
        for (int set = 0; set < sets.Count; set++)
        {
            orders[set] = new int[sets[set].Count];
            for (int i = 0; i < orders[set].Length; i++)
                orders[set][i] = i;
            dice.Shuffle(orders[set]);
            orders[set] = InRuns(orders[set], sets[set].Repositories, ref dice);
        }

        return orders;
    }
}
