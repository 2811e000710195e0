namespace Plimsoll.Indexing.Search;

/// <summary>A chunk, or a definition of it, that may become a hit.</summary>
internal struct Candidate
{
    /// <summary>What it is ordered by; the greater the better.</summary>
    public double Key;
    public int Segment;
    public int Chunk;

    /// <summary>The line that settles ties inside a file.</summary>
    public int Line;

    /// <summary>The definition's index in the chunk, or -1 for the chunk itself.</summary>
    public int Definition;

    /// <summary>The BM25F score.</summary>
    public float Lexical;

    /// <summary>The product of the chunk's vector and the query's.</summary>
    public int Dot;

    /// <summary>The query's terms that stand in the chunk, a bit each.</summary>
    public uint Terms;

    /// <summary>Better candidates of the same file.</summary>
    public int Before;
}

/// <summary>Keeps the best candidates: a heap with the worst of them on top. Ties are settled by path and line, so order of arrival does not matter.</summary>
internal sealed class CandidateHeap(Corpus corpus, int capacity)
{
    private readonly Candidate[] _items = new Candidate[capacity];

    /// <summary>The most candidates that are kept.</summary>
    public int Capacity => _items.Length;

    /// <summary>Candidates kept.</summary>
    public int Count { get; private set; }

    /// <summary>A candidate; in order of rank after <see cref="Sort"/>.</summary>
    public ref Candidate this[int index] => ref _items[index];

    /// <summary>Whether a key is too low to be kept.</summary>
    public bool IsBelow(double key) => Count == _items.Length && key < _items[0].Key;

    /// <summary>Whether there is no room but in place of a worse one.</summary>
    public bool IsFull => Count == _items.Length;

    /// <summary>Keeps a candidate if it is good enough.</summary>
    public void Offer(in Candidate candidate)
    {
        if (Count < _items.Length)
        {
            _items[Count] = candidate;
            Lift(Count++);
        }
        else if (IsWorse(_items[0], candidate))
        {
            _items[0] = candidate;
            Sink(0, Count);
        }
    }

    /// <summary>Brings the candidates in order, the best first. No more may be offered after that.</summary>
    public void Sort()
    {
        for (int last = Count - 1; last > 0; last--)
        {
            (_items[0], _items[last]) = (_items[last], _items[0]);
            Sink(0, last);
        }
    }

    private void Lift(int at)
    {
        while (at > 0)
        {
            int parent = (at - 1) / 2;
            if (!IsWorse(_items[at], _items[parent]))
                return;
            (_items[at], _items[parent]) = (_items[parent], _items[at]);
            at = parent;
        }
    }

    private void Sink(int at, int count)
    {
        while (true)
        {
            int child = (2 * at) + 1;
            if (child >= count)
                return;
            if (child + 1 < count && IsWorse(_items[child + 1], _items[child]))
                child++;
            if (!IsWorse(_items[child], _items[at]))
                return;
            (_items[at], _items[child]) = (_items[child], _items[at]);
            at = child;
        }
    }

    private bool IsWorse(in Candidate left, in Candidate right) =>
        left.Key != right.Key ? left.Key < right.Key : corpus.ComparePlaces(left, right) > 0;
}
