using System.Runtime.CompilerServices;
using Plimsoll.JavaScript.Text;

namespace Plimsoll.JavaScript.Scopes;

/// <summary>
/// Binds names while the parser goes over the text, in one pass. Since a declaration may follow its uses, an occurrence waits in a chain of its
/// name and scope; when the scope closes, the chain is bound to what the scope declares, or joins the chain of the scope around. The work is
/// one step for each name of each scope. For every name the records of the open scopes form a stack, so that the innermost is found at once.
/// </summary>
internal sealed partial class ScopeBuilder : IDisposable
{
    private readonly ScopeTables _tables;
    private readonly SourceText _source;
    private readonly ChunkList<Frame> _frames;
    private readonly ChunkList<NameRecord> _records;
    private readonly ChunkList<HoistCandidate> _candidates;
    private readonly ChunkList<int> _top;
    private readonly int _arguments;
    private bool _functionsAreVars;
    private int _freeRecord = -1;
    private int _freeCandidate = -1;

    public ScopeBuilder(ScopeTables tables, ChunkStore store)
    {
        _tables = tables;
        _source = tables.Source;
        _frames = new ChunkList<Frame>(store);
        _records = new ChunkList<NameRecord>(store);
        _candidates = new ChunkList<HoistCandidate>(store);
        _top = new ChunkList<int>(store);
        _arguments = tables.Names.Intern("arguments"u8);
    }

    private int Current => _frames.Count - 1;

    /// <summary>Opens a scope.</summary>
    public void Open(ScopeKind kind, int start, bool strict)
    {
        _frames.Add(new Frame
        {
            Kind = kind,
            Flags = strict ? ScopeFlags.Strict : ScopeFlags.None,
            Start = start,
            Row = -1,
            FirstRow = _tables.Scopes.Count,
            FirstSymbol = _tables.Symbols.Count,
            FirstBody = _tables.Bodies.Count,
            FirstOccurrence = _tables.Occurrences.Count,
            FirstRecord = -1,
        });
        if (_frames[Current].HoldsVars) EnsureRow();
    }

    /// <summary>Says that the program is a CommonJS file: its functions may be declared twice, as in the function that loaders put around it.</summary>
    public void MakeCommonJs() => _functionsAreVars = true;

    /// <summary>The row of the scope that is open.</summary>
    public int Row => _frames[Current].Row;

    /// <summary>Says that the open scope is in strict mode, which was found out after it was opened.</summary>
    public void MakeStrict() => _frames[Current].Flags |= ScopeFlags.Strict;

    /// <summary>Says that a direct `eval` was called: every scope around it is in its sight.</summary>
    public void MarkDirectEval() => MarkAll(ScopeFlags.HasDirectEval);

    /// <summary>Says that a `with` statement begins.</summary>
    public void MarkWith() => MarkAll(ScopeFlags.HasWith);

    /// <summary>A name that is used; it may be bound to a declaration further on. Returns the occurrence's ordinal.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int Refer(int name, int offset, Expansion expansion)
    {
        int ordinal = _tables.Occurrences.Add(new Occurrence(offset, isDeclaration: false, expansion));
        Append(ref _records[Record(name)], ordinal);
        return ordinal;
    }

    /// <summary>Begins parentheses that may be parameters.</summary>
    public void OpenCover(int start) => Open(FrameKind.Cover, start, strict: false);

    /// <summary>The parentheses are the parameters of an arrow function.</summary>
    public void CoverToArrow(int start, bool strict)
    {
        ref Frame frame = ref _frames[Current];
        frame.Kind = ScopeKind.Arrow;
        frame.Start = start;
        if (strict) frame.Flags |= ScopeFlags.Strict;
        EnsureRow();
    }

    /// <summary>
    /// Ends the parameters: what their defaults use and the parameters do not declare lies outside, whatever the body declares
    /// (`function (t = n) { function n() {} }`).
    /// </summary>
    public void EndParameters(int bodyStart)
    {
        int current = Current;
        ref Frame frame = ref _frames[current];
        frame.BodyStart = bodyStart;
        int at = frame.FirstRecord, kept = -1;
        frame.FirstRecord = -1;
        while (at >= 0)
        {
            ref NameRecord record = ref _records[at];
            int next = record.Next;
            if (record.Symbol >= 0)
            {
                Bind(record.Head, record.Symbol);
                record.Head = record.Tail = -1;
                record.Next = kept;
                kept = at;
            }
            else if (record.Name == _arguments && frame.Kind == ScopeKind.Function && record.Head >= 0)
            {
                record.Next = kept;
                kept = at;
            }
            else MoveOut(at, current);

            at = next;
        }

        frame.FirstRecord = kept;
    }

    /// <summary>Closes the innermost scope: what it declares is bound, the rest waits outside.</summary>
    public void Close(int end)
    {
        int current = Current;
        ref Frame frame = ref _frames[current];
        int at = frame.FirstRecord;
        while (at >= 0)
        {
            int next = _records[at].Next;
            CloseRecord(ref frame, at, current);
            at = next;
        }

        if (frame.Row >= 0)
        {
            ref Scope row = ref _tables.Scopes[frame.Row];
            row.End = end;
            row.EndOccurrence = _tables.Occurrences.Count;
            row.Flags = frame.Flags;
            row.BodyStart = frame.BodyStart;
        }

        _frames.Truncate(current);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _frames.Dispose();
        _records.Dispose();
        _candidates.Dispose();
        _top.Dispose();
    }

