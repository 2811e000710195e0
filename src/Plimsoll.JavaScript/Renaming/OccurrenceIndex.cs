using Plimsoll.JavaScript.Scopes;
using Plimsoll.JavaScript.Text;

namespace Plimsoll.JavaScript.Renaming;

/// <summary>The occurrences of each binding, 4 bytes each: a counting sort of all of them by symbol, which keeps the order of the text.</summary>
internal sealed class OccurrenceIndex : IDisposable
{
    private readonly ChunkList<int> _starts;
    private readonly ChunkList<int> _ordinals;

    public OccurrenceIndex(ScopeTables tables, ChunkStore store)
    {
        _starts = new ChunkList<int>(store);
        _ordinals = new ChunkList<int>(store);
        for (int symbol = 0; symbol <= tables.Symbols.Count; symbol++) _starts.Add(0);
        for (int i = 0; i < tables.Occurrences.Count; i++)
        {
            _starts[tables.Occurrences[i].Symbol + 1]++;
            _ordinals.Add(0);
        }

        for (int symbol = 1; symbol < _starts.Count; symbol++) _starts[symbol] += _starts[symbol - 1];
        using ChunkList<int> next = new(store);
        for (int symbol = 0; symbol < tables.Symbols.Count; symbol++) next.Add(_starts[symbol]);
        for (int i = 0; i < tables.Occurrences.Count; i++) _ordinals[next[tables.Occurrences[i].Symbol]++] = i;
    }

    /// <summary>Whether a binding occurs in a scope or further inside.</summary>
    public bool OccursIn(int symbol, in Scope scope)
    {
        int low = _starts[symbol], end = _starts[symbol + 1], high = end;
        while (low < high)
        {
            int middle = (low + high) >>> 1;
            if (_ordinals[middle] < scope.FirstOccurrence) low = middle + 1;
            else high = middle;
        }

        return low < end && _ordinals[low] < scope.EndOccurrence;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _starts.Dispose();
        _ordinals.Dispose();
    }
}
