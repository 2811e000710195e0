namespace Plimsoll.JavaScript.Scopes;

/// <summary>
/// Annex B.3.3: in sloppy code a function of a block is a `var` of the function around too, unless that would clash on the way. Both bindings come
/// from one token and so keep one name: they become one symbol. Whether they do is known when the function closes.
/// </summary>
internal sealed partial class ScopeBuilder
{
    /// <summary>The block of a function declaration closes: what is bound to it goes on outwards together, not yet bound.</summary>
    private void BecomeCandidate(ref NameRecord record, int current)
    {
        if ((_frames[current].Flags & ScopeFlags.HasDirectEval) != ScopeFlags.None) _tables.Symbols[record.Symbol].Flags |= SymbolFlags.SeenByEval;
        int made = _freeCandidate;
        if (made < 0) made = _candidates.Add(default);
        else _freeCandidate = _candidates[made].Next;
        ref NameRecord outer = ref _records[Record(record.Name, current - 1)];
        _candidates[made] = new HoistCandidate
        {
            Symbol = record.Symbol,
            Head = record.Head,
            Next = outer.Candidates,
            InWith = (record.Flags & RecordFlags.InWith) != RecordFlags.None,
        };
        outer.Candidates = made;
    }

    /// <summary>A scope closes that functions of inner blocks have come to: they stay in their blocks, are the scope's too, or go on.</summary>
    private void SettleCandidates(ref Frame frame, int at, int current)
    {
        ref NameRecord record = ref _records[at];
        if (record.Candidates < 0) return;
        bool passes = !frame.HoldsVars && (record.Symbol < 0 || (frame.SimpleCatch && (record.Flags & RecordFlags.Lexical) == RecordFlags.None));
        if (passes)
        {
            if (record.Symbol < 0) return; // MoveOut takes them along.
            ref NameRecord outer = ref _records[Record(record.Name, current - 1)];
            MoveCandidates(ref record, ref outer);
            return;
        }

        bool hoists = frame.HoldsVars && (record.Symbol < 0 || ((record.Flags & RecordFlags.Lexical) == RecordFlags.None && _tables.Symbols[record.Symbol].Kind != SymbolKind.Parameter));
        while (record.Candidates >= 0)
        {
            int candidate = record.Candidates;
            HoistCandidate settled = _candidates[candidate];
            record.Candidates = settled.Next;
            _candidates[candidate].Next = _freeCandidate;
            _freeCandidate = candidate;
            int symbol = hoists ? Hoist(ref record, settled.Symbol, frame.Row) : settled.Symbol;
            if (settled.InWith) _tables.Symbols[symbol].Flags |= SymbolFlags.SeenByWith;
            Bind(settled.Head, symbol);
        }
    }

    private int Hoist(ref NameRecord record, int symbol, int row)
    {
        if (record.Symbol < 0)
        {
            record.Symbol = symbol;
            _tables.Symbols[symbol].Scope = row;
        }
        else
        {
            ref Symbol known = ref _tables.Symbols[record.Symbol];
            ref Symbol gone = ref _tables.Symbols[symbol];
            known.Flags |= gone.Flags;
            if (gone.Declaration < known.Declaration && known.Declaration >= 0) known.Declaration = gone.Declaration;
            Retire(symbol);
        }

        return record.Symbol;
    }

    private void MoveCandidates(ref NameRecord from, ref NameRecord to)
    {
        if (from.Candidates < 0) return;
        int last = from.Candidates;
        while (_candidates[last].Next >= 0) last = _candidates[last].Next;
        _candidates[last].Next = to.Candidates;
        to.Candidates = from.Candidates;
        from.Candidates = -1;
    }
}
