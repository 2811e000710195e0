using Plimsoll.JavaScript.Scopes;
using Plimsoll.JavaScript.Text;
using Plimsoll.Unminify.Functions;

namespace Plimsoll.Unminify.Naming;

/// <summary>
/// The names of the bindings of those functions of a program that are known, 4 bytes a binding. A binding of a known function has its name from there; else what a known function is stored to; else
/// what known functions use, if all that know it call it the same.
/// </summary>
internal sealed class KnownNames : IDisposable
{
    private readonly ChunkList<Known> _names;
    private readonly KnownFunctions _functions;
    private readonly int _count;

    private KnownNames(KnownFunctions functions, int names, ScopeTables tables, ChunkStore store)
    {
        (_functions, _count) = (functions, names);
        _names = new ChunkList<Known>(store);
        for (int symbol = 0; symbol < tables.Symbols.Count; symbol++) _names.Add(default);
    }

    /// <summary>By what a binding is known: the more, the surer.</summary>
    private enum Source : byte
    {
        None,
        Used,
        Doubt,
        Stored,
        Inside,
    }

    /// <summary>The name of a binding, or <see cref="PhraseTable.None"/>.</summary>
    public int this[int symbol] => _names[symbol] is { From: not (Source.None or Source.Doubt) } known ? known.Name : PhraseTable.None;

    /// <summary>Looks at all functions of a program.</summary>
    public static KnownNames Find(ScopeTables tables, NamingTable table, ChunkStore store)
    {
        KnownNames names = new(table.Known, table.Names, tables, store);
        FunctionWalk.Run(tables, store, names.Look);
        return names;
    }

    /// <inheritdoc/>
    public void Dispose() => _names.Dispose();

    private void Look(PrintedFunction function)
    {
        KnownFunctions.Names names = _functions.Find(function.Key);
        if (names.IsEmpty) return;
        Set(function.Name, names.Next(), Source.Stored);
        foreach (int symbol in function.Locals) Set(symbol, names.Next(), Source.Inside);
        foreach (int symbol in function.Outers) Set(symbol, names.Next(), Source.Used);
    }

    private void Set(int symbol, int name, Source from)
    {
        if (symbol < 0 || name < 0 || name >= _count) return;
        ref Known known = ref _names[symbol];
        if (from > known.From) known = new Known { From = from, Name = (ushort)name };
        else if (from == Source.Used && known.From == Source.Used && known.Name != name) known.From = Source.Doubt;
    }

    private struct Known
    {
        public Source From;
        public ushort Name;
    }
}
