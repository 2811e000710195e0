using System.Runtime.Intrinsics;

namespace Plimsoll.Training.Learning;

/// <summary>
/// The loss: each description shall lie nearer to its own code than to the other codes of the batch, and each code nearer to its own description (symmetric
/// InfoNCE). Gives the loss and its gradient by the vectors before they were scaled to length one.
/// </summary>
internal sealed unsafe class Contrast(int most, int width, float temperature) : IDisposable
{
    private readonly NumberTable _likely = new(most, most);
    private readonly NumberTable _turned = new(most, most);
    private readonly NumberTable _queries = new(most, width);
    private readonly NumberTable _codes = new(most, width);
    private readonly float[] _queryLengths = new float[most];
    private readonly float[] _codeLengths = new float[most];
    private readonly float[] _querySums = new float[most];
    private readonly float[] _codeSums = new float[most];

    /// <summary>The bytes that it takes.</summary>
    public static long BytesOf(int most, int width) => 2 * (NumberTable.BytesOf(most, most) + NumberTable.BytesOf(most, width));

    /// <summary>Replaces the vectors of descriptions (first half) and codes (second half) by the gradient of the loss.</summary>
    /// <param name="vectors">Twice <paramref name="count"/> vectors.</param>
    /// <param name="count">How many pairs; a multiple of eight.</param>
    /// <returns>The mean loss of a pair, both directions together.</returns>
    public double Run(NumberTable vectors, int count)
    {
        Lanes.For(count, (first, end) => Normalise(vectors, 0, first, end, _queries, _queryLengths));
        Lanes.For(count, (first, end) => Normalise(vectors, count, first, end, _codes, _codeLengths));
        Compare(_queries, _codes, _likely, _querySums, count);
        Compare(_codes, _queries, _turned, _codeSums, count);
        Lanes.For(count, (first, end) => Pull(vectors, 0, first, end, _likely, _codes, _queries, _querySums, _codeSums, _queryLengths, count));
        Lanes.For(count, (first, end) => Pull(vectors, count, first, end, _turned, _queries, _codes, _codeSums, _querySums, _codeLengths, count));
        double loss = 0;
        for (int i = 0; i < count; i++)
            loss += Math.Log(_querySums[i]) + Math.Log(_codeSums[i]) - (2 * Math.Log(_likely.Row(i)[i]));
        return loss / count;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _likely.Dispose();
        _turned.Dispose();
        _queries.Dispose();
        _codes.Dispose();
    }

    private static void Normalise(NumberTable vectors, int offset, int first, int end, NumberTable unit, float[] lengths)
    {
        for (int i = first; i < end; i++)
        {
            float* vector = vectors.Row(offset + i);
            float length = MathF.Max(MathF.Sqrt(Numbers.Dot(vector, vector, vectors.Width)), 1e-6f);
            lengths[i] = length;
            new ReadOnlySpan<float>(vector, vectors.Width).CopyTo(new Span<float>(unit.Row(i), vectors.Width));
            Numbers.Scale(unit.Row(i), 1 / length, vectors.Width);
        }
    }

    /// <summary>exp((cosine - 1) / temperature) of each of these to each of those, and its sum by row.</summary>
    private void Compare(NumberTable these, NumberTable those, NumberTable likely, float[] sums, int count)
    {
        Lanes.For(count, (first, end) =>
        {
            Vector256<float> one = Vector256<float>.One;
            for (int i = first; i < end; i++)
            {
                float* row = likely.Row(i);
                for (int j = 0; j < count; j += 4)
                    Numbers.Dot4(these.Row(i), those.Row(j), these.Width, row + j);
                Vector256<float> sum = Vector256<float>.Zero;
                for (int j = 0; j < count; j += Numbers.Width)
                {
                    Vector256<float> value = Vector256.Exp((Vector256.Load(row + j) - one) * (1 / temperature));
                    value.Store(row + j);
                    sum += value;
                }

                sums[i] = Vector256.Sum(sum);
            }
        });
    }

    /// <summary>The gradient: towards what is too near, away from its own partner, without the part along the vector, which changes only its length.</summary>
    private void Pull(
        NumberTable vectors, int offset, int first, int end, NumberTable likely, NumberTable those, NumberTable these, float[] sums, float[] otherSums, float[] lengths, int count)
    {
        for (int i = first; i < end; i++)
        {
            float* gradient = vectors.Row(offset + i);
            float* row = likely.Row(i);
            new Span<float>(gradient, vectors.Width).Clear();
            float own = 1 / sums[i];
            for (int j = 0; j < count; j++)
                Numbers.AddTimes(gradient, those.Row(j), row[j] * (own + (1 / otherSums[j])), vectors.Width);
            Numbers.AddTimes(gradient, those.Row(i), -2, vectors.Width);
            Numbers.AddTimes(gradient, these.Row(i), -Numbers.Dot(gradient, these.Row(i), vectors.Width), vectors.Width);
            Numbers.Scale(gradient, 1 / (temperature * lengths[i] * count), vectors.Width);
        }
    }
}
