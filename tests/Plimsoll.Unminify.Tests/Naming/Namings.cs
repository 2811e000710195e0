using System.Text;
using Plimsoll.JavaScript.Parsing;
using Plimsoll.JavaScript.Scopes;
using Plimsoll.JavaScript.Text;
using Plimsoll.Unminify.Naming;

namespace Plimsoll.Unminify.Tests.Naming;

/// <summary>Names programs as the job does, without the job.</summary>
internal static class Namings
{
    /// <summary>The first proposal for every binding of a program, by its own name: `a` and, for a second binding that is called so, `a'`.</summary>
    public static Dictionary<string, string> Of(string program, int holeBytesMin = int.MaxValue)
    {
        Dictionary<string, string> names = new(StringComparer.Ordinal);
        foreach ((string own, IReadOnlyList<string> proposals) in AllOf(program, holeBytesMin))
        {
            string key = own;
            while (!names.TryAdd(key, proposals[0])) key += "'";
        }

        return names;
    }

    /// <summary>All proposals for the bindings of a program, in the order of the tables.</summary>
    public static List<(string Own, IReadOnlyList<string> Proposals)> AllOf(string program, int holeBytesMin = int.MaxValue)
    {
        using SourceText source = new(Encoding.UTF8.GetBytes(program), "program.js");
        using ScopeTables tables = Parser.Survey(source, new SurveyOptions { Goal = SourceGoal.DetectNode });
        using TreeBuilder builder = new(tables, ChunkStore.Native) { HoleBytesMin = holeBytesMin };
        using BuiltinNamer namer = new(tables, NamingTable.Builtin, ChunkStore.Native);
        namer.Run(builder);
        List<(string, IReadOnlyList<string>)> names = [];
        for (int symbol = 0; symbol < tables.Symbols.Count; symbol++)
        {
            ref Symbol row = ref tables.Symbols[symbol];
            if (row.Kind is not (SymbolKind.Free or SymbolKind.Arguments or SymbolKind.Merged)) names.Add((tables.Names.GetString(row.Name), namer.NamesOf(symbol)));
        }

        return names;
    }
}
