using System.Runtime.CompilerServices;
using Plimsoll.JavaScript.Parsing;
using Plimsoll.JavaScript.Scopes;

namespace Plimsoll.Unminify.Naming;

/// <summary>Functions: where they go, what their parameters are, what their bodies say of their names, and what is done when they end.</summary>
internal sealed partial class EvidenceCollector
{
    private const int BodyWordsMax = 40;
    private const int FunctionWordsMax = 400;
    private const int FramesWithWords = 3;

    private readonly List<FunctionFrame> _frames = [];
    private readonly List<int> _words = [];
    private int _scope;

    private void OpenProgramFrame() =>
        _frames.Add(new FunctionFrame { Level = -1, End = int.MaxValue, Name = PhraseTable.None, Symbol = -1, Constructs = -1, ReturnedBy = -1 });

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void OpenFunction(int node)
    {
        ref Node row = ref _arena[node];
        while (_scope < _tables.Scopes.Count && _tables.Scopes[_scope].Start < row.Start) _scope++;
        FunctionFrame frame = new()
        {
            Level = _path.Count - 1,
            End = row.End,
            FirstScope = _scope,
            Name = PhraseTable.None,
            Symbol = -1,
            Constructs = -1,
            ReturnedBy = -1,
            WordsLeft = BodyWordsMax,
            FirstWord = _words.Count,
        };
        Place(node, ref frame);
        _frames.Add(frame);
        if (frame.Symbol >= 0) SeeFunctionOf(frame.Symbol, node);
        SeeParameters(node, frame);
        if (row.Has(NodeFlags.ExpressionBody)) SeeReturned(row.C);
    }

