using System.Text;
using Plimsoll.JavaScript.Renaming;
using Plimsoll.JavaScript.Scopes;
using Plimsoll.JavaScript.Text;
using Plimsoll.Unminify.Functions;
using Plimsoll.Unminify.Naming;

namespace Plimsoll.Unminify.Releases;

/// <summary>
/// The names that an earlier release of a bundle got, from its rename map, for the functions that are the same in this one. Of functions that are alike the first goes with the first,
/// the second with the second.
/// </summary>
internal sealed class EarlierNames : IDisposable
{
    private readonly ChunkList<int> _names; // of each binding, the number of its name plus two; 1 where it had one that cannot be used, 0 where it had none
    private readonly EarlierFunctions _functions;

    private EarlierNames(ScopeTables tables, ChunkStore store)
    {
        _functions = new EarlierFunctions(store);
        _names = new ChunkList<int>(store);
        for (int symbol = 0; symbol < tables.Symbols.Count; symbol++) _names.Add(0);
    }

    /// <summary>The name that a binding had, or null.</summary>
    public string? this[int symbol] => _names[symbol] is var number and > 1 ? Encoding.UTF8.GetString(_functions[number - 2]) : null;

    /// <summary>Reads rename maps and finds their functions in a program.</summary>
    /// <param name="paths">The rename maps.</param>
    /// <param name="tables">The program.</param>
    /// <param name="store">Where 4 bytes a binding, and what the map says, lie.</param>
    /// <exception cref="UnminifyException">There is no such file, or it is no rename map.</exception>
    public static EarlierNames Read(IReadOnlyList<string> paths, ScopeTables tables, ChunkStore store)
    {
        EarlierNames earlier = new(tables, store);
        foreach (string path in paths) RenameMapReader.Read(path, earlier._functions);
        earlier._functions.Complete();
        FunctionWalk.Run(tables, store, earlier.Match);
        return earlier;
    }

    /// <summary>Counts what became of the names.</summary>
    /// <param name="names">The names that bindings have now.</param>
    /// <param name="plan">Which bindings get names.</param>
    public EarlierReport Report(SymbolNames names, NamePlan plan)
    {
        long taken = 0, refused = 0;
        for (int symbol = 0; symbol < _names.Count; symbol++)
        {
            if (_names[symbol] == 0 || plan.Keeps(symbol)) continue;
            if (_names[symbol] > 1 && names[symbol].SequenceEqual(_functions[_names[symbol] - 2])) taken++;
            else refused++;
        }

        return new EarlierReport(taken, refused, _functions.Left);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _names.Dispose();
        _functions.Dispose();
    }

    private void Match(PrintedFunction function)
    {
        EarlierFunctions.NameList names = _functions.Take(function.Print);
        if (names.Count > 0 && function.Name >= 0 && names[0] != EarlierFunctions.NoName) _names[function.Name] = names[0] + 2;
        for (int i = 0; i < function.Locals.Count && i + 1 < names.Count; i++) _names[function.Locals[i]] = names[i + 1] + 2;
    }
}

/// <summary>What became of the names of an earlier release.</summary>
/// <param name="TakenOver">Bindings that have the name that they had.</param>
/// <param name="Refused">Bindings that have another one, because theirs is no identifier or would have another meaning here.</param>
/// <param name="Unmatched">Names of bindings of functions that changed or are gone.</param>
public sealed record EarlierReport(long TakenOver, long Refused, long Unmatched);
