using System.Numerics;
using System.Runtime.CompilerServices;

namespace Plimsoll.JavaScript.Text;

/// <summary>
/// A list in blocks of a <see cref="ChunkStore"/>: it grows without copying, so that it never needs twice its size, and gives back what it shrinks by.
/// Elements stay where they are, and references to them stay good until they are removed.
/// </summary>
/// <typeparam name="T">The element.</typeparam>
public sealed unsafe class ChunkList<T> : IDisposable
    where T : unmanaged
{
    // Blocks of at most 64 KiB: small beside the smallest budget, large beside the cost of a call.
    private const int BlockBytesMax = 64 * 1024;

    private static readonly int Shift = BitOperations.Log2((uint)(BlockBytesMax / sizeof(T)));

    private readonly ChunkStore _store;
    private T*[] _blocks = new T*[4];
    private int _blockCount;
    private int _count;

    /// <summary>An empty list, which takes its first block with its first element.</summary>
    /// <param name="store">Where blocks come from.</param>
    public ChunkList(ChunkStore store) => _store = store;

    /// <summary>How many elements there are.</summary>
    public int Count => _count;

    /// <summary>The bytes of the blocks that are held.</summary>
    public long BytesHeld => (long)_blockCount * BlockBytes;

    private static int BlockBytes => (1 << Shift) * sizeof(T);

    /// <summary>The element at an index below <see cref="Count"/>; the index is checked in Debug builds only.</summary>
    public ref T this[int index]
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get
        {
            System.Diagnostics.Debug.Assert((uint)index < (uint)_count, "index out of range");
            return ref _blocks[index >> Shift][index & ((1 << Shift) - 1)];
        }
    }

    /// <summary>Adds an element and returns its index.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int Add(in T item)
    {
        int index = _count;
        if (index >> Shift == _blockCount) Grow();
        _blocks[index >> Shift][index & ((1 << Shift) - 1)] = item;
        _count = index + 1;
        return index;
    }

    /// <summary>Puts an element between others; what follows moves up.</summary>
    public void Insert(int index, in T item)
    {
        Add(item);
        for (int at = _count - 1; at > index; at--) this[at] = this[at - 1];
        this[index] = item;
    }

    /// <summary>Forgets the elements from a count on. Their blocks are kept for the next ones; see <see cref="Trim"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Truncate(int count)
    {
        System.Diagnostics.Debug.Assert((uint)count <= (uint)_count, "a list cannot be cut to more than it has");
        _count = count;
    }

    /// <summary>Gives back the blocks that no element lies in.</summary>
    public void Trim()
    {
        int needed = (_count + (1 << Shift) - 1) >> Shift;
        while (_blockCount > needed) _store.Return((nint)_blocks[--_blockCount], BlockBytes);
    }

    /// <summary>Forgets all and gives all blocks back. The list may be used again.</summary>
    public void Dispose()
    {
        _count = 0;
        Trim();
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void Grow()
    {
        if (_blockCount == _blocks.Length)
        {
            T*[] larger = new T*[_blocks.Length * 2];
            Array.Copy(_blocks, larger, _blockCount);
            _blocks = larger;
        }

        _blocks[_blockCount] = (T*)_store.Rent(BlockBytes);
        _blockCount++;
    }
}
