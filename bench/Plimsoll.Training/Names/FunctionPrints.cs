using Plimsoll.JavaScript.Scopes;
using Plimsoll.JavaScript.Text;
using Plimsoll.Unminify.Functions;

namespace Plimsoll.Training.Names;

/// <summary>The functions of a program with their prints, by which it is told that functions of two programs are the same: so nothing is learnt twice.</summary>
internal sealed class FunctionPrints
{
    // Shorter functions are alike by chance; longer ones are wrappers, whose parts are looked at by themselves.
    private const int BytesMin = 60;
    private const int BytesMax = 20_000;

    private readonly ScopeTables _tables;
    private readonly ulong[] _prints; // of each scope
    private readonly Dictionary<int, int> _stored = []; // a binding, and the scope of the function that it stands for

    /// <summary>Looks at all functions of a program.</summary>
    public FunctionPrints(ScopeTables tables)
    {
        _tables = tables;
        _prints = new ulong[tables.Scopes.Count];
        FunctionWalk.Run(tables, ChunkStore.Native, Add);
    }

    /// <summary>The prints of all functions that are neither short nor long.</summary>
    public IEnumerable<ulong> All => _prints.Where(print => print != 0);

    /// <summary>The prints of the functions that a binding lies in or stands for, the innermost first.</summary>
    public IEnumerable<ulong> Around(int symbol)
    {
        if (_stored.TryGetValue(symbol, out int own) && _prints[own] != 0) yield return _prints[own];
        for (int scope = _tables.Symbols[symbol].Scope; scope > 0; scope = _tables.Scopes[scope].Parent)
        {
            if (_prints[scope] != 0) yield return _prints[scope];
        }
    }

    private void Add(PrintedFunction function)
    {
        if (function.Name >= 0) _stored.TryAdd(function.Name, function.Scope);
        if (function.Bytes is >= BytesMin and <= BytesMax) _prints[function.Scope] = function.Print;
    }
}
