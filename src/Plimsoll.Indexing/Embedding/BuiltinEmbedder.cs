using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Plimsoll.Indexing.Tokens;

namespace Plimsoll.Indexing.Embedding;

/// <summary>
/// The embedder that needs no model: feature hashing (Weinberger et al., 2009) of sub-tokens to random signs. A term adds one
/// sign pattern for itself and half of one for its first letters, so that `configure` lies near `configuration`. Integers
/// throughout, hence the same vector on every machine.
/// </summary>
internal sealed class BuiltinEmbedder : IEmbedder
{
    /// <summary>Numbers a vector: 96 random signs keep cosines within ±.1 (1/√96), and the vectors within 6 % of the source.</summary>
    public const int VectorLength = 96;

    /// <summary>The length that vectors are scaled to. With 96 numbers the largest is about 3/√96 of it, so few are clipped at 127.</summary>
    public const double Norm = 380;

    /// <summary>Letters that stand for a word's stem.</summary>
    private const int StemLetters = 5;

    private const int WholeBits = 18;

    /// <inheritdoc/>
    public string Identity => "builtin-hash-1";

    /// <inheritdoc/>
    public int Dimensions => VectorLength;

    /// <inheritdoc/>
    public bool NeedsText => false;

    /// <inheritdoc/>
    public long BytesPerItem(int textBytes) => VectorLength + (textBytes / 4 * Unsafe.SizeOf<TokenWeight>());

    /// <inheritdoc/>
    public uint TokenOf(ReadOnlySpan<byte> term)
    {
        uint whole = (uint)(Words.Hash(term) >> (64 - WholeBits));
        ReadOnlySpan<byte> stem = term[..Math.Min(StemLetters, term.Length)];
        uint start = (uint)(Words.Hash(stem) >> (64 - (32 - WholeBits)));
        return (start << WholeBits) | whole;
    }

    /// <inheritdoc/>
    public void Embed(EmbeddingBatch batch, Span<sbyte> vectors)
    {
        Span<int> sums = stackalloc int[VectorLength];
        for (int item = 0; item < batch.Count; item++)
        {
            sums.Clear();
            foreach (TokenWeight token in batch.Tokens(item))
            {
                ulong whole = token.Id & ((1u << WholeBits) - 1);
                ulong start = (token.Id >> WholeBits) | (1UL << 40);
                AddSigns(ref sums[0], Words.Mix(whole, 0xA0761D6478BD642FUL), token.Weight);
                AddSigns(ref sums[0], Words.Mix(start, 0xE7037ED1A0B428DBUL), token.Weight / 2);
            }

            Quantise(sums, vectors.Slice(item * VectorLength, VectorLength));
        }
    }

    /// <summary>Adds the weight with signs that are drawn from a seed.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void AddSigns(ref int sums, ulong seed, int weight)
    {
        Vector256<int> bit = Vector256.Create(1, 2, 4, 8, 16, 32, 64, 128);
        Vector256<int> plus = Vector256.Create(weight);
        Vector256<int> minus = Vector256.Create(-weight);
        ulong low = Words.Mix(seed ^ 0x8EBC6AF09C88C6E3UL, 0x589965CC75374CC3UL);
        ulong high = Words.Mix(seed ^ 0x1D8E4E27C47D124FUL, 0xEB44ACCAB455D165UL);
        for (int lane = 0; lane < VectorLength / 8; lane++)
        {
            int signs = (int)((lane < 8 ? low >> (lane * 8) : high >> ((lane - 8) * 8)) & 0xFF);
            Vector256<int> mask = Vector256.Equals(Vector256.Create(signs) & bit, bit);
            nuint at = (nuint)(lane * 8);
            Vector256<int> sum = Vector256.LoadUnsafe(ref sums, at) + Vector256.ConditionalSelect(mask, plus, minus);
            sum.StoreUnsafe(ref sums, at);
        }
    }

    private static void Quantise(ReadOnlySpan<int> sums, Span<sbyte> vector)
    {
        long square = 0;
        foreach (int sum in sums)
            square += (long)sum * sum;
        if (square == 0)
        {
            vector.Clear();
            return;
        }

        double scale = Norm / Math.Sqrt(square);
        for (int i = 0; i < sums.Length; i++)
            vector[i] = (sbyte)Math.Clamp((int)Math.Round(sums[i] * scale), -127, 127);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
    }
}
