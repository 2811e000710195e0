using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Plimsoll.Indexing.Outlining;

/// <summary>
/// A list outside the managed heap that grows by doubling and can shrink again. What one huge file made of it goes back to the system after that
/// file; in the managed heap it would stay as garbage among the large objects, which are collected last.
/// </summary>
/// <typeparam name="T">The element.</typeparam>
internal sealed unsafe class NativeList<T> : IDisposable
    where T : unmanaged
{
    private readonly int _firstCapacity;
    private T* _items;
    private int _capacity;

    /// <summary>Makes room.</summary>
    /// <param name="firstCapacity">Elements that always fit; <see cref="Clear"/> returns to it.</param>
    public NativeList(int firstCapacity)
    {
        _firstCapacity = firstCapacity;
        Resize(firstCapacity);
    }

    /// <summary>Elements in use.</summary>
    public int Count { get; private set; }

    /// <summary>The elements in use.</summary>
    public Span<T> Span => new(_items, Count);

    /// <summary>The element at an index that is in use.</summary>
    public ref T this[int index]
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => ref _items[index];
    }

    /// <summary>Adds one element.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Add(in T item)
    {
        if (Count == _capacity)
            Resize(checked(_capacity * 2));
        _items[Count++] = item;
    }

    /// <summary>Forgets the elements and what more than the first capacity they took.</summary>
    public void Clear()
    {
        Count = 0;
        if (_capacity > _firstCapacity)
            Resize(_firstCapacity);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        NativeMemory.Free(_items);
        _items = null;
    }

    private void Resize(int capacity)
    {
        _items = (T*)NativeMemory.Realloc(_items, (nuint)capacity * (nuint)sizeof(T));
        _capacity = capacity;
    }
}