    /// <summary>Writes down all bindings whose scopes end with the innermost function.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void CloseFunction()
    {
        FunctionFrame frame = _frames[^1];
        int words = CloseWords(frame);
        if (frame.Symbol >= 0) _pool.SetWords(frame.Symbol, words);
        for (int scope = frame.FirstScope; scope < _tables.Scopes.Count && _tables.Scopes[scope].Start < frame.End; scope++)
        {
            for (int symbol = _tables.Scopes[scope].FirstSymbol; symbol >= 0; symbol = _tables.Symbols[symbol].Next)
                Close(symbol, scope, frame, words);
        }

        _frames.RemoveAt(_frames.Count - 1);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private int CloseWords(in FunctionFrame frame)
    {
        Span<int> own = System.Runtime.InteropServices.CollectionsMarshal.AsSpan(_words)[frame.FirstWord..];
        own.Sort();
        int count = 0;
        for (int i = 0; i < own.Length; i++)
        {
            if (i == 0 || own[i] != own[i - 1]) own[count++] = own[i];
        }

        int at = Log.AddWords(own[..Math.Min(count, FunctionWordsMax)]);
        _words.RemoveRange(frame.FirstWord, _words.Count - frame.FirstWord);
        return at;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Close(int symbol, int scope, in FunctionFrame frame, int words)
    {
        ref Symbol row = ref _tables.Symbols[symbol];
        if (row.Kind is SymbolKind.Free or SymbolKind.Arguments or SymbolKind.Merged) return;
        AddClue(symbol, Clues.Of(Clue.Kind, KindOf(row.Kind)));
        AddClue(symbol, Clues.Of(Clue.Uses, (uint)Math.Min(row.Occurrences - 1, 6)));
        if (scope == 0) AddClue(symbol, Clues.Of(Clue.TopLevel));
        if (row.Kind is not (SymbolKind.Function or SymbolKind.Class or SymbolKind.Parameter) && frame.Level >= 0)
        {
            if (frame.NameClue != 0) AddClue(symbol, Clues.Of(Clue.Inside, frame.NameClue));
            AddCopyOf(symbol, CopySource.Inside, frame.Name);
            AddTie(symbol, Tie.Inside, 0, frame.Symbol);
        }

        if (!_pool.Take(symbol, _record)) return;
        if (_record.Words < 0) _record.Words = words;
        Log.Add(_record);
    }

    /// <summary>Kinds that a minifier turns into each other count as one.</summary>
    public static uint KindOf(SymbolKind kind) => (uint)(kind is SymbolKind.Let or SymbolKind.Const or SymbolKind.Using ? SymbolKind.Var : kind);

    /// <summary>Finds out where a function goes by the nodes above it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Place(int node, ref FunctionFrame frame)
    {
        ref Node row = ref _arena[node];
        if (row.Kind != NodeKind.Arrow && row.A != 0) frame.Symbol = _reader.SymbolOf(row.A);
        if (row.Kind == NodeKind.FunctionDeclaration)
        {
            frame.Place0 = Clues.Join(1, 0);
            return;
        }

        int level = _path.Count - 1;
        for (int hops = 0; hops < 5 && level > 0; hops++, level--)
        {
            int child = _path[level], parent = _path[level - 1];
            if (PlaceIn(parent, child, level - 1, ref frame)) return;
        }
    }

    /// <summary>Looks at one node above a function; false where the function's value goes further up.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private bool PlaceIn(int parent, int child, int level, ref FunctionFrame frame)
    {
        ref Node row = ref _arena[parent];
        switch (row.Kind)
        {
            case NodeKind.Property:
                PlaceInProperty(parent, level, ref frame);
                return true;
            case NodeKind.Method or NodeKind.Field:
                SetName(ref frame, _reader.KeyOf(parent));
                if (row.Kind == NodeKind.Method && !row.Has(NodeFlags.Static) && _reader.KeyOf(parent) is int key && key != 0 && _reader.TextOf(key).SequenceEqual("constructor"u8)) frame.Constructs = ClassAround(level - 1);
                if (row.Has(NodeFlags.Getter | NodeFlags.Setter)) frame.Place1 = Clues.Join(frame.NameClue, row.Has(NodeFlags.Getter) ? 2u : 3u);
                return true;
            case NodeKind.Assign when row.B == child:
                int property = _reader.PropertyOf(_reader.Skip(row.A));
                if (property != 0)
                {
                    SetName(ref frame, property);
                    frame.Place1 = Clues.Join(_reader.TailOf(_arena[_reader.Skip(row.A)].A), frame.NameClue);
                }
                else if (_reader.SymbolOf(row.A) >= 0)
                {
                    if (frame.Symbol < 0) frame.Symbol = _reader.SymbolOf(row.A);
                    frame.Place0 = Clues.Join(1, 0);
                }

                return true;
            case NodeKind.Declarator:
                if (frame.Symbol < 0) frame.Symbol = _reader.SymbolOf(row.A);
                frame.Place0 = Clues.Join(1, 0);
                return true;
            case NodeKind.Call or NodeKind.New:
                PlaceInCall(parent, child, ref frame);
                return true;
            case NodeKind.Return or NodeKind.Arrow:
                frame.Place0 = Clues.Join(2, 0);
                FunctionFrame outer = _frames[^1];
                if (outer.Place0 != 0) frame.Place1 = Clues.Join(2, outer.Place0);
                if (outer.Place1 != 0) frame.Place2 = Clues.Join(2, outer.Place1);
                frame.ReturnedBy = outer.Symbol;
                return true;
            case NodeKind.Logical or NodeKind.Conditional or NodeKind.Sequence or NodeKind.Chain or NodeKind.Await or NodeKind.Unary or NodeKind.DefaultPattern:
                return false;
            default:
                frame.Place0 = Clues.Join(3, (uint)row.Kind);
                return true;
        }
    }

    private void SetName(ref FunctionFrame frame, int key)
    {
        frame.NameClue = TextClue(key);
        frame.Name = key == 0 ? PhraseTable.None : _phrases.Of(_reader.TextOf(key));
        frame.Place0 = Clues.Join(4, frame.NameClue);
    }

    private void PlaceInProperty(int property, int level, ref FunctionFrame frame)
    {
        SetName(ref frame, _reader.KeyOf(property));
        if (level < 2) return;
        int holder = _path[level - 2];
        ref Node row = ref _arena[holder];
        uint outer = row.Kind switch
        {
            NodeKind.Call or NodeKind.New => Clues.Join(5, _reader.TailOf(row.A)),
            NodeKind.Assign => Clues.Join(6, _reader.TailOf(row.A)),
            NodeKind.Property => Clues.Join(7, TextClue(_reader.KeyOf(holder))),
            _ => 0,
        };
        if (outer != 0) frame.Place1 = Clues.Join(outer, frame.NameClue);
    }

    private void PlaceInCall(int call, int child, ref FunctionFrame frame)
    {
        ref Node row = ref _arena[call];
        if (row.A == child)
        {
            frame.CalledInPlace = call;
            frame.Place0 = Clues.Join(8, 0);
            return;
        }

        frame.Call = call;
        frame.ArgumentIndex = IndexIn(row.B, child);
        uint at = Clues.Join(9, (uint)frame.ArgumentIndex);
        uint tail = _reader.TailOf(row.A);
        frame.Place0 = Clues.Join(at, tail);
        frame.Place1 = Clues.Join(Clues.Join(at, _reader.ShapeOf(row.A, 2)), 1);
        int first = row.B;
        frame.Place2 = frame.ArgumentIndex > 0 && _arena[first].Kind is NodeKind.String or NodeKind.Number
            ? Clues.Join(frame.Place0, _reader.ShapeOf(first, 0))
            : Clues.Join(frame.Place0, (uint)_reader.Count(first));
    }

    private int IndexIn(int list, int node)
    {
        for (int index = 0; list != 0 && index < ListMax; list = _arena[list].Next, index++)
        {
            if (list == node) return index;
        }

        return -1;
    }
}
