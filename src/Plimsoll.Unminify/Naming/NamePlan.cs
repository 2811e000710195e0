using Plimsoll.JavaScript.Scopes;
using Plimsoll.Unminify.Jobs;

namespace Plimsoll.Unminify.Naming;

/// <summary>Which bindings of a program get new names, and why the others do not.</summary>
internal sealed class NamePlan
{
    private readonly ScopeTables _tables;
    private readonly bool _keepsTopLevel;
    private readonly bool[] _worn; // by name, not by binding: 88,813 bindings of a bundle share 595 names

    /// <summary>Looks at the names of a program.</summary>
    /// <param name="tables">The program.</param>
    /// <param name="keepsTopLevel">Whether names at the top level of a script stay.</param>
    public NamePlan(ScopeTables tables, bool keepsTopLevel)
    {
        (_tables, _keepsTopLevel) = (tables, keepsTopLevel);
        _worn = new bool[tables.Names.Count];
        for (int name = 0; name < _worn.Length; name++) _worn[name] = tables.Names[name].Length <= WornName.LengthMax && WornName.Is(tables.Names.GetString(name));
    }

    /// <summary>Whether a row is a binding of the program itself: neither a global of elsewhere nor the `arguments` of a function.</summary>
    public bool IsDeclared(int symbol) => _tables.Symbols[symbol].Kind is not (SymbolKind.Free or SymbolKind.Arguments or SymbolKind.Merged);

    /// <summary>Whether a binding keeps its name.</summary>
    public bool Keeps(int symbol) => !IsDeclared(symbol) || ReasonFor(symbol) is not null;

    /// <summary>Why a declared binding keeps its name; null where it gets a new one.</summary>
    public KeptReason? ReasonFor(int symbol)
    {
        ref Symbol one = ref _tables.Symbols[symbol];
        SymbolFlags flags = one.Flags & SymbolFlags.Pinned;
        if (flags.HasFlag(SymbolFlags.SeenByEval)) return KeptReason.Eval;
        if (flags.HasFlag(SymbolFlags.SeenByWith)) return KeptReason.With;
        if (flags.HasFlag(SymbolFlags.ExportedByName)) return KeptReason.Exported;
        if (!_worn[one.Name]) return KeptReason.Chosen;
        return flags.HasFlag(SymbolFlags.Global) && _keepsTopLevel ? KeptReason.TopLevel : null;
    }
}
