using System.Buffers.Binary;
using System.Runtime.InteropServices;
using Plimsoll.Unminify.Naming;

namespace Plimsoll.Training.Names;

/// <summary>Writes what was learnt in the layout that the product reads.</summary>
internal static unsafe class NamingImage
{
    private const int BytesMax = 10_000_000;

    /// <summary>All bytes of the table. Functions fill what is left.</summary>
    public static byte[] Write(PhraseTable phrases, int[] nameCounts, StageWeights first, StageWeights second, FunctionCatalog catalog, out int functions)
    {
        using MemoryStream image = new();
        image.SetLength(NamingTable.HeaderBytes);
        image.Position = NamingTable.HeaderBytes;
        HashSet<uint> shared = [.. first.Clues];
        int[] others = [.. Enumerable.Range(0, second.Clues.Length).Where(row => !shared.Contains(second.Clues[row]))];
        int[] own = [.. Enumerable.Range(0, second.Clues.Length).Where(row => shared.Contains(second.Clues[row]))];
        // Both stages learn from the same bindings, so what is seen of a binding itself is known to both or to none.
        if (own.Length != first.Clues.Length) throw new InvalidOperationException("The stages do not know the same clues.");
        image.Write(MemoryMarshal.AsBytes<uint>(first.Clues));
        Align(image);
        image.Write(MemoryMarshal.AsBytes<uint>([.. others.Select(row => second.Clues[row])]));
        Align(image);
        WriteStage(image, first, [.. Enumerable.Range(0, first.Clues.Length)]);
        WriteStage(image, second, [.. own, .. others]);
        image.Write([.. nameCounts.Select(count => (byte)NameVocabulary.FrequencyOf(count))]);
        Align(image);
        byte[] words = new byte[WordSplitter.WordBytesMax];
        for (int name = 0; name < nameCounts.Length; name++)
        {
            int length = phrases.CopyWords(name, words);
            image.WriteByte((byte)length);
            image.Write(words, 0, length);
        }

        Align(image);
        long known = image.Length;
        functions = KnownFunctionsImage.Write(catalog.InOrder(nameCounts.Length), image, BytesMax - known);
        byte[] bytes = image.ToArray();
        NamingTable.Header header = new() { Magic = NamingTable.Mark, Length = bytes.Length, KnownFunctions = known, Names = nameCounts.Length, Clues = own.Length, NeighbourClues = others.Length };
        MemoryMarshal.Write(bytes, header);
        return bytes;
    }

    /// <summary>Writes a stage with its rows in the given order.</summary>
    private static void WriteStage(MemoryStream image, StageWeights weights, int[] rows)
    {
        float clueStep = Largest(weights.ClueVectors) / 127, nameStep = Largest(weights.NameVectors) / 127;
        NamingStage.Header header = new() { Rows = rows.Length, Pairs = weights.Pairs.Length, Scale = (double)clueStep * nameStep };
        byte[] head = new byte[NamingStage.HeaderBytes];
        MemoryMarshal.Write(head, header);
        image.Write(head);
        int[] first = new int[rows.Length + 1];
        for (int i = 0; i < rows.Length; i++) first[i + 1] = first[i] + weights.FirstPairs[rows[i] + 1] - weights.FirstPairs[rows[i]];
        int[] blocks = [.. Enumerable.Range(0, (int)NamingStage.Blocks(rows.Length)).Select(block => first[block * NamingStage.BlockRows])];
        image.Write(MemoryMarshal.AsBytes<int>(blocks));
        Align(image);
        image.Write(MemoryMarshal.AsBytes<ushort>([.. first.Select((at, row) => checked((ushort)(at - blocks[row / NamingStage.BlockRows])))]));
        Align(image);
        foreach (int row in rows)
        {
            for (int pair = weights.FirstPairs[row]; pair < weights.FirstPairs[row + 1]; pair++) WritePair(image, weights, pair);
        }

        Align(image);
        foreach (float weight in weights.Places) WriteShort(image, weight);
        foreach (float start in weights.Starts) WriteShort(image, start);
        Align(image);
        foreach (int row in rows)
        {
            foreach (float one in weights.ClueVectors.AsSpan(row * NamingStage.Dimensions, NamingStage.Dimensions)) image.WriteByte((byte)ToStep(one, clueStep));
        }

        foreach (float one in weights.NameVectors) image.WriteByte((byte)ToStep(one, nameStep));
        Align(image);
    }

    private static void WritePair(MemoryStream image, StageWeights weights, int pair)
    {
        Span<byte> bytes = stackalloc byte[4];
        BinaryPrimitives.WriteUInt16LittleEndian(bytes, checked((ushort)weights.PairNames[pair]));
        bytes[2] = (byte)ToStep(weights.Pairs[pair], NamingStage.PairStep / 256f);
        bytes[3] = (byte)Math.Clamp((int)MathF.Round(MathF.Sqrt(weights.PairShares[pair]) * 255), 0, 255);
        image.Write(bytes);
    }

    private static void WriteShort(MemoryStream image, float weight)
    {
        Span<byte> bytes = stackalloc byte[2];
        BinaryPrimitives.WriteInt16LittleEndian(bytes, (short)Math.Clamp((int)MathF.Round(weight * 256), short.MinValue, short.MaxValue));
        image.Write(bytes);
    }

    private static sbyte ToStep(float number, float step) => (sbyte)Math.Clamp((int)MathF.Round(number / step), -127, 127);

    /// <summary>The number that one of 10,000 exceeds; those few are cut off rather than all others rounded to fewer steps.</summary>
    private static float Largest(float[] numbers)
    {
        float[] sizes = [.. numbers.Select(MathF.Abs)];
        Array.Sort(sizes);
        return Math.Max(1e-6f, sizes[Math.Min(sizes.Length - 1, sizes.Length - (sizes.Length / 10_000) - 1)]);
    }

    private static void Align(MemoryStream image)
    {
        while (image.Length % 8 != 0) image.WriteByte(0);
    }
}
