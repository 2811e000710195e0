using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Plimsoll.Files;

namespace Plimsoll.Indexing.Segments;

/// <summary>
/// A growing array outside the managed heap. Its capacity is reserved as address space at once and becomes memory only as it
/// is touched, so that growth never copies and the bytes in use are known exactly.
/// </summary>
/// <typeparam name="T">The element.</typeparam>
internal sealed unsafe class NativeBuffer<T> : IDisposable
    where T : unmanaged
{
    private T* _items;
    private int _touched;

    /// <summary>Reserves room.</summary>
    /// <param name="capacity">Elements at most.</param>
    public NativeBuffer(int capacity)
    {
        Capacity = capacity;
        _items = (T*)NativeMemory.AlignedAlloc((nuint)capacity * (nuint)sizeof(T), 64);
    }

    /// <summary>Elements that fit.</summary>
    public int Capacity { get; }

    /// <summary>Elements in use.</summary>
    public int Count { get; set; }

    /// <summary>Bytes in use: what has become memory.</summary>
    public long UsedBytes => (long)Count * sizeof(T);

    /// <summary>The first element.</summary>
    public T* Pointer => _items;

    /// <summary>The elements in use.</summary>
    public Span<T> Span => new(_items, Count);

    /// <summary>The element at an index that is in use.</summary>
    public ref T this[int index]
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => ref _items[index];
    }

    /// <summary>Adds one element.</summary>
    public void Add(in T item)
    {
        if (Count == Capacity)
            throw Full();
        _items[Count++] = item;
    }

    /// <summary>Adds room for several elements, not cleared, and gives the offset of the first.</summary>
    public int Reserve(int count)
    {
        if (count > Capacity - Count)
            throw Full();
        int offset = Count;
        Count += count;
        return offset;
    }

    /// <summary>Adds several elements and gives the offset of the first.</summary>
    public int Append(ReadOnlySpan<T> items)
    {
        int offset = Reserve(items.Length);
        items.CopyTo(new Span<T>(_items + offset, items.Length));
        return offset;
    }

    /// <summary>Forgets the elements; their memory stays for the next use.</summary>
    public void Clear()
    {
        _touched = Math.Max(_touched, Count);
        Count = 0;
    }

    /// <summary>
    /// Forgets the elements and gives their memory back, so that buffers which are large at different times do not add up to more than their lease.
    /// </summary>
    /// <returns>Whether the memory was given back; where the system cannot, it stays for the next use.</returns>
    public bool Release()
    {
        Clear();
        long bytes = (long)_touched * sizeof(T);
        _touched = 0;
        return PageAdvice.Release((byte*)_items, bytes);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        NativeMemory.AlignedFree(_items);
        _items = null;
    }

    private static IndexException Full() => new(
        IndexFailure.BudgetTooSmall, "A file needs more room than the memory budget leaves for one file. Give more with --memory.");
}
