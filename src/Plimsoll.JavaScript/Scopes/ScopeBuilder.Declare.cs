using Plimsoll.JavaScript.Text;

namespace Plimsoll.JavaScript.Scopes;

/// <summary>Declarations, with the rules of what may be declared twice.</summary>
internal sealed partial class ScopeBuilder
{
    /// <summary>Declares a name where it stands. Returns the occurrence's ordinal.</summary>
    /// <param name="kind">How.</param>
    /// <param name="name">The name.</param>
    /// <param name="offset">Its first byte.</param>
    /// <param name="expansion">What else must change with it.</param>
    /// <param name="hoists">A plain function: in a block of sloppy code it may be the function's too.</param>
    public int Declare(SymbolKind kind, int name, int offset, Expansion expansion, bool hoists = false)
    {
        int ordinal = _tables.Occurrences.Add(new Occurrence(offset, isDeclaration: true, expansion));
        Append(ref _records[Record(name)], ordinal);
        DeclareAgain(kind, name, offset, hoists);
        return ordinal;
    }

    /// <summary>Declares a name whose occurrence was taken for a use: a parameter of an arrow function.</summary>
    public void DeclareOccurrence(SymbolKind kind, int name, int ordinal)
    {
        ref Occurrence occurrence = ref _tables.Occurrences[ordinal];
        occurrence.MarkDeclaration();
        DeclareAgain(kind, name, occurrence.Offset, hoists: false);
    }

    /// <summary>Whether the innermost scope has the name already.</summary>
    public bool IsDeclared(int name) => _records[Record(name)].Symbol >= 0;

    /// <summary>Sets flags of what a name is bound to in the innermost scope, which is the program's; false where it declares none.</summary>
    public bool FlagDeclared(int name, SymbolFlags flags)
    {
        int symbol = _records[Record(name)].Symbol;
        if (symbol < 0) return false;
        _tables.Symbols[symbol].Flags |= flags;
        return true;
    }

    /// <summary>Says that the parameter of the `catch` that is open is a plain name.</summary>
    public void MarkSimpleCatch() => _frames[Current].SimpleCatch = true;

    private void DeclareAgain(SymbolKind kind, int name, int offset, bool hoists)
    {
        switch (kind)
        {
            case SymbolKind.Var:
                DeclareVar(name, offset);
                break;
            case SymbolKind.Function when _frames[Current].HoldsVars && (_functionsAreVars || _frames[Current].Kind != ScopeKind.Module):
                DeclareVarHere(SymbolKind.Function, name, offset, Current);
                break;
            case SymbolKind.Parameter:
                DeclareVarHere(kind, name, offset, Current);
                break;
            default:
                DeclareLexical(kind, name, offset, hoists);
                break;
        }
    }

    private void DeclareLexical(SymbolKind kind, int name, int offset, bool hoists)
    {
        int current = Current;
        ref NameRecord record = ref _records[Record(name)];
        bool sloppyFunction = hoists && kind == SymbolKind.Function && (_frames[current].Kind is ScopeKind.Block or ScopeKind.Switch or ScopeKind.Catch)
            && (_frames[current].Flags & ScopeFlags.Strict) == ScopeFlags.None;
        if (record.Symbol >= 0)
        {
            if (sloppyFunction && (record.Flags & RecordFlags.BlockFunction) != RecordFlags.None) return;
            throw Redeclared(name, offset);
        }

        if ((record.Flags & RecordFlags.VarPassed) != RecordFlags.None) throw Redeclared(name, offset);
        record.Symbol = AddSymbol(kind, name, offset, current);
        if (kind != SymbolKind.CatchParameter) record.Flags |= RecordFlags.Lexical;
        if (sloppyFunction) record.Flags |= RecordFlags.BlockFunction;
    }

    private void DeclareVarHere(SymbolKind kind, int name, int offset, int frame)
    {
        ref NameRecord record = ref _records[Record(name, frame)];
        if (record.Symbol < 0) record.Symbol = AddSymbol(kind, name, offset, frame);
        else if ((record.Flags & RecordFlags.Lexical) != RecordFlags.None) throw Redeclared(name, offset);
    }

    /// <summary>Declares a `var`: it belongs to the function, and no block on the way may have the name.</summary>
    private void DeclareVar(int name, int offset)
    {
        int frame = Current;
        int caught = -1;
        bool inWith = false;
        for (; !_frames[frame].HoldsVars; frame--)
        {
            if (_frames[frame].Kind == FrameKind.With)
            {
                inWith = true;
                continue;
            }

            ref NameRecord record = ref _records[Record(name, frame)];
            record.Flags |= RecordFlags.VarPassed;
            if (record.Symbol < 0) continue;
            if (!_frames[frame].SimpleCatch || (record.Flags & RecordFlags.Lexical) != RecordFlags.None) throw Redeclared(name, offset);
            caught = frame;
        }

        DeclareVarHere(SymbolKind.Var, name, offset, frame);
        int symbol = _records[Record(name, frame)].Symbol;
        if (inWith) _tables.Symbols[symbol].Flags |= SymbolFlags.SeenByWith;
        if (caught >= 0) MergeCaught(name, symbol, Current, frame);
    }

    /// <summary>`catch (e) { var e = 1 }` assigns to the parameter by the name of the variable: both must keep one name, and so are one here.</summary>
    private void MergeCaught(int name, int symbol, int from, int to)
    {
        for (int frame = from; frame > to; frame--)
        {
            if (!_frames[frame].SimpleCatch) continue;
            ref NameRecord record = ref _records[Record(name, frame)];
            if (record.Symbol < 0 || record.Symbol == symbol) continue;
            ref Symbol kept = ref _tables.Symbols[symbol];
            kept.Declaration = Math.Min(kept.Declaration, _tables.Symbols[record.Symbol].Declaration);
            kept.Flags |= _tables.Symbols[record.Symbol].Flags;
            Retire(record.Symbol);
            record.Symbol = symbol;
        }
    }

    private void Retire(int symbol) => _tables.Symbols[symbol].Kind = SymbolKind.Merged;

    private int AddSymbol(SymbolKind kind, int name, int offset, int frame)
    {
        if (_frames[frame].Row < 0) EnsureRow();
        return _tables.Symbols.Add(new Symbol { Kind = kind, Name = name, Scope = _frames[frame].Row, Declaration = offset, Next = -1 });
    }

    private JavaScriptSyntaxException Redeclared(int name, int offset) => _source.Error(offset, $"'{_tables.Names.GetString(name)}' has already been declared");
}
