using Plimsoll.JavaScript.Scopes;

namespace Plimsoll.Training.Names;

/// <summary>
/// Tells functions that are one and the same, whatever their bindings are called: a hash of the text with a number in place of each binding. So nothing is learnt
/// twice, and nothing from a function that quality is measured on.
/// </summary>
internal sealed class FunctionPrints
{
    // Shorter functions are alike by chance; longer ones are wrappers, whose parts are looked at by themselves.
    private const int BytesMin = 60;
    private const int BytesMax = 20_000;

    private readonly ScopeTables _tables;
    private readonly ulong[] _prints;
    private readonly Dictionary<int, int> _numbers = [];

    /// <summary>Looks at all functions of a program.</summary>
    public FunctionPrints(ScopeTables tables)
    {
        _tables = tables;
        _prints = new ulong[tables.Scopes.Count];
        for (int scope = 0; scope < _prints.Length; scope++) _prints[scope] = PrintOf(scope);
    }

    /// <summary>The prints of all functions.</summary>
    public IEnumerable<ulong> All => _prints.Where(print => print != 0);

    /// <summary>The prints of the functions that a binding lies in or stands for, the innermost first.</summary>
    public IEnumerable<ulong> Around(int symbol)
    {
        int own = OwnFunction(symbol);
        if (own >= 0 && _prints[own] != 0) yield return _prints[own];
        for (int scope = _tables.Symbols[symbol].Scope; scope > 0; scope = _tables.Scopes[scope].Parent)
        {
            if (_prints[scope] != 0) yield return _prints[scope];
        }
    }

    /// <summary>The scope of the function that is declared with a binding, or -1: it begins just before or just after the name.</summary>
    private int OwnFunction(int symbol)
    {
        ref Symbol row = ref _tables.Symbols[symbol];
        if (row.Declaration < 0) return -1;
        int after = row.Declaration + _tables.Names[row.Name].Length + 1;
        int low = 0, high = _tables.Scopes.Count;
        while (low < high)
        {
            int middle = (low + high) / 2;
            if (_tables.Scopes[middle].Start <= after) low = middle + 1;
            else high = middle;
        }

        for (int scope = low - 1; scope > 0 && scope >= low - 3; scope--)
        {
            ref Scope one = ref _tables.Scopes[scope];
            bool isBefore = row.Kind == SymbolKind.Function && one.Start < row.Declaration && row.Declaration < one.BodyStart;
            if (isBefore || one.Start == after) return scope;
        }

        return -1;
    }

    private ulong PrintOf(int scope)
    {
        ref Scope row = ref _tables.Scopes[scope];
        if (row.Kind is not (ScopeKind.Function or ScopeKind.Arrow) || row.End - row.Start is < BytesMin or > BytesMax) return 0;
        ulong hash = 14695981039346656037;
        int at = row.Start;
        _numbers.Clear();
        for (int i = row.FirstOccurrence; i < row.EndOccurrence; i++)
        {
            ref Occurrence occurrence = ref _tables.Occurrences[i];
            if (_tables.Symbols[occurrence.Symbol].Kind is SymbolKind.Free or SymbolKind.Arguments) continue;
            hash = Add(hash, at, occurrence.Offset);
            if (!_numbers.TryGetValue(occurrence.Symbol, out int number)) _numbers[occurrence.Symbol] = number = _numbers.Count;
            hash = (hash ^ (ulong)(number + 256)) * 1099511628211;
            at = occurrence.Offset + _tables.Names[_tables.Symbols[occurrence.Symbol].Name].Length;
        }

        return Add(hash, at, row.End);
    }

    private ulong Add(ulong hash, int start, int end)
    {
        foreach (byte one in _tables.Source.Slice(start, Math.Max(start, end))) hash = (hash ^ one) * 1099511628211;
        return hash;
    }
}
