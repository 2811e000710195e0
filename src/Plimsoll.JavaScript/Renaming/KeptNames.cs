using Plimsoll.JavaScript.Scopes;
using Plimsoll.JavaScript.Text;

namespace Plimsoll.JavaScript.Renaming;

/// <summary>The bindings that keep their names, by name, in the order of their scopes: 4 bytes each, and 4 for each name of the program.</summary>
internal sealed class KeptNames : IDisposable
{
    private readonly ScopeTables _tables;
    private readonly ChunkList<int> _ends; // of each name, the end of its bindings
    private readonly ChunkList<int> _symbols;

    public KeptNames(ScopeTables tables, ChunkStore store, Func<int, bool> keeps)
    {
        _tables = tables;
        _ends = new ChunkList<int>(store);
        _symbols = new ChunkList<int>(store);
        for (int name = 0; name < tables.Names.Count; name++) _ends.Add(0);
        for (int symbol = 0; symbol < tables.Symbols.Count; symbol++)
        {
            if (!IsKept(symbol, keeps)) continue;
            _ends[tables.Symbols[symbol].Name]++;
            _symbols.Add(0);
        }

        // From counts to where each name begins; filling moves that to where it ends.
        for (int name = 0, sum = 0; name < _ends.Count; name++) (_ends[name], sum) = (sum, sum + _ends[name]);
        for (int scope = 0; scope < tables.Scopes.Count; scope++)
        {
            for (int symbol = tables.Scopes[scope].FirstSymbol; symbol >= 0; symbol = tables.Symbols[symbol].Next)
            {
                if (IsKept(symbol, keeps)) _symbols[_ends[tables.Symbols[symbol].Name]++] = symbol;
            }
        }
    }

    /// <summary>A binding by its place.</summary>
    public int this[int place] => _symbols[place];

    /// <summary>The places of the bindings of a name.</summary>
    public (int Start, int End) Find(ReadOnlySpan<byte> name)
    {
        int id = _tables.Names.Find(name);
        return id < 0 ? (0, 0) : (id == 0 ? 0 : _ends[id - 1], _ends[id]);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _ends.Dispose();
        _symbols.Dispose();
    }

    private bool IsKept(int symbol, Func<int, bool> keeps) => _tables.Symbols[symbol].Kind is not SymbolKind.Merged && keeps(symbol);
}
