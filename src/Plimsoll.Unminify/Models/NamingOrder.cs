using Plimsoll.JavaScript.Scopes;
using Plimsoll.JavaScript.Text;
using Plimsoll.Unminify.Naming;

namespace Plimsoll.Unminify.Models;

/// <summary>
/// In which order bindings are named, and which go together. A scope that is short enough to be read at once is a unit, with all that lies in it. First
/// come the bindings of the scopes around units, the outermost ones first, because all that is inside uses them; then the units in the order of the text. So a function is shown once,
/// whole, and in it what lies around has its names already. 12 bytes a binding, 8 a scope.
/// </summary>
internal sealed class NamingOrder : IDisposable
{
    /// <summary>The most bindings of a request: answers of models get careless when they grow longer.</summary>
    public const int BatchMax = 50;

    /// <summary>From here on a request ends where its unit does, so that few functions are shown twice.</summary>
    private const int BatchMin = 40;

    /// <summary>With fewer left, one more request would be one for too few.</summary>
    private const int RestMin = 25;

    /// <summary>The longest scope that is a unit, in bytes.</summary>
    private const int UnitBytes = 6000;

    private const int NoUnit = -1;

    private readonly ScopeTables _tables;
    private readonly ChunkList<int> _order;
    private readonly ChunkList<int> _units;
    private readonly ChunkList<NamingBatch> _batches;

    /// <summary>Finds the order.</summary>
    public NamingOrder(ScopeTables tables, NamePlan plan, ChunkStore store)
    {
        _tables = tables;
        _order = new ChunkList<int>(store);
        _units = new ChunkList<int>(store);
        _batches = new ChunkList<NamingBatch>(store);
        for (int scope = 0; scope < tables.Scopes.Count; scope++)
        {
            int around = tables.Scopes[scope].Parent is var parent and >= 0 ? _units[parent] : NoUnit;
            _units.Add(around != NoUnit ? around : IsUnit(scope) ? scope : NoUnit);
        }

        AddFrames(plan, store);
        for (int scope = 0; scope < tables.Scopes.Count; scope++)
        {
            if (_units[scope] != NoUnit) AddSymbols(scope, plan);
        }

        Cut();
    }

    /// <summary>How many bindings get a name.</summary>
    public int Count => _order.Count;

    /// <summary>The requests.</summary>
    public ChunkList<NamingBatch> Batches => _batches;

    /// <summary>The binding at a place.</summary>
    public int this[int place] => _order[place];

    /// <summary>The scope of the unit that a binding lies in, or -1.</summary>
    public int UnitOf(int symbol) => _units[_tables.Symbols[symbol].Scope];

    /// <inheritdoc/>
    public void Dispose()
    {
        _order.Dispose();
        _units.Dispose();
        _batches.Dispose();
    }

    private bool IsUnit(int scope) => _tables.Scopes[scope].End - _tables.Scopes[scope].Start <= UnitBytes;

    /// <summary>The scopes that are in no unit, by depth: sorted by counting, because there may be many of them.</summary>
    private void AddFrames(NamePlan plan, ChunkStore store)
    {
        using ChunkList<int> depths = new(store);
        using ChunkList<int> starts = new(store);
        starts.Add(0);
        for (int scope = 0; scope < _tables.Scopes.Count; scope++)
        {
            int parent = _tables.Scopes[scope].Parent;
            depths.Add(parent < 0 ? 0 : depths[parent] + 1);
            if (_units[scope] != NoUnit) continue;
            while (starts.Count < depths[scope] + 2) starts.Add(0);
            starts[depths[scope] + 1]++;
        }

        for (int depth = 1; depth < starts.Count; depth++) starts[depth] += starts[depth - 1];
        using ChunkList<int> frames = new(store);
        for (int i = 0; i < starts[starts.Count - 1]; i++) frames.Add(0);
        for (int scope = 0; scope < _tables.Scopes.Count; scope++)
        {
            if (_units[scope] == NoUnit) frames[starts[depths[scope]]++] = scope;
        }

        for (int i = 0; i < frames.Count; i++) AddSymbols(frames[i], plan);
    }

    private void AddSymbols(int scope, NamePlan plan)
    {
        for (int symbol = _tables.Scopes[scope].FirstSymbol; symbol >= 0; symbol = _tables.Symbols[symbol].Next)
        {
            if (!plan.Keeps(symbol)) _order.Add(symbol);
        }
    }

    private void Cut()
    {
        int first = 0;
        for (int at = 1; at <= _order.Count; at++)
        {
            int count = at - first;
            bool ends = at == _order.Count || count == BatchMax
                || (count >= BatchMin && _order.Count - at >= RestMin && UnitOf(_order[at]) != UnitOf(_order[at - 1]));
            if (!ends) continue;
            _batches.Add(new NamingBatch(first, count));
            first = at;
        }
    }
}
