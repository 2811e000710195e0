using Plimsoll.Indexing.Embedding;
using Plimsoll.Training.Pairs;

namespace Plimsoll.Training.Learning;

/// <summary>
/// Texts that are learnt from together, as addends: row times weight. They are kept by text, to add rows up to vectors, and by row, to bring each row what the
/// vectors want of it.
/// </summary>
internal sealed unsafe class Batch(int rowCount)
{
    private const float WeightUnit = 1f / 64;

    /// <summary>Takes a row and what its vectors want of it together.</summary>
    public delegate void RowVisitor(int row, float* wish);

    private readonly int[] _rowCounts = new int[rowCount];
    private readonly List<int> _touched = [];
    private readonly List<int> _ends = [];
    private int[] _rows = new int[1 << 16];
    private float[] _weights = new float[1 << 16];
    private int[] _rowEnds = [];
    private int[] _items = [];
    private float[] _itemWeights = [];
    private int _count;

    /// <summary>How many texts there are.</summary>
    public int Count => _ends.Count;

    /// <summary>The rows that the texts have.</summary>
    public IReadOnlyList<int> Touched => _touched;

    /// <summary>Forgets the texts.</summary>
    public void Clear()
    {
        _ends.Clear();
        _count = 0;
        foreach (int row in _touched)
            _rowCounts[row] = 0;
        _touched.Clear();
    }

    /// <summary>Adds a text.</summary>
    /// <param name="items">Where it is.</param>
    /// <param name="item">Which it is.</param>
    /// <param name="dropped">The share of its tokens that is left out.</param>
    /// <param name="seed">Which ones are.</param>
    /// <param name="factors">Further weights by row, or nothing.</param>
    public void Add(ItemList items, int item, float dropped, ulong seed, ReadOnlySpan<float> factors = default)
    {
        var dice = new Dice(seed);
        ReadOnlySpan<uint> tokens = items.Tokens(item);
        ReadOnlySpan<ushort> weights = items.Weights(item);
        for (int i = 0; i < tokens.Length; i++)
        {
            if (dropped > 0 && dice.NextShare() < dropped)
                continue;
            AddRow((int)(tokens[i] & 0xFFFF), weights[i] * WeightUnit, factors);
            if (tokens[i] >> 16 != EmbeddingTable.NoRow)
                AddRow((int)(tokens[i] >> 16), weights[i] * WeightUnit, factors);
        }

        _ends.Add(_count);
    }

    /// <summary>Scales the weights of each text so that their squares sum to one.</summary>
    public void Normalise()
    {
        for (int item = 0, at = 0; item < Count; item++)
        {
            float square = 0;
            for (int i = at; i < _ends[item]; i++)
                square += _weights[i] * _weights[i];
            float scale = square > 0 ? 1 / MathF.Sqrt(square) : 0;
            for (; at < _ends[item]; at++)
                _weights[at] *= scale;
        }
    }

    /// <summary>Adds the rows of each text up.</summary>
    public void Pool(NumberTable rows, NumberTable vectors)
    {
        Lanes.For(Count, (first, end) =>
        {
            for (int item = first; item < end; item++)
            {
                float* vector = vectors.Row(item);
                new Span<float>(vector, vectors.Width).Clear();
                for (int at = item == 0 ? 0 : _ends[item - 1]; at < _ends[item]; at++)
                    Numbers.AddTimes(vector, rows.Row(_rows[at]), _weights[at], vectors.Width);
            }
        });
    }

    /// <summary>Sorts the addends by row, for <see cref="Scatter"/>.</summary>
    public void Group()
    {
        if (_items.Length < _count)
            (_items, _itemWeights) = (new int[_rows.Length], new float[_rows.Length]);
        if (_rowEnds.Length < _touched.Count)
            _rowEnds = new int[_touched.Count * 2];
        int end = 0;
        for (int place = 0; place < _touched.Count; place++)
        {
            int count = _rowCounts[_touched[place]];
            _rowCounts[_touched[place]] = end;
            _rowEnds[place] = end += count;
        }

        for (int item = 0, at = 0; item < Count; item++)
        {
            for (; at < _ends[item]; at++)
            {
                int to = _rowCounts[_rows[at]]++;
                (_items[to], _itemWeights[to]) = (item, _weights[at]);
            }
        }
    }

    /// <summary>Adds up, for each row of the batch, the wishes of its texts times its weights there.</summary>
    public void Scatter(NumberTable wishes, RowVisitor visit)
    {
        Lanes.For(_touched.Count, (first, end) =>
        {
            float* wish = stackalloc float[wishes.Width];
            for (int place = first; place < end; place++)
            {
                new Span<float>(wish, wishes.Width).Clear();
                for (int at = place == 0 ? 0 : _rowEnds[place - 1]; at < _rowEnds[place]; at++)
                    Numbers.AddTimes(wish, wishes.Row(_items[at]), _itemWeights[at], wishes.Width);
                visit(_touched[place], wish);
            }
        });
    }

    private void AddRow(int row, float weight, ReadOnlySpan<float> factors)
    {
        if (_count == _rows.Length)
        {
            Array.Resize(ref _rows, _count * 2);
            Array.Resize(ref _weights, _count * 2);
        }

        if (_rowCounts[row]++ == 0)
            _touched.Add(row);
        _rows[_count] = row;
        _weights[_count++] = factors.IsEmpty ? weight : weight * factors[row];
    }
}
