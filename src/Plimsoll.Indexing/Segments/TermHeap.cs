namespace Plimsoll.Indexing.Segments;

/// <summary>Goes through the terms of several segments at once, in byte order: a binary heap of their cursors.</summary>
internal sealed class TermHeap
{
    private readonly TermCursor[] _cursors;
    private readonly int[] _heap;
    private int _count;

    /// <summary>Starts before the first term.</summary>
    public TermHeap(IReadOnlyList<LiveSegment> inputs)
    {
        _cursors = new TermCursor[inputs.Count];
        _heap = new int[inputs.Count];
        for (int input = 0; input < _cursors.Length; input++)
        {
            _cursors[input] = new TermCursor(inputs[input].Segment);
            if (_cursors[input].MoveNext())
                Push(input);
        }
    }

    /// <summary>The cursor of an input.</summary>
    public TermCursor Cursor(int input) => _cursors[input];

    /// <summary>Takes the next term.</summary>
    /// <param name="term">Receives its bytes.</param>
    /// <param name="length">How many bytes it has.</param>
    /// <param name="sources">Receives the inputs that have it, ascending; their cursors stand on it until <see cref="Advance"/>.</param>
    /// <param name="count">How many inputs have it.</param>
    public bool TryTake(byte[] term, out int length, Span<int> sources, out int count)
    {
        count = length = 0;
        if (_count == 0)
            return false;
        ReadOnlySpan<byte> first = _cursors[_heap[0]].Term;
        first.CopyTo(term);
        length = first.Length;
        while (_count > 0 && _cursors[_heap[0]].Term.SequenceEqual(term.AsSpan(0, length)))
            sources[count++] = Pop();
        sources[..count].Sort();
        return true;
    }

    /// <summary>Moves the cursors of inputs that were taken to their next terms.</summary>
    public void Advance(ReadOnlySpan<int> sources)
    {
        foreach (int input in sources)
        {
            if (_cursors[input].MoveNext())
                Push(input);
        }
    }

    private bool Less(int left, int right) => _cursors[left].Term.SequenceCompareTo(_cursors[right].Term) < 0;

    private void Push(int input)
    {
        int at = _count++;
        while (at > 0 && Less(input, _heap[(at - 1) / 2]))
        {
            _heap[at] = _heap[(at - 1) / 2];
            at = (at - 1) / 2;
        }

        _heap[at] = input;
    }

    private int Pop()
    {
        int top = _heap[0];
        int moved = _heap[--_count];
        int at = 0;
        while (true)
        {
            int child = (at * 2) + 1;
            if (child >= _count)
                break;
            if (child + 1 < _count && Less(_heap[child + 1], _heap[child]))
                child++;
            if (!Less(_heap[child], moved))
                break;
            _heap[at] = _heap[child];
            at = child;
        }

        _heap[at] = moved;
        return top;
    }
}
