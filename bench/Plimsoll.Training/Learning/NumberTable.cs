using System.Runtime.InteropServices;

namespace Plimsoll.Training.Learning;

/// <summary>Rows of numbers in native memory.</summary>
internal sealed unsafe class NumberTable : IDisposable
{
    private float* _start;

    /// <summary>Takes memory for rows of zeros.</summary>
    public NumberTable(int rows, int width)
    {
        (Rows, Width) = (rows, width);
        _start = (float*)NativeMemory.AlignedAlloc((nuint)BytesOf(rows, width), 64);
        Clear();
    }

    /// <summary>How many rows there are.</summary>
    public int Rows { get; }

    /// <summary>Numbers a row.</summary>
    public int Width { get; }

    /// <summary>The numbers, row by row.</summary>
    public Span<float> All => new(_start, Rows * Width);

    /// <summary>The bytes that so many rows take.</summary>
    public static long BytesOf(int rows, int width) => (long)rows * width * sizeof(float);

    /// <summary>A row.</summary>
    public float* Row(int row) => _start + ((long)row * Width);

    /// <summary>Sets all numbers to zero.</summary>
    public void Clear() => All.Clear();

    /// <inheritdoc/>
    public void Dispose()
    {
        NativeMemory.AlignedFree(_start);
        _start = null;
    }
}
