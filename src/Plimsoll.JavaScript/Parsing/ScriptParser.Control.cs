using Plimsoll.JavaScript.Lexing;
using Plimsoll.JavaScript.Scopes;

namespace Plimsoll.JavaScript.Parsing;

/// <summary>Statements that branch, loop and jump, and their labels.</summary>
internal sealed partial class ScriptParser
{
    private readonly List<Label> _labels = [];
    private int _labelBase;

    private enum LabelKind : byte
    {
        Plain,
        Loop,
        Switch,
    }

    private int If()
    {
        int first = 0, last = 0;
        // `else if` goes on as long as it likes, so it is a loop.
        while (true)
        {
            int start = _lex.Start;
            Next();
            int test = Parenthesized();
            int consequent = Statement(Place.If);
            int node = _arena.Add(NodeKind.If, start, -1, test, consequent);
            if (last == 0) first = node;
            else _arena[last].C = node;
            last = node;
            if (!Eat(TokenKind.Else)) break;
            if (_lex.Kind == TokenKind.If) continue;
            int alternate = Statement(Place.If);
            _arena[last].C = alternate;
            break;
        }

        int end = _lex.PreviousEnd;
        for (int node = first; node != 0 && _arena[node].End < 0; node = _arena[node].C) _arena[node].End = end;
        return first;
    }

    private int Parenthesized()
    {
        Expect(TokenKind.ParenOpen);
        int value = Expression();
        Expect(TokenKind.ParenClose);
        return value;
    }

    private int LoopBody(LabelKind kind = LabelKind.Loop)
    {
        _labels.Add(new Label(-1, kind, -1));
        int body = Statement(Place.Single);
        _labels.RemoveAt(_labels.Count - 1);
        return body;
    }

    private int While()
    {
        int start = _lex.Start;
        Next();
        int test = Parenthesized();
        int body = LoopBody();
        return _arena.Add(NodeKind.While, start, _lex.PreviousEnd, test, body);
    }

    private int DoWhile()
    {
        int start = _lex.Start;
        Next();
        int body = LoopBody();
        Expect(TokenKind.While);
        int test = Parenthesized();
        Eat(TokenKind.Semicolon);
        return _arena.Add(NodeKind.DoWhile, start, _lex.PreviousEnd, body, test);
    }

    private int Return()
    {
        int start = _lex.Start;
        if (!Has(Context.Return))
        {
            SawReturn = true;
            throw Error(start, "'return' can be used in functions only");
        }

        Next();
        int value = 0;
        if (_lex.Kind != TokenKind.Semicolon && !CanEndStatement) value = Expression();
        Semicolon();
        return _arena.Add(NodeKind.Return, start, _lex.PreviousEnd, value);
    }

    private int Throw()
    {
        int start = _lex.Start;
        Next();
        if (_lex.NewlineBefore) throw Error(_lex.PreviousEnd, "the value that is thrown must begin on the line of 'throw'");
        int value = Expression();
        Semicolon();
        return _arena.Add(NodeKind.Throw, start, _lex.PreviousEnd, value);
    }

    private int Try()
    {
        int start = _lex.Start;
        Next();
        int block = Block();
        int handler = _lex.Kind == TokenKind.Catch ? Catch() : 0;
        int final = Eat(TokenKind.Finally) ? Block() : 0;
        if (handler == 0 && final == 0) throw Error(_lex.Start, "'try' needs 'catch' or 'finally'");
        return _arena.Add(NodeKind.Try, start, _lex.PreviousEnd, block, handler, final);
    }

    private int Catch()
    {
        int start = _lex.Start;
        Next();
        _scopes?.Open(ScopeKind.Catch, start, _strict);
        int parameter = 0;
        if (Eat(TokenKind.ParenOpen))
        {
            parameter = BindingTarget(SymbolKind.CatchParameter);
            if (_arena[parameter].Kind == NodeKind.Identifier) _scopes?.MarkSimpleCatch();
            Expect(TokenKind.ParenClose);
        }

        int blockStart = _lex.Start;
        int first = BlockList();
        int block = _arena.Add(NodeKind.Block, blockStart, _lex.PreviousEnd, first);
        _scopes?.Close(_lex.PreviousEnd);
        return _arena.Add(NodeKind.Catch, start, _lex.PreviousEnd, parameter, block);
    }

