using System.Runtime.CompilerServices;

namespace Plimsoll.Unminify.Naming;

/// <summary>Finds the row of a clue: clues lie in order, and their highest bits say roughly where.</summary>
internal sealed unsafe class ClueIndex
{
    private readonly uint* _clues;
    private readonly int _shift;
    private readonly int[] _buckets;

    /// <summary>An index over clues in order.</summary>
    public ClueIndex(uint* clues, int count)
    {
        _clues = clues;
        Count = count;
        int bits = Math.Clamp(System.Numerics.BitOperations.Log2((uint)count | 1), 1, 16);
        _shift = 32 - bits;
        _buckets = new int[(1 << bits) + 1];
        for (int row = 0, bucket = 0; bucket < _buckets.Length; bucket++)
        {
            while (row < count && clues[row] >> _shift < bucket) row++;
            _buckets[bucket] = row;
        }
    }

    /// <summary>How many clues there are.</summary>
    public int Count { get; }

    /// <summary>The row of a clue, or -1.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public int Find(uint clue)
    {
        uint bucket = clue >> _shift;
        int low = _buckets[bucket], high = _buckets[bucket + 1];
        for (; low < high; low++)
        {
            if (_clues[low] == clue) return low;
        }

        return -1;
    }
}
