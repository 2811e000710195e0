using System.Buffers;
using System.Text;
using Plimsoll.JavaScript.Equivalence;
using Plimsoll.JavaScript.Parsing;
using Plimsoll.JavaScript.Printing;
using Plimsoll.JavaScript.Renaming;
using Plimsoll.JavaScript.Scopes;
using Plimsoll.JavaScript.Text;

namespace Plimsoll.JavaScript.Tests.Printing;

/// <summary>Short ways to print programs.</summary>
internal static class Prints
{
    public static string Print(string text, bool tidy = true, bool format = true) =>
        Encoding.UTF8.GetString(Print(Encoding.UTF8.GetBytes(text), SourceGoal.Detect, new PrintOptions { Tidy = tidy, Format = format }));

    /// <summary>Prints with long bodies left out of the trees, and every binding renamed where that is asked.</summary>
    public static byte[] Print(byte[] text, SourceGoal goal, PrintOptions options, int holeBytesMin = int.MaxValue, bool renames = false)
    {
        using ScopeTables tables = Parser.Survey(new SourceText(text, "a.js"), new SurveyOptions { Goal = goal, BodyBytesMin = 1 });
        using TreeBuilder builder = new(tables, ChunkStore.Native) { HoleBytesMin = holeBytesMin };
        using SymbolNames names = new(tables, ChunkStore.Native);
        for (int symbol = 0; renames && symbol < tables.Symbols.Count; symbol++)
        {
            if (!tables.Symbols[symbol].IsPinned) names.Rename(symbol, $"renamed_{symbol}");
        }

        ArrayBufferWriter<byte> output = new();
        new ProgramPrinter(tables, builder, names, options, output).PrintProgram();
        return output.WrittenSpan.ToArray();
    }

    /// <summary>The digest of a program's canonical form.</summary>
    public static ProgramDigest Digest(byte[] text, SourceGoal goal, int holeBytesMin = int.MaxValue)
    {
        using ScopeTables tables = Parser.Survey(new SourceText(text, "a.js"), new SurveyOptions { Goal = goal, BodyBytesMin = 1 });
        using TreeBuilder builder = new(tables, ChunkStore.Native) { HoleBytesMin = holeBytesMin };
        return CanonicalForm.Digest(tables, builder, ChunkStore.Native);
    }
}
