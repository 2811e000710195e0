namespace Plimsoll.Indexing.Embedding.Onnx.Tokenizing;

/// <summary>
/// Joins the pairs of a long piece in the same order as going through all would, by a queue of the pairs that are known: a blob of a
/// million letters takes n log n.
/// </summary>
internal sealed class PairQueue
{
    private readonly List<int> _symbols;
    private readonly Dictionary<long, BytePairModel.Merge> _merges;
    private readonly int[] _before;
    private readonly int[] _after;
    private readonly PriorityQueue<(int Left, long Pair, int Joined), (int Rank, int Left)> _queue = new();

    /// <summary>Prepares the joining.</summary>
    /// <param name="symbols">The tokens to begin with; replaced by those to end with.</param>
    /// <param name="merges">What is known.</param>
    public PairQueue(List<int> symbols, Dictionary<long, BytePairModel.Merge> merges)
    {
        (_symbols, _merges) = (symbols, merges);
        _before = new int[symbols.Count];
        _after = new int[symbols.Count];
        for (int i = 0; i < symbols.Count; i++)
            (_before[i], _after[i]) = (i - 1, i + 1);
        for (int i = 0; i + 1 < symbols.Count; i++)
            Consider(i);
    }

    /// <summary>Joins until no pair is known.</summary>
    public void Join()
    {
        while (_queue.TryDequeue(out (int Left, long Pair, int Joined) next, out _))
        {
            int left = next.Left;
            int right = _symbols[left] >= 0 ? _after[left] : _symbols.Count;
            if (right >= _symbols.Count || BytePairModel.Pair(_symbols[left], _symbols[right]) != next.Pair)
                continue; // one of the two was joined with another meanwhile
            _symbols[left] = next.Joined;
            _symbols[right] = -1;
            _after[left] = _after[right];
            if (_after[left] < _symbols.Count)
                _before[_after[left]] = left;
            if (_before[left] >= 0)
                Consider(_before[left]);
            Consider(left);
        }

        _symbols.RemoveAll(symbol => symbol < 0);
    }

    private void Consider(int left)
    {
        int right = _after[left];
        if (right >= _symbols.Count)
            return;
        long pair = BytePairModel.Pair(_symbols[left], _symbols[right]);
        if (_merges.TryGetValue(pair, out BytePairModel.Merge merge))
            _queue.Enqueue((left, pair, merge.Joined), (merge.Rank, left));
    }
}
