using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Plimsoll.Indexing.Embedding.Onnx.Native;

namespace Plimsoll.Indexing.Embedding.Onnx;

/// <summary>Makes one vector a text of what a model gives: of its tokens' vectors, or of the text's own.</summary>
internal sealed unsafe class Pooler(PoolingKind kind, int dimensions)
{
    private readonly float[] _sum = new float[dimensions];
    private readonly float[] _row = new float[dimensions];

    /// <summary>Writes the vector of a text.</summary>
    /// <param name="data">The output of the model.</param>
    /// <param name="shape">Its shape, of which the last is the number of dimensions.</param>
    /// <param name="text">Which text.</param>
    /// <param name="length">How many tokens of it are no padding.</param>
    /// <param name="vector">Receives the vector.</param>
    /// <returns>Whether the numbers make a vector.</returns>
    public bool TryWrite(void* data, in OrtShape shape, int text, int length, Span<sbyte> vector)
    {
        bool isHalf = shape.Element == OrtElement.Half;
        if (shape.Dimensions.Length == 2)
            return Quantiser.TryWrite(Row(data, isHalf, text), vector);
        long first = text * shape.Dimensions[1];
        return kind switch
        {
            PoolingKind.First => Quantiser.TryWrite(Row(data, isHalf, first), vector),
            PoolingKind.Last => Quantiser.TryWrite(Row(data, isHalf, first + length - 1), vector),
            _ => Quantiser.TryWrite(Reduce(data, isHalf, first, length), vector),
        };
    }

    /// <summary>The sum serves as the mean, because vectors are scaled to one length afterwards.</summary>
    private ReadOnlySpan<float> Reduce(void* data, bool isHalf, long first, int length)
    {
        Row(data, isHalf, first).CopyTo(_sum);
        for (int token = 1; token < length; token++)
        {
            ReadOnlySpan<float> row = Row(data, isHalf, first + token);
            if (kind == PoolingKind.Max)
                Raise(_sum, row);
            else
                Add(_sum, row);
        }

        return _sum;
    }

    private ReadOnlySpan<float> Row(void* data, bool isHalf, long row)
    {
        if (!isHalf)
            return new ReadOnlySpan<float>((float*)data + (row * dimensions), dimensions);
        var halves = new ReadOnlySpan<Half>((Half*)data + (row * dimensions), dimensions);
        for (int i = 0; i < halves.Length; i++)
            _row[i] = (float)halves[i];
        return _row;
    }

    private static void Add(Span<float> sum, ReadOnlySpan<float> row)
    {
        int at = 0;
        for (; at + Vector<float>.Count <= sum.Length; at += Vector<float>.Count)
            (Load(sum, at) + Load(row, at)).CopyTo(sum[at..]);
        for (; at < sum.Length; at++)
            sum[at] += row[at];
    }

    private static void Raise(Span<float> most, ReadOnlySpan<float> row)
    {
        for (int at = 0; at < most.Length; at++)
            most[at] = MathF.Max(most[at], row[at]);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<float> Load(ReadOnlySpan<float> numbers, int at) => Unsafe.ReadUnaligned<Vector<float>>(ref Unsafe.As<float, byte>(ref Unsafe.Add(ref MemoryMarshal.GetReference(numbers), at)));
}
