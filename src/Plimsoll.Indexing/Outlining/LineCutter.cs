using System.Runtime.CompilerServices;

namespace Plimsoll.Indexing.Outlining;

/// <summary>Finds where to cut lines that no definition divides: after an empty line, before a line that is little indented.</summary>
internal sealed class LineCutter
{
    // A column of indentation weighs as much as this many bytes of distance from the target, an empty line as much as all of Bonus.
    private const int IndentWeight = 40;
    private const int EmptyBonus = 500;
    private const int IndentMax = 40;

    /// <summary>The last line of the first part of <paramref name="first"/> to <paramref name="last"/>; <paramref name="last"/> when no cut is needed.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal int LastLine(ReadOnlySpan<byte> text, ReadOnlySpan<int> lines, int first, int last)
    {
        int start = lines[first - 1];
        int best = -1;
        int bestCost = int.MaxValue;
        for (int line = first + 1; line <= last; line++)
        {
            int size = lines[line - 1] - start;
            bool tooLong = size > ChunkSize.TextMax || line - first > ChunkSize.MaxLines;
            if (tooLong && best >= 0) return best;

            // No cut was possible before the limit: a long line stands alone.
            if (tooLong) return size > ChunkSize.TextMax && line - 1 > first ? line - 2 : line - 1;
            if (size < ChunkSize.Min) continue;
            int cost = Cost(text, lines, line, size);
            if (cost > bestCost) continue;
            bestCost = cost;
            best = line - 1;
        }

        int rest = text.Length - start;
        if (last < lines.Length) rest = lines[last] - start;
        bool fits = rest <= ChunkSize.TextMax && last - first < ChunkSize.MaxLines;
        if (fits) return last;
        return best >= 0 ? best : Math.Max(first, last - 1);
    }

    private static int Cost(ReadOnlySpan<byte> text, ReadOnlySpan<int> lines, int line, int size)
    {
        int cost = Math.Abs(size - ChunkSize.Target) / 2;
        int start = lines[line - 1];
        int indent = 0;
        while (indent < IndentMax && start + indent < text.Length && text[start + indent] is (byte)' ' or (byte)'\t')
        {
            cost += text[start + indent] == '\t' ? IndentWeight * 4 : IndentWeight;
            indent++;
        }

        bool empty = start + indent >= text.Length || text[start + indent] is (byte)'\n' or (byte)'\r';
        bool closing = !empty && text[start + indent] is (byte)'}' or (byte)')' or (byte)']';
        if (empty || closing) return cost + EmptyBonus;
        int before = lines[line - 2];
        bool afterEmpty = text[before..start].Trim(" \t\r\n"u8).IsEmpty;
        return afterEmpty ? cost - EmptyBonus : cost;
    }
}