    private int Switch()
    {
        int start = _lex.Start;
        Next();
        int value = Parenthesized();
        _labels.Add(new Label(-1, LabelKind.Switch, -1));
        _scopes?.Open(ScopeKind.Switch, _lex.Start, _strict);
        Expect(TokenKind.BraceOpen);
        NodeList list = default;
        bool hasDefault = false;
        while (_lex.Kind != TokenKind.BraceClose) list.Add(_arena, Case(ref hasDefault));
        Next();
        _scopes?.Close(_lex.PreviousEnd);
        _labels.RemoveAt(_labels.Count - 1);
        return _arena.Add(NodeKind.Switch, start, _lex.PreviousEnd, value, list.First);
    }

    private int Case(ref bool hasDefault)
    {
        int start = _lex.Start;
        int test = 0;
        if (Eat(TokenKind.Case)) test = Expression();
        else
        {
            Expect(TokenKind.Default);
            if (hasDefault) throw Error(start, "a switch can have only one 'default'");
            hasDefault = true;
        }

        Expect(TokenKind.Colon);
        NodeList list = default;
        while (_lex.Kind is not (TokenKind.BraceClose or TokenKind.Case or TokenKind.Default or TokenKind.EndOfFile)) list.Add(_arena, Statement(Place.Case));
        return _arena.Add(NodeKind.Case, start, _lex.PreviousEnd, test, list.First);
    }

    private int With()
    {
        int start = _lex.Start;
        if (_strict) throw Error(start, "'with' cannot be used in strict mode");
        Next();
        int target = Parenthesized();
        _scopes?.MarkWith();
        _scopes?.Open(FrameKind.With, _lex.Start, strict: false);
        int body = Statement(Place.Single);
        _scopes?.Close(_lex.PreviousEnd);
        return _arena.Add(NodeKind.With, start, _lex.PreviousEnd, target, body);
    }

    private int Labeled(Place place)
    {
        int start = _lex.Start;
        int id = NameId();
        NameToken name = TakeName();
        for (int at = _labelBase; at < _labels.Count; at++)
        {
            if (_labels[at].Name == id) throw Error(start, $"the label '{_source.GetString(name.Start, name.End)}' is declared already");
        }

        int label = _arena.Add(NodeKind.PropertyName, name.Start, name.End, id, 0, 0, name.Flags);
        Next();
        LabelKind kind = _lex.Kind switch
        {
            TokenKind.For or TokenKind.While or TokenKind.Do => LabelKind.Loop,
            TokenKind.Switch => LabelKind.Switch,
            _ => LabelKind.Plain,
        };
        for (int at = _labels.Count - 1; at >= _labelBase && _labels[at].Statement == start; at--) _labels[at] = new Label(_labels[at].Name, kind, _lex.Start);
        _labels.Add(new Label(id, kind, _lex.Start));
        int body = Statement(place is Place.If or Place.Single ? Place.Single : Place.Label);
        _labels.RemoveAt(_labels.Count - 1);
        return _arena.Add(NodeKind.Labeled, start, _lex.PreviousEnd, label, body);
    }

    private int Jump(bool isBreak)
    {
        int start = _lex.Start;
        Next();
        int label = 0, id = -1;
        if (TokenFacts.IsName(_lex.Kind) && !_lex.NewlineBefore)
        {
            id = NameId();
            NameToken name = TakeName();
            label = _arena.Add(NodeKind.PropertyName, name.Start, name.End, id, 0, 0, name.Flags);
        }

        Semicolon();
        CheckJump(start, id, isBreak);
        return _arena.Add(isBreak ? NodeKind.Break : NodeKind.Continue, start, _lex.PreviousEnd, label);
    }

    private void CheckJump(int start, int id, bool isBreak)
    {
        for (int at = _labels.Count - 1; at >= _labelBase; at--)
        {
            Label known = _labels[at];
            if (id >= 0 ? known.Name != id : known.Name >= 0) continue;
            bool fits = id >= 0 ? isBreak || known.Kind == LabelKind.Loop : known.Kind == LabelKind.Loop || (isBreak && known.Kind == LabelKind.Switch);
            if (fits) return;
            if (id >= 0) break;
        }

        throw Error(start, id >= 0 ? $"no {(isBreak ? "statement" : "loop")} around has the label '{_tables.Names.GetString(id)}'" : isBreak ? "'break' stands in no loop and no switch" : "'continue' stands in no loop");
    }

    /// <summary>A label that is open: its name (-1 for loops and switches without one), and where its statement begins.</summary>
    private readonly record struct Label(int Name, LabelKind Kind, int Statement);
}
