using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Plimsoll.Indexing.Embedding;

/// <summary>
/// The embedder that comes with the program: a trained row of small integers for each of 40,000 words, added up by how often a word occurs
/// (docs/model-card.md says how it was made). Integers throughout, hence the same vector on every machine.
/// </summary>
internal sealed unsafe class BuiltinEmbedder : IEmbedder
{
    /// <summary>The length that vectors are scaled to: of 192 numbers the largest is about 3/√192 of it, so hardly any is clipped at 127.</summary>
    public const double Norm = 380;

    /// <summary>Numbers that are added at a time; a row has a multiple of it.</summary>
    public const int Lanes = 32;

    private const int LongestRow = 512;

    private static readonly Lazy<EmbeddingTable> Shipped = new(FromResource);

    private readonly EmbeddingTable _table;

    /// <summary>The embedder with the table that is shipped.</summary>
    public BuiltinEmbedder()
        : this(Shipped.Value)
    {
    }

    /// <summary>An embedder with another table.</summary>
    /// <exception cref="ArgumentException">Its rows do not fit the registers.</exception>
    public BuiltinEmbedder(EmbeddingTable table)
    {
        if (table.Dimensions > LongestRow || table.Dimensions % Lanes != 0)
            throw new ArgumentException($"A row has a multiple of {Lanes} numbers and at most {LongestRow}, not {table.Dimensions}.", nameof(table));
        _table = table;
        Identity = $"builtin-3-{table.Checksum:x16}";
    }

    /// <inheritdoc/>
    public string Identity { get; }

    /// <inheritdoc/>
    public int Dimensions => _table.Dimensions;

    /// <inheritdoc/>
    public int VectorBytes => Nibbles.BytesOf(Dimensions);

    /// <inheritdoc/>
    public bool NeedsText => false;

    /// <inheritdoc/>
    public int TextBytes => 0;

    /// <inheritdoc/>
    public long TextsCut => 0;

    /// <inheritdoc/>
    public long BytesPerItem(int textBytes) => Dimensions + (textBytes / 4 * Unsafe.SizeOf<TokenWeight>());

    /// <inheritdoc/>
    public uint TokenOf(ReadOnlySpan<byte> term) => _table.TokenOf(term);

    /// <inheritdoc/>
    public void Embed(EmbeddingBatch batch, Span<sbyte> vectors)
    {
        int dimensions = Dimensions;
        int* sums = stackalloc int[LongestRow];
        for (int item = 0; item < batch.Count; item++)
        {
            new Span<int>(sums, dimensions).Clear();
            AddRows(batch.Tokens(item), sums);
            Quantise(new ReadOnlySpan<int>(sums, dimensions), vectors.Slice(item * dimensions, dimensions));
        }
    }

    /// <summary>Adds the rows of the tokens times their weights. A row's numbers are below 128 and weights below 1,024, so 16,000 tokens cannot overflow.</summary>
    private void AddRows(ReadOnlySpan<TokenWeight> tokens, int* sums)
    {
        if (!Avx2.IsSupported)
        {
            foreach (TokenWeight token in tokens)
                AddToken(token, sums);
            return;
        }

        AddPairs(tokens, sums);
    }

    /// <summary>Adds two rows at a time: one instruction multiplies both and adds the products. The rows of a word that has two are a pair.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void AddPairs(ReadOnlySpan<TokenWeight> tokens, int* sums)
    {
        int dimensions = Dimensions;
        sbyte* rows = _table.Rows;
        sbyte* waiting = null;
        int waitingWeight = 0;
        foreach (TokenWeight token in tokens)
        {
            sbyte* row = rows + ((token.Id & 0xFFFF) * (long)dimensions);
            uint second = token.Id >> 16;
            if (second != EmbeddingTable.NoRow)
            {
                AddPair(row, token.Weight, rows + (second * (long)dimensions), token.Weight, dimensions, sums);
            }
            else if (waiting == null)
            {
                waiting = row;
                waitingWeight = token.Weight;
            }
            else
            {
                AddPair(waiting, waitingWeight, row, token.Weight, dimensions, sums);
                waiting = null;
            }
        }

        if (waiting != null)
            AddPair(waiting, waitingWeight, waiting, 0, dimensions, sums);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void AddPair(sbyte* one, int weight, sbyte* other, int otherWeight, int dimensions, int* sums)
    {
        Vector256<short> weights = Vector256.Create((weight & 0xFFFF) | (otherWeight << 16)).AsInt16();
        for (int at = 0; at < dimensions; at += Vector256<short>.Count)
        {
            Vector256<short> ones = Avx2.ConvertToVector256Int16(one + at);
            Vector256<short> others = Avx2.ConvertToVector256Int16(other + at);

            // Unpacking works within halves of a register: 0-3 and 8-11 come first.
            Vector256<int> outer = Avx2.MultiplyAddAdjacent(Avx2.UnpackLow(ones, others), weights);
            Vector256<int> inner = Avx2.MultiplyAddAdjacent(Avx2.UnpackHigh(ones, others), weights);
            (Vector256.Load(sums + at) + Avx2.Permute2x128(outer, inner, 0x20)).Store(sums + at);
            (Vector256.Load(sums + at + 8) + Avx2.Permute2x128(outer, inner, 0x31)).Store(sums + at + 8);
        }
    }

    /// <summary>The portable form.</summary>
    private void AddToken(TokenWeight token, int* sums)
    {
        int dimensions = Dimensions;
        sbyte* row = _table.Rows + ((token.Id & 0xFFFF) * (long)dimensions);
        uint second = token.Id >> 16;
        sbyte* other = _table.Rows + (second * (long)dimensions);
        Vector256<int> weight = Vector256.Create(token.Weight);
        for (int at = 0; at < dimensions; at += Lanes)
        {
            (Vector256<short> low, Vector256<short> high) = Vector256.Widen(Vector256.Load(row + at));
            if (second != EmbeddingTable.NoRow)
            {
                (Vector256<short> otherLow, Vector256<short> otherHigh) = Vector256.Widen(Vector256.Load(other + at));
                low += otherLow;
                high += otherHigh;
            }

            Add(low, weight, sums + at);
            Add(high, weight, sums + at + (Lanes / 2));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Add(Vector256<short> numbers, Vector256<int> weight, int* sums)
    {
        (Vector256<int> low, Vector256<int> high) = Vector256.Widen(numbers);
        (Vector256.Load(sums) + (low * weight)).Store(sums);
        (Vector256.Load(sums + 8) + (high * weight)).Store(sums + 8);
    }

    private static void Quantise(ReadOnlySpan<int> sums, Span<sbyte> vector)
    {
        double square = 0;
        foreach (int sum in sums)
            square += (double)sum * sum;
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

    /// <summary>The table lies in the program's own file, which the system maps: its pages are read when a word needs them, and shared by all processes.</summary>
    private static EmbeddingTable FromResource()
    {
        Stream stream = typeof(BuiltinEmbedder).Assembly.GetManifestResourceStream("embedding.table")
            ?? throw new InvalidOperationException("This build has no embedding table.");
        return new EmbeddingTable(((UnmanagedMemoryStream)stream).PositionPointer, stream.Length);
    }
}
