namespace Plimsoll.Indexing.Embedding;

/// <summary>
/// Turns a model's numbers into those of the index: scaled to the length that all vectors have (<see cref="BuiltinEmbedder.Norm"/>), rounded, and clipped at 127. The error of the rounding is
/// less than a thousandth of a cosine, with 4,096 numbers too.
/// </summary>
internal static class Quantiser
{
    /// <summary>Writes a vector.</summary>
    /// <returns>Whether it is one: every number finite, and not all of them zero. If not, nothing is written.</returns>
    public static bool TryWrite(ReadOnlySpan<float> numbers, Span<sbyte> vector)
    {
        double square = 0;
        foreach (float number in numbers)
            square += (double)number * number;
        if (!double.IsFinite(square) || square == 0)
            return false;
        double scale = BuiltinEmbedder.Norm / Math.Sqrt(square);
        for (int i = 0; i < numbers.Length; i++)
            vector[i] = (sbyte)Math.Clamp((int)Math.Round(numbers[i] * scale), -127, 127);
        return true;
    }
}