    private void MarkAll(ScopeFlags flag)
    {
        for (int at = Current; at >= 0 && (_frames[at].Flags & flag) == ScopeFlags.None; at--) _frames[at].Flags |= flag;
    }

    private void CloseRecord(ref Frame frame, int at, int current)
    {
        SettleCandidates(ref frame, at, current);
        ref NameRecord record = ref _records[at];
        if (record.Symbol < 0 && record.Head >= 0 && record.Name == _arguments && frame.Kind == ScopeKind.Function)
            record.Symbol = AddSymbol(SymbolKind.Arguments, _arguments, -1, current);
        if ((record.Flags & RecordFlags.BlockFunction) != RecordFlags.None)
        {
            BecomeCandidate(ref record, current);
            Free(at);
        }
        else if (record.Symbol < 0)
        {
            if (frame.Kind == FrameKind.With) record.Flags |= RecordFlags.InWith;
            if (current == 0) BindFree(ref record);
            else MoveOut(at, current);
        }
        else
        {
            Bind(record.Head, record.Symbol);
            ref Symbol symbol = ref _tables.Symbols[record.Symbol];
            if ((record.Flags & RecordFlags.InWith) != RecordFlags.None) symbol.Flags |= SymbolFlags.SeenByWith;
            if ((frame.Flags & ScopeFlags.HasDirectEval) != ScopeFlags.None) symbol.Flags |= SymbolFlags.SeenByEval;
            if (frame.Kind == ScopeKind.Script) symbol.Flags |= SymbolFlags.Global;
            Free(at);
        }
    }

    private void BindFree(ref NameRecord record)
    {
        if (record.Head < 0) return;
        int symbol = AddSymbol(SymbolKind.Free, record.Name, -1, 0);
        Bind(record.Head, symbol);
    }

    /// <summary>Binds all occurrences of a chain.</summary>
    private void Bind(int head, int symbol)
    {
        int count = 0;
        while (head >= 0)
        {
            ref Occurrence occurrence = ref _tables.Occurrences[head];
            head = occurrence.Link - 1;
            occurrence.Link = symbol;
            count++;
        }

        _tables.Symbols[symbol].Occurrences += count;
    }

    /// <summary>Hands a record without a binding to the scope around: its chain joins the one there, or the record itself moves.</summary>
    private void MoveOut(int at, int current)
    {
        ref NameRecord record = ref _records[at];
        int outer = record.Outer;
        if (outer >= 0 && _records[outer].Frame == current - 1)
        {
            ref NameRecord other = ref _records[outer];
            Join(ref other, record.Head, record.Tail);
            other.Flags |= record.Flags & RecordFlags.InWith;
            MoveCandidates(ref record, ref other);
            Free(at);
            return;
        }

        record.Flags &= RecordFlags.InWith;
        record.Frame = current - 1;
        record.Next = _frames[current - 1].FirstRecord;
        _frames[current - 1].FirstRecord = at;
    }

    private void Join(ref NameRecord record, int head, int tail)
    {
        if (head < 0) return;
        _tables.Occurrences[tail].Link = record.Head + 1;
        record.Head = head;
        if (record.Tail < 0) record.Tail = tail;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Append(ref NameRecord record, int ordinal)
    {
        _tables.Occurrences[ordinal].Link = record.Head + 1;
        record.Head = ordinal;
        if (record.Tail < 0) record.Tail = ordinal;
    }

    /// <summary>The record of a name in the innermost scope.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private int Record(int name)
    {
        int current = _frames.Count - 1;
        if (name < _top.Count)
        {
            int top = _top[name];
            if (top >= 0 && _records[top].Frame == current) return top;
        }

        return Record(name, current);
    }

    /// <summary>The record of a name in an open scope, made where there is none.</summary>
    private int Record(int name, int frame)
    {
        while (_top.Count <= name) _top.Add(-1);
        int inner = -1, at = _top[name];
        while (at >= 0 && _records[at].Frame > frame)
        {
            inner = at;
            at = _records[at].Outer;
        }

        if (at >= 0 && _records[at].Frame == frame) return at;
        int made = TakeRecord();
        _records[made] = new NameRecord
        {
            Name = name,
            Frame = frame,
            Outer = at,
            Next = _frames[frame].FirstRecord,
            Symbol = -1,
            Head = -1,
            Tail = -1,
            Candidates = -1,
        };
        _frames[frame].FirstRecord = made;
        if (inner >= 0) _records[inner].Outer = made;
        else _top[name] = made;
        return made;
    }

    private int TakeRecord()
    {
        int at = _freeRecord;
        if (at < 0) return _records.Add(default);
        _freeRecord = _records[at].Next;
        return at;
    }

    /// <summary>Forgets a record, which is the innermost of its name.</summary>
    private void Free(int at)
    {
        ref NameRecord record = ref _records[at];
        _top[record.Name] = record.Outer;
        record.Next = _freeRecord;
        _freeRecord = at;
    }
}
