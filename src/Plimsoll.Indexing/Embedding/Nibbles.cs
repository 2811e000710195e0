namespace Plimsoll.Indexing.Embedding;

/// <summary>
/// Vectors with four bits a number, as the index keeps those of the builtin embedder: twice as many numbers in the same bytes find more than exact ones do (docs/model-card.md).
/// A number is one of sixteen steps, -15, -13 … 15, on a scale that follows the length of the vector. Byte i holds number i in its low half and number i + n/2 in its high half.
/// </summary>
internal static class Nibbles
{
    /// <summary>Half of the distance from the lowest step to the highest: a half n stands for 2n - 15.</summary>
    public const int Bias = 15;

    /// <summary>
    /// The width of a step for numbers with a mean square of one: the one that loses least of numbers in a bell curve (Max, 1960), about a hundredth of the square.
    /// </summary>
    private const double StepWidth = .335;

    private const int HighestStep = 15;

    /// <summary>The bytes of so many numbers.</summary>
    public static int BytesOf(int numbers) => numbers / 2;

    /// <summary>Packs a vector. The result may take the place of the first half of the numbers.</summary>
    /// <param name="numbers">An even count of numbers.</param>
    /// <param name="packed">Receives <see cref="BytesOf"/> bytes.</param>
    public static void Pack(ReadOnlySpan<sbyte> numbers, Span<sbyte> packed)
    {
        int square = 0;
        foreach (sbyte number in numbers)
            square += number * number;

        // Every other step of a vector of zeros is below and above zero, so that it is near to nothing.
        double scale = square == 0 ? 0 : Math.Sqrt(numbers.Length / (double)square) / StepWidth;
        int half = numbers.Length / 2;
        for (int i = 0; i < half; i++)
        {
            int low = square == 0 ? 7 + (i & 1) : StepOf(numbers[i] * scale);
            int high = square == 0 ? 8 - (i & 1) : StepOf(numbers[i + half] * scale);
            packed[i] = (sbyte)(low | (high << 4));
        }
    }

    /// <summary>What is below the lowest step is clipped, so cutting off the fraction is rounding down.</summary>
    private static int StepOf(double steps) => Math.Clamp((int)(steps + 8), 0, HighestStep);
}
