using Plimsoll.JavaScript.Scopes;
using Plimsoll.JavaScript.Text;

namespace Plimsoll.Unminify.Naming;

/// <summary>The best names of every binding, 28 bytes each.</summary>
internal sealed unsafe class NameProposals : IDisposable
{
    /// <summary>Names that are kept of each binding: where the first is taken, the second is better than a number behind the first.</summary>
    public const int Kept = 4;

    private static readonly uint Constructed = Clues.Join(0, Clues.Of(Clue.Constructed, 0));

    private readonly ScopeTables _tables;
    private readonly PhraseTable _phrases;
    private readonly ChunkList<Row> _rows;
    private readonly List<int> _symbols = [];
    private readonly HashSet<int> _taken = [];

    /// <summary>Nothing is proposed yet.</summary>
    public NameProposals(ScopeTables tables, PhraseTable phrases, ChunkStore store)
    {
        (_tables, _phrases) = (tables, phrases);
        _rows = new ChunkList<Row>(store);
        for (int symbol = 0; symbol < tables.Symbols.Count; symbol++) _rows.Add(default);
    }

    /// <summary>Sets the names of a binding.</summary>
    public void Set(EvidenceRecord record, List<(int Phrase, int Score)> best)
    {
        ref Row row = ref _rows[record.Symbol];
        row.Count = (byte)Math.Min(Kept, best.Count);
        for (int i = 0; i < row.Count; i++)
        {
            row.Phrases[i] = best[i].Phrase;
            row.Scores[i] = (short)Math.Clamp(best[i].Score, short.MinValue, short.MaxValue);
        }

        row.IsConstructed = record.Clues.Contains(Constructed);
    }

    /// <summary>The first name of every binding, or none.</summary>
    public ChunkList<int> CopyFirst(ChunkStore store)
    {
        ChunkList<int> names = new(store);
        for (int symbol = 0; symbol < _rows.Count; symbol++) names.Add(_rows[symbol].Count == 0 ? PhraseTable.None : _rows[symbol].Phrases[0]);
        return names;
    }

    /// <summary>
    /// Two bindings of one scope cannot have one name. The one that is surer of it keeps it, and the other's next best comes first.
    /// </summary>
    public void KeepApart()
    {
        for (int scope = 0; scope < _tables.Scopes.Count; scope++)
        {
            _symbols.Clear();
            for (int symbol = _tables.Scopes[scope].FirstSymbol; symbol >= 0; symbol = _tables.Symbols[symbol].Next)
            {
                if (_rows[symbol].Count > 0) _symbols.Add(symbol);
            }

            if (_symbols.Count < 2) continue;
            _symbols.Sort((left, right) => LeadOf(right) != LeadOf(left) ? LeadOf(right) - LeadOf(left) : left - right);
            _taken.Clear();
            foreach (int symbol in _symbols) _taken.Add(PutFreeFirst(ref _rows[symbol]));
        }
    }

    /// <summary>The names of a binding as they are written, the best one first.</summary>
    public IReadOnlyList<string> NamesOf(int symbol)
    {
        ref Row row = ref _rows[symbol];
        List<string> names = [];
        for (int i = 0; i < row.Count; i++) names.Add(NameStyle.Spell(_phrases, row.Phrases[i], IsType(symbol)));
        if (names.Count == 0) names.Add(NameStyle.Fallback(_tables.Symbols[symbol].Kind));
        return names;
    }

    /// <inheritdoc/>
    public void Dispose() => _rows.Dispose();

    private bool IsType(int symbol) => _rows[symbol].IsConstructed || _tables.Symbols[symbol].Kind is SymbolKind.Class or SymbolKind.ClassName;

    private int LeadOf(int symbol)
    {
        ref Row row = ref _rows[symbol];
        return row.Count < 2 ? short.MaxValue : row.Scores[0] - row.Scores[1];
    }

    private int PutFreeFirst(ref Row row)
    {
        for (int i = 0; i < row.Count; i++)
        {
            if (_taken.Contains(row.Phrases[i])) continue;
            int free = row.Phrases[i];
            for (; i > 0; i--) row.Phrases[i] = row.Phrases[i - 1];
            row.Phrases[0] = free;
            return free;
        }

        return row.Phrases[0];
    }

    private struct Row
    {
        public fixed int Phrases[Kept];
        public fixed short Scores[Kept];
        public byte Count;
        public bool IsConstructed;
    }
}
