using Plimsoll.JavaScript.Scopes;
using Plimsoll.Unminify.Jobs;
using Plimsoll.Unminify.Unpacking;

namespace Plimsoll.Unminify.Naming;

/// <summary>Which bindings of a program get new names, and why the others do not.</summary>
internal sealed class NamePlan
{
    /// <summary>What loaders of CommonJS files call the parameters that they give to a file.</summary>
    private static readonly HashSet<string> FileParameters = new(StringComparer.Ordinal) { "exports", "require", "module", "__filename", "__dirname" };

    private readonly ScopeTables _tables;
    private readonly bool _keepsTopLevel;
    private readonly Dictionary<int, string> _wishes = [];
    private readonly HashSet<int> _modules;
    private readonly GlobalObject _global;
    private readonly bool[] _worn; // by name, not by binding: 88,813 bindings of a bundle share 595 names

    /// <summary>Looks at the names of a program.</summary>
    /// <param name="tables">The program.</param>
    /// <param name="bundle">Its modules, whose parameters have usual names.</param>
    /// <param name="keepsTopLevel">Whether names at the top level of a script stay.</param>
    public NamePlan(ScopeTables tables, Bundle bundle, bool keepsTopLevel)
    {
        (_tables, _keepsTopLevel) = (tables, keepsTopLevel);
        foreach ((int symbol, string name) in bundle.ParameterNames) _wishes[symbol] = name;
        _global = GlobalObject.Read(tables);
        _modules = [.. bundle.Modules.Select(module => ScopeSearch.At(tables, module.BodyStart))];
        _worn = new bool[tables.Names.Count];
        for (int name = 0; name < _worn.Length; name++) _worn[name] = tables.Names[name].Length <= WornName.LengthMax && WornName.Is(tables.Names.GetString(name));
    }

    /// <summary>Whether a row is a binding of the program itself: neither a global of elsewhere nor the `arguments` of a function.</summary>
    public bool IsDeclared(int symbol) => _tables.Symbols[symbol].Kind is not (SymbolKind.Free or SymbolKind.Arguments or SymbolKind.Merged);

    /// <summary>Whether a binding keeps its name.</summary>
    public bool Keeps(int symbol) => !IsDeclared(symbol) || ReasonFor(symbol) is not null;

    /// <summary>The name that a binding has by custom, or null.</summary>
    public string? WishFor(int symbol) => _wishes.GetValueOrDefault(symbol);

    /// <summary>Whether a binding must not have a name because the file that its module becomes could not be loaded (no file may declare again, with `let` and the like, what it gets as a parameter), or because the global object has it.</summary>
    public bool Refuses(int symbol, string name) =>
        (FileParameters.Contains(name) && IsLexicalInModule(symbol)) || (_tables.Symbols[symbol].Flags.HasFlag(SymbolFlags.Global) && _global.Has(name));

    /// <summary>Why a declared binding keeps its name; null where it gets a new one.</summary>
    public KeptReason? ReasonFor(int symbol)
    {
        ref Symbol one = ref _tables.Symbols[symbol];
        SymbolFlags flags = one.Flags & SymbolFlags.Pinned;
        if (flags.HasFlag(SymbolFlags.SeenByEval)) return KeptReason.Eval;
        if (flags.HasFlag(SymbolFlags.SeenByWith)) return KeptReason.With;
        if (flags.HasFlag(SymbolFlags.ExportedByName)) return KeptReason.Exported;
        if (!_worn[one.Name] && !_wishes.ContainsKey(symbol) && !(IsLexicalInModule(symbol) && FileParameters.Contains(_tables.Names.GetString(one.Name)))) return KeptReason.Chosen;
        if (!flags.HasFlag(SymbolFlags.Global)) return null;
        if (_global.IsOpen) return KeptReason.Eval;
        return _keepsTopLevel || _global.IsReached(_tables.Names.GetString(one.Name)) ? KeptReason.TopLevel : null;
    }

    private bool IsLexicalInModule(int symbol)
    {
        ref Symbol one = ref _tables.Symbols[symbol];
        return one.Kind is SymbolKind.Let or SymbolKind.Const or SymbolKind.Using or SymbolKind.Class && _modules.Contains(one.Scope);
    }
}
