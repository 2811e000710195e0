using System.Buffers;
using Plimsoll.JavaScript.Scopes;

namespace Plimsoll.JavaScript.Renaming;

/// <summary>Writes a program with other names and nothing else changed: its text is copied, only occurrences are replaced. No tree is made.</summary>
public static class SourceRenamer
{
    private const int PieceBytes = 16 * 1024;

    /// <summary>Writes it.</summary>
    /// <param name="tables">The program.</param>
    /// <param name="names">What its bindings are called from now on.</param>
    /// <param name="output">Where the text goes.</param>
    public static void Write(ScopeTables tables, SymbolNames names, IBufferWriter<byte> output)
    {
        int at = 0;
        for (int i = 0; i < tables.Occurrences.Count; i++)
        {
            ref Occurrence occurrence = ref tables.Occurrences[i];
            if (!names.IsRenamed(occurrence.Symbol)) continue;
            int end = occurrence.Offset + IdentifierText.LengthAt(tables.Source, occurrence.Offset);
            ReadOnlySpan<byte> old = tables.Source.Slice(occurrence.Offset, end);
            Copy(tables, at, occurrence.Offset, output);
            Replace(occurrence.Expansion, old, names[occurrence.Symbol], output);
            at = end;
        }

        Copy(tables, at, tables.Source.Length, output);
    }

    private static void Replace(Expansion expansion, ReadOnlySpan<byte> old, ReadOnlySpan<byte> name, IBufferWriter<byte> output)
    {
        switch (expansion)
        {
            case Expansion.Shorthand when IdentifierText.IsProto(old):
                // With a colon it would set the prototype.
                output.Write("[\"__proto__\"]: "u8);
                output.Write(name);
                break;
            case Expansion.Shorthand:
                output.Write(old);
                output.Write(": "u8);
                output.Write(name);
                break;
            case Expansion.Export:
                output.Write(name);
                output.Write(" as "u8);
                output.Write(old);
                break;
            case Expansion.Import:
                output.Write(old);
                output.Write(" as "u8);
                output.Write(name);
                break;
            default:
                output.Write(name);
                break;
        }
    }

    private static void Copy(ScopeTables tables, int start, int end, IBufferWriter<byte> output)
    {
        for (; start < end; start += PieceBytes) output.Write(tables.Source.Slice(start, Math.Min(end, start + PieceBytes)));
    }
}
