using System.Runtime.InteropServices;

namespace Plimsoll.Indexing.Embedding.Onnx;

/// <summary>
/// The tensors that go into a run: tokens, which of them are no padding, and (all zero) to which of two texts they belong. One allocation that grows to the
/// largest batch and stays, outside of the collector's heap because the library keeps pointers into it while it runs.
/// </summary>
internal sealed unsafe class TokenBatch : IDisposable
{
    private const int Tensors = 3;

    private long* _numbers;
    private nuint _capacity;

    /// <summary>Texts.</summary>
    public int Rows { get; private set; }

    /// <summary>Tokens a text, padding included.</summary>
    public int Columns { get; private set; }

    /// <summary>Tokens of a row that are no padding.</summary>
    public int[] Lengths { get; private set; } = new int[64];

    /// <summary>Bytes of one tensor, of 64-bit numbers.</summary>
    public nuint TensorBytes => (nuint)Rows * (nuint)Columns * sizeof(long);

    /// <summary>Bytes that are held.</summary>
    public long HeldBytes => (long)_capacity * Tensors * sizeof(long);

    /// <summary>The tensor with this number: 0 tokens, 1 mask, 2 kinds.</summary>
    public long* Tensor(int number) => _numbers + ((nuint)number * (nuint)Rows * (nuint)Columns);

    /// <summary>Begins a batch; every row must be set.</summary>
    public void Begin(int rows, int columns)
    {
        nuint needed = (nuint)rows * (nuint)columns;
        if (needed > _capacity)
        {
            NativeMemory.Free(_numbers);
            _numbers = null; // should the next line fail, nothing is held
            _capacity = 0;
            _numbers = (long*)NativeMemory.Alloc(needed * Tensors, sizeof(long));
            _capacity = needed;
        }

        if (rows > Lengths.Length)
            Lengths = new int[rows];
        (Rows, Columns) = (rows, columns);
        new Span<long>(Tensor(2), rows * columns).Clear();
    }

    /// <summary>Sets a row; what is left of it is padding.</summary>
    public void SetRow(int row, ReadOnlySpan<int> tokens, int padding)
    {
        var ids = new Span<long>(Tensor(0) + ((nint)row * Columns), Columns);
        var mask = new Span<long>(Tensor(1) + ((nint)row * Columns), Columns);
        for (int i = 0; i < tokens.Length; i++)
            ids[i] = tokens[i];
        ids[tokens.Length..].Fill(padding);
        mask[..tokens.Length].Fill(1);
        mask[tokens.Length..].Clear();
        Lengths[row] = tokens.Length;
    }

    /// <summary>Some models take 32-bit numbers: packs a tensor in place.</summary>
    public void Narrow(int number)
    {
        long* wide = Tensor(number);
        int* narrow = (int*)wide;
        for (int i = 0; i < Rows * Columns; i++)
            narrow[i] = (int)wide[i];
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        NativeMemory.Free(_numbers);
        _numbers = null;
        _capacity = 0;
    }
}
