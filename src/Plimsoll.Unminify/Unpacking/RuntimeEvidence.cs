using Plimsoll.JavaScript.Scopes;
using Plimsoll.JavaScript.Text;

namespace Plimsoll.Unminify.Unpacking;

/// <summary>
/// Which bindings are tables of modules, seen by what a runtime does with them: `table[id](module, module.exports, require)` or
/// `table[id].call(module.exports, module, module.exports, require)`. The property `exports` is no name that a minifier changes, and nothing else is called so.
/// One pass over the occurrences, without trees.
/// </summary>
internal sealed class RuntimeEvidence
{
    private const int IndexBytesMax = 64;

    private readonly ScopeTables _tables;
    private readonly SourceText _source;
    private readonly Dictionary<int, int> _requires = [];

    private RuntimeEvidence(ScopeTables tables) => (_tables, _source) = (tables, tables.Source);

    /// <summary>Looks for it.</summary>
    public static RuntimeEvidence Read(ScopeTables tables)
    {
        RuntimeEvidence evidence = new(tables);
        for (int i = 0; i < tables.Occurrences.Count; i++)
        {
            ref Occurrence one = ref tables.Occurrences[i];
            ref Symbol symbol = ref tables.Symbols[one.Symbol];
            if (symbol.Kind is SymbolKind.Free or SymbolKind.Arguments) continue;
            int end = one.Offset + tables.Names[symbol.Name].Length;
            byte next = tables.Source.At(end);
            if (next == '[') evidence.Look(one, end);
            else if (next == ' ' && tables.Goal == JavaScript.Parsing.SourceGoal.Module) evidence.LookAtExport(one.Symbol, end);
        }

        return evidence;
    }

    /// <summary>Whether a binding is a table.</summary>
    public bool IsTable(int symbol) => _requires.ContainsKey(symbol);

    /// <summary>The function that a table's modules are given to ask for others, or -1.</summary>
    public int RequireOf(int symbol) => _requires.GetValueOrDefault(symbol, -1);

    private void Look(in Occurrence table, int end)
    {
        TextScanner scanner = new(_source, end);
        if (!scanner.Brackets(IndexBytesMax)) return;
        if (IsFactory(table.Offset))
        {
            _requires[table.Symbol] = -1;
            return;
        }

        bool isCalled = scanner.Eat(".call("u8) ? Exports(ref scanner) && scanner.Eat(","u8) : scanner.Eat("("u8);
        ReadOnlySpan<byte> module = isCalled ? scanner.Name() : default;
        if (module.IsEmpty || !scanner.Eat(","u8) || !scanner.Name().SequenceEqual(module) || !scanner.Eat(".exports"u8)) return;
        _requires[table.Symbol] = scanner.Eat(","u8) ? SymbolAt(ref scanner) : -1;
    }

    private static bool Exports(ref TextScanner scanner) => !scanner.Name().IsEmpty && scanner.Eat(".exports"u8);

    /// <summary>`{ id: …, module: …, factory: table[id], require: … }`, which a runtime hands to whoever wants to see each call.</summary>
    private bool IsFactory(int offset)
    {
        ReadOnlySpan<byte> before = _source.Slice(Math.Max(0, offset - 16), offset).TrimEnd((byte)' ');
        return before.EndsWith("factory:"u8) && _source.Slice(Math.Max(0, offset - 128), offset).IndexOf("module:"u8) >= 0;
    }

    private int SymbolAt(ref TextScanner scanner)
    {
        scanner.Space();
        int occurrence = _tables.FirstOccurrenceFrom(scanner.At);
        return occurrence < _tables.Occurrences.Count && _tables.Occurrences[occurrence].Offset == scanner.At ? _tables.Occurrences[occurrence].Symbol : -1;
    }

    /// <summary>A chunk that is a module exports its table.</summary>
    private void LookAtExport(int symbol, int end)
    {
        TextScanner scanner = new(_source, end);
        if (scanner.Eat("as __webpack_modules__"u8) || scanner.Eat("as __webpack_esm_modules__"u8)) _requires[symbol] = -1;
    }
}
