using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using Plimsoll.JavaScript.Scopes;
using Plimsoll.JavaScript.Text;

namespace Plimsoll.JavaScript.Renaming;

/// <summary>
/// Gives every binding that may be renamed a name that changes no other binding's meaning. Scopes are gone through from the outside in. A name is free for a
/// binding if none of its own scope has it, none of a scope around it that has it occurs within its scope, and the binding does not occur in an inner scope where one that
/// must keep its name has it. So names are unique where they must be, and may be used again everywhere else.
/// </summary>
public sealed class NameAssigner : IDisposable
{
    private const int FirstNumber = 2;

    private readonly ScopeTables _tables;
    private readonly SymbolNames _names;
    private readonly Func<int, bool> _keeps;
    private readonly OccurrenceIndex _occurrences;
    private readonly Func<int, string, bool>? _refuses;
    private readonly KeptNames _kept;
    private readonly NamesAround _around;
    private byte[] _text = new byte[64];

    /// <summary>By candidate, the first number that was not tried in the scope in hand: many of its bindings may wish for one name.</summary>
    private readonly Dictionary<string, int> _numbers = new(StringComparer.Ordinal);

    /// <summary>Gets ready.</summary>
    /// <param name="tables">The program.</param>
    /// <param name="names">Takes the names.</param>
    /// <param name="store">Where 4 bytes an occurrence and 4 a binding come from, and names that were given.</param>
    /// <param name="keeps">Which bindings keep their names: at least the free ones and every `arguments`. Those that are pinned when it is left out.</param>
    /// <param name="refuses">Whether a binding must not have a name, for reasons that the program itself does not show; it must allow all but finitely many. Default: no reasons.</param>
    public NameAssigner(ScopeTables tables, SymbolNames names, ChunkStore store, Func<int, bool>? keeps = null, Func<int, string, bool>? refuses = null)
    {
        (_tables, _names, _refuses) = (tables, names, refuses);
        _keeps = keeps ?? (symbol => tables.Symbols[symbol].IsPinned);
        _occurrences = new OccurrenceIndex(tables, store);
        _kept = new KeptNames(tables, store, _keeps);
        _around = new NamesAround(store);
    }

    /// <summary>Names them all.</summary>
    /// <param name="candidates">The names that a binding might have, the best one first, at least one. Called once for each, outer scopes first.</param>
    public void Assign(Func<int, IReadOnlyList<string>> candidates)
    {
        for (int scope = 0; scope < _tables.Scopes.Count; scope++)
        {
            _around.Open(scope, _tables.Scopes[scope].Parent);
            _numbers.Clear();
            for (int symbol = _tables.Scopes[scope].FirstSymbol; symbol >= 0; symbol = _tables.Symbols[symbol].Next)
            {
                if (_keeps(symbol)) _around.Enter(symbol, _tables.Names[_tables.Symbols[symbol].Name]);
            }

            for (int symbol = _tables.Scopes[scope].FirstSymbol; symbol >= 0; symbol = _tables.Symbols[symbol].Next)
            {
                if (_keeps(symbol)) continue;
                string name = FirstFree(symbol, scope, candidates(symbol));
                _names.Rename(symbol, name);
                _around.Enter(symbol, Bytes(name));
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _occurrences.Dispose();
        _kept.Dispose();
        _around.Dispose();
    }

    /// <summary>The first candidate that is free, or else the first with a number that makes it so.</summary>
    private string FirstFree(int symbol, int scope, IReadOnlyList<string> candidates)
    {
        foreach (string name in candidates)
        {
            if (IsFree(name, symbol, scope)) return name;
        }

        // Ends: each number is refused because of one of finitely many other bindings.
        for (ref int number = ref NextNumber(candidates[0]); ;)
        {
            string name = candidates[0] + (number++).ToString(CultureInfo.InvariantCulture);
            if (IsFree(name, symbol, scope)) return name;
        }
    }

    private ref int NextNumber(string stem)
    {
        ref int number = ref CollectionsMarshal.GetValueRefOrAddDefault(_numbers, stem, out bool isKnown);
        if (!isKnown) number = FirstNumber;
        return ref number;
    }

    private bool IsFree(string name, int symbol, int scope)
    {
        if (ReservedNames.Contains(name) || _refuses?.Invoke(symbol, name) == true) return false;
        ReadOnlySpan<byte> text = Bytes(name);
        for (int at = _around.Find(text); at >= 0;)
        {
            (int other, at) = _around.At(at);
            if (_tables.Symbols[other].Scope == scope || _occurrences.OccursIn(other, _tables.Scopes[scope])) return false;
        }

        return !IsHidden(symbol, scope, text);
    }

    /// <summary>Whether the binding occurs where an inner one, that keeps its name, would be taken for it.</summary>
    private bool IsHidden(int symbol, int scope, ReadOnlySpan<byte> name)
    {
        (int low, int end) = _kept.Find(name);
        int high = end, scopeEnd = _tables.Scopes[scope].End;
        while (low < high)
        {
            int middle = (low + high) >>> 1;
            if (_tables.Symbols[_kept[middle]].Scope <= scope) low = middle + 1;
            else high = middle;
        }

        for (; low < end && _tables.Scopes[_tables.Symbols[_kept[low]].Scope].Start < scopeEnd; low++)
        {
            if (_occurrences.OccursIn(symbol, _tables.Scopes[_tables.Symbols[_kept[low]].Scope])) return true;
        }

        return false;
    }

    private ReadOnlySpan<byte> Bytes(string name)
    {
        int most = Encoding.UTF8.GetMaxByteCount(name.Length);
        if (_text.Length < most) _text = new byte[most];
        return _text.AsSpan(0, Encoding.UTF8.GetBytes(name, _text));
    }
}
