namespace Plimsoll.JavaScript.Scopes;

/// <summary>Rows of the table of scopes, made when they are needed.</summary>
internal sealed partial class ScopeBuilder
{
    /// <summary>
    /// A call `async(…)` was read as the head of an async arrow function until its end: its callee is an occurrence before all that the
    /// parentheses hold, which is moved up. Parentheses after `async` that are no parameters are rare.
    /// </summary>
    public int InsertAsync(int name, int offset)
    {
        ref Frame cover = ref _frames[Current];
        int ordinal = cover.FirstOccurrence;
        for (int at = cover.FirstRecord; at >= 0; at = _records[at].Next) ShiftChain(ref _records[at]);
        for (int row = cover.FirstRow; row < _tables.Scopes.Count; row++)
        {
            _tables.Scopes[row].FirstOccurrence++;
            _tables.Scopes[row].EndOccurrence++;
        }

        for (int body = cover.FirstBody; body < _tables.Bodies.Count; body++)
        {
            _tables.Bodies[body].FirstOccurrence++;
            _tables.Bodies[body].EndOccurrence++;
        }

        _tables.Occurrences.Insert(ordinal, new Occurrence(offset, isDeclaration: false, Expansion.None));
        DissolveCover();
        ref NameRecord record = ref _records[Record(name)];
        // The occurrence is older than what the parentheses added to the same chain, if anything.
        int newer = -1;
        for (int at = record.Head; at > ordinal; at = _tables.Occurrences[at].Link - 1) newer = at;
        int older = newer < 0 ? record.Head : _tables.Occurrences[newer].Link - 1;
        _tables.Occurrences[ordinal].Link = older + 1;
        if (newer < 0) record.Head = ordinal;
        else _tables.Occurrences[newer].Link = ordinal + 1;
        if (older < 0) record.Tail = ordinal;
        return ordinal;
    }

    /// <summary>The parentheses are no parameters: what they hold belongs to the scope around.</summary>
    public void DissolveCover() => Close(0);

    /// <summary>Links each scope's symbols, after the last scope was closed.</summary>
    public void LinkSymbols()
    {
        for (int at = _tables.Symbols.Count - 1; at >= 0; at--)
        {
            ref Symbol symbol = ref _tables.Symbols[at];
            ref Scope scope = ref _tables.Scopes[symbol.Scope];
            symbol.Next = scope.FirstSymbol;
            scope.FirstSymbol = at;
        }
    }

    private void ShiftChain(ref NameRecord record)
    {
        if (record.Head < 0) return;
        for (int at = record.Head; at >= 0;)
        {
            ref Occurrence occurrence = ref _tables.Occurrences[at];
            at = occurrence.Link - 1;
            if (at >= 0) occurrence.Link++;
        }

        record.Head++;
        record.Tail++;
    }

    /// <summary>Gives the innermost scope its row. Scopes that were closed inside it have theirs already, and follow.</summary>
    private void EnsureRow()
    {
        ref Frame frame = ref _frames[Current];
        if (frame.Row >= 0) return;
        int parent = ParentRow();
        int row = frame.Row = frame.FirstRow;
        Scope scope = new() { Kind = frame.Kind, Flags = frame.Flags, Parent = parent, Start = frame.Start, FirstOccurrence = frame.FirstOccurrence, FirstSymbol = -1 };
        if (row == _tables.Scopes.Count)
        {
            _tables.Scopes.Add(scope);
            return;
        }

        _tables.Scopes.Insert(row, scope);
        for (int inner = row + 1; inner < _tables.Scopes.Count; inner++)
        {
            ref Scope shifted = ref _tables.Scopes[inner];
            if (shifted.Parent >= row) shifted.Parent++;
            else if (shifted.Parent == parent) shifted.Parent = row;
        }

        for (int symbol = frame.FirstSymbol; symbol < _tables.Symbols.Count; symbol++)
        {
            if (_tables.Symbols[symbol].Scope >= row) _tables.Symbols[symbol].Scope++;
        }

        for (int body = frame.FirstBody; body < _tables.Bodies.Count; body++)
        {
            if (_tables.Bodies[body].Scope >= row) _tables.Bodies[body].Scope++;
        }
    }

    private int ParentRow()
    {
        for (int at = Current - 1; at >= 0; at--)
        {
            if (_frames[at].Row >= 0) return _frames[at].Row;
        }

        return -1;
    }
}
