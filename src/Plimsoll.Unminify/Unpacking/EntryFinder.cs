using Plimsoll.JavaScript.Scopes;

namespace Plimsoll.Unminify.Unpacking;

/// <summary>
/// Which modules a webpack runtime runs first: `require(require.s = id)`, or the only call with a literal beside the runtime's own functions. Where the first module's code itself stands there,
/// its calls are many, and no entry is told.
/// </summary>
internal static class EntryFinder
{
    /// <summary>The tables, with their entries.</summary>
    /// <param name="tables">The program.</param>
    /// <param name="found">Its tables of modules.</param>
    /// <param name="requires">For each, the function that asks for modules, or -1.</param>
    public static IReadOnlyList<ModuleTable> Find(ScopeTables tables, List<ModuleTable> found, List<int> requires)
    {
        for (int i = 0; i < found.Count; i++)
        {
            if (requires[i] >= 0) found[i] = found[i] with { Entries = Entries(tables, found[i], requires[i]) };
        }

        return found;
    }

    private static List<string> Entries(ScopeTables tables, ModuleTable table, int require)
    {
        List<string> set = [], called = [];
        int scope = tables.Symbols[require].Scope, end = tables.Scopes[scope].EndOccurrence, inside = tables.FirstOccurrenceFrom(table.Start), after = tables.FirstOccurrenceFrom(table.End);
        for (int i = tables.Scopes[scope].FirstOccurrence; i < end; i++)
        {
            if (i >= inside && i < after) i = after;
            if (i >= end) break;
            ref Occurrence one = ref tables.Occurrences[i];
            if (one.Symbol != require) continue;
            TextScanner scanner = new(tables.Source, one.Offset + tables.Names[tables.Symbols[require].Name].Length);
            if (scanner.Eat(".s"u8) && scanner.Eat("="u8) && scanner.LiteralAfterComment() is { } entry) set.Add(entry);
            else if (scanner.Eat("("u8) && scanner.LiteralAfterComment() is { } id && scanner.Eat(")"u8) && ScopeSearch.At(tables, one.Offset) == scope) called.Add(id);
        }

        return set.Count > 0 ? set : called.Count == 1 ? called : [];
    }
}
