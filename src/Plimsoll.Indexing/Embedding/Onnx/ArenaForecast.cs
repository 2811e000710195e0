using Plimsoll.Memory;

namespace Plimsoll.Indexing.Embedding.Onnx;

/// <summary>
/// How many texts of a length fit the working memory. What a model takes is linear in the texts and, by attention, more than linear in their length; how much is measured: the
/// first batch of each class of lengths runs in an empty arena, and what it left allocated is what it took. Until then the next longer class that was measured speaks for
/// it, which errs on the safe side; and the very first batch is one text.
/// </summary>
/// <param name="arenaBytes">The working memory.</param>
internal sealed class ArenaForecast(long arenaBytes)
{
    /// <summary>Within a class the cost of a token differs by less than the predictor's margin.</summary>
    private const int ClassTokens = 64;

    private static readonly string[] Stages = [.. Enumerable.Range(0, (ModelFolder.MostTokens / ClassTokens) + 1).Select(number => $"up to {number * ClassTokens} tokens")];

    private readonly SizePredictor _predictor = new();
    private readonly bool[] _isMeasured = new bool[Stages.Length];

    /// <summary>Whether a batch of this length was measured.</summary>
    public bool IsMeasured(int columns) => _isMeasured[ClassOf(columns)];

    /// <summary>Texts of this many tokens, padding included, that fit together; at least one.</summary>
    public int RowsThatFit(int columns)
    {
        for (int number = ClassOf(columns); number < Stages.Length; number++)
        {
            if (_isMeasured[number])
                return Math.Max(1, _predictor.ItemsThatFit(Stages[number], arenaBytes) / columns);
        }

        return 1;
    }

    /// <summary>Tells what a batch took.</summary>
    public void Observe(int columns, int rows, long bytes)
    {
        int number = ClassOf(columns);
        _isMeasured[number] = true;
        _predictor.Observe(Stages[number], (long)columns * rows, bytes);
    }

    private static int ClassOf(int columns) => Math.Min((columns + ClassTokens - 1) / ClassTokens, Stages.Length - 1);
}
