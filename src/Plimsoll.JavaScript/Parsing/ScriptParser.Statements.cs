using Plimsoll.JavaScript.Lexing;
using Plimsoll.JavaScript.Scopes;

namespace Plimsoll.JavaScript.Parsing;

/// <summary>Where a statement stands, which decides what may be declared there.</summary>
internal enum Place : byte
{
    /// <summary>In a list of a block, a function, or a module.</summary>
    List,

    /// <summary>In the list of a whole script.</summary>
    Program,

    /// <summary>In the list of a `case`.</summary>
    Case,

    /// <summary>Directly after `if (…)` or `else`.</summary>
    If,

    /// <summary>After a label in a list.</summary>
    Label,

    /// <summary>The only statement of a loop or the like.</summary>
    Single,
}

/// <summary>Statements.</summary>
internal sealed partial class ScriptParser
{
    /// <summary>The statements up to a closing brace or the end; with a prologue, directives come first.</summary>
    private void StatementList(ref NodeList list, in Prologue prologue, bool releases, Place place = Place.List)
    {
        bool directives = true;
        int octalAt = -1;
        while (_lex.Kind is not (TokenKind.BraceClose or TokenKind.EndOfFile))
        {
            int mark = _arena.Mark;
            int statement = directives ? Directive(place, prologue, ref directives, ref octalAt) : Statement(place);
            if (releases) _arena.Release(mark);
            else list.Add(_arena, statement);
        }
    }

    /// <summary>A statement that may be a directive.</summary>
    private int Directive(Place place, in Prologue prologue, ref bool goesOn, ref int octalAt)
    {
        int start = _lex.Start, end = _lex.End;
        goesOn = _lex.Kind == TokenKind.String;
        if (goesOn && octalAt < 0) octalAt = _lex.OctalAt;
        int statement = Statement(place);
        ref Node node = ref _arena[statement];
        goesOn = goesOn && node.Kind == NodeKind.ExpressionStatement && _arena[node.A].Kind == NodeKind.String && !_arena[node.A].Has(NodeFlags.Parenthesized);
        if (!goesOn) return statement;
        node.Flags |= NodeFlags.Directive;
        if (_source.Slice(start + 1, end - 1).SequenceEqual("use strict"u8))
        {
            CheckBecameStrict(prologue, start, _strict);
            _strict = true;
            _scopes?.MakeStrict();
        }

        if (_strict && octalAt >= 0) throw Error(octalAt, "octal escapes cannot be used in strict mode");
        return statement;
    }

    private int Statement(Place place)
    {
        Enter();
        int node = StatementOf(place);
        Leave();
        return node;
    }

    private int StatementOf(Place place)
    {
        int start = _lex.Start;
        switch (_lex.Kind)
        {
            case TokenKind.BraceOpen: return Block();
            case TokenKind.Semicolon: return Keyword(NodeKind.Empty);
            case TokenKind.Var: return DeclarationStatement(Operator.Var);
            case TokenKind.Const:
                CheckDeclares(place);
                return DeclarationStatement(Operator.Const);
            case TokenKind.Function: return FunctionStatement(place, NodeFlags.None);
            case TokenKind.Class:
                CheckDeclares(place);
                return Class(isStatement: true, nameOptional: false);
            case TokenKind.If: return If();
            case TokenKind.For: return For();
            case TokenKind.While: return While();
            case TokenKind.Do: return DoWhile();
            case TokenKind.Return: return Return();
            case TokenKind.Break or TokenKind.Continue: return Jump(_lex.Kind == TokenKind.Break);
            case TokenKind.Throw: return Throw();
            case TokenKind.Try: return Try();
            case TokenKind.Switch: return Switch();
            case TokenKind.With: return With();
            case TokenKind.Debugger:
                Next();
                Semicolon();
                return _arena.Add(NodeKind.Debugger, start, _lex.PreviousEnd);
            case TokenKind.Import when !IsImportExpression(): throw ModuleOnly(start, "'import' can be used at the top level of a module only");
            case TokenKind.Export: throw ModuleOnly(start, "'export' can be used at the top level of a module only");
        }

        if (TokenFacts.IsName(_lex.Kind) && !_lex.HasEscape && NameStatement(place) is > 0 and var node) return node;
        return ExpressionStatement(place);
    }

    /// <summary>A statement that begins with a word that is special only sometimes: `let`, `async`, `using`, `await using`. 0 where it is none of these.</summary>
    private int NameStatement(Place place)
    {
        switch (_lex.Kind)
        {
            case TokenKind.Let when IsLet(place):
                CheckDeclares(place);
                return DeclarationStatement(Operator.Let);
            case TokenKind.Async when PeekKind(out bool newline) == TokenKind.Function && !newline:
                CheckDeclares(place);
                return FunctionStatement(place, NodeFlags.Async);
            case TokenKind.Using when IsUsing(isFor: false):
                CheckUsing(place);
                return DeclarationStatement(Operator.Using);
            case TokenKind.Await when CanAwait && IsAwaitUsing(isFor: false):
                CheckUsing(place);
                if (_awaitAt < 0) _awaitAt = _lex.Start;
                return DeclarationStatement(Operator.AwaitUsing);
            default: return 0;
        }
    }

    private void CheckUsing(Place place)
    {
        CheckDeclares(place);
        if (place is Place.Case or Place.Program) throw Error(_lex.Start, "'using' cannot stand at the top level of a script or directly in a case");
    }

    private void CheckDeclares(Place place)
    {
        if (place >= Place.If) throw Error(_lex.Start, "a declaration cannot stand alone here; put it into braces");
    }

    private TokenKind PeekKind(out bool newline)
    {
        LexerState state = _lex.State;
        Next();
        TokenKind kind = _lex.Kind;
        newline = _lex.NewlineBefore;
        _lex.State = state;
        return kind;
    }

    private bool IsLet(Place place)
    {
        TokenKind next = PeekKind(out _);
        if (next == TokenKind.BracketOpen) return true;
        return place < Place.If && (next == TokenKind.BraceOpen || TokenFacts.IsName(next) || next == TokenKind.EscapedReserved);
    }

    /// <summary>Whether `using` begins a declaration: a name follows on its line.</summary>
    private bool IsUsing(bool isFor)
    {
        LexerState state = _lex.State;
        Next();
        bool declares = TokenFacts.IsName(_lex.Kind) && !_lex.NewlineBefore;
        if (declares && isFor && IsPlain(TokenKind.Of))
        {
            Next();
            declares = _lex.Kind is TokenKind.Assign or TokenKind.Semicolon or TokenKind.Comma;
        }

        _lex.State = state;
        return declares;
    }

    private bool IsAwaitUsing(bool isFor)
    {
        LexerState state = _lex.State;
        Next();
        bool declares = IsPlain(TokenKind.Using) && !_lex.NewlineBefore;
        if (declares)
        {
            Next();
            declares = TokenFacts.IsName(_lex.Kind) && !_lex.NewlineBefore && !(isFor && IsPlain(TokenKind.In));
        }

        _lex.State = state;
        return declares;
    }

    private int Block()
    {
        int start = _lex.Start;
        _scopes?.Open(ScopeKind.Block, start, _strict);
        int first = BlockList();
        _scopes?.Close(_lex.PreviousEnd);
        return _arena.Add(NodeKind.Block, start, _lex.PreviousEnd, first);
    }

    private int BlockList()
    {
        Expect(TokenKind.BraceOpen);
        NodeList list = default;
        while (_lex.Kind is not (TokenKind.BraceClose or TokenKind.EndOfFile)) list.Add(_arena, Statement(Place.List));
        Expect(TokenKind.BraceClose);
        return list.First;
    }

    private int FunctionStatement(Place place, NodeFlags flags)
    {
        bool alone = place is Place.If or Place.Label;
        if (place == Place.Single || (alone && _strict)) CheckDeclares(Place.Single);
        int start = _lex.Start;
        if (alone && PeekKind(out _) == TokenKind.Multiply) throw Error(start, "a generator cannot stand alone here; put it into braces");
        if (place == Place.If) _scopes?.Open(ScopeKind.Block, start, _strict);
        int node = FunctionDeclaration(start, flags, nameOptional: false, hoists: true);
        if (place == Place.If) _scopes?.Close(_lex.PreviousEnd);
        return node;
    }

    private int ExpressionStatement(Place place)
    {
        int start = _lex.Start;
        bool isName = TokenFacts.IsName(_lex.Kind);
        if (isName && PeekKind(out _) == TokenKind.Colon) return Labeled(place);
        int value = Expression();
        Semicolon();
        return _arena.Add(NodeKind.ExpressionStatement, start, _lex.PreviousEnd, value);
    }

    private int DeclarationStatement(Operator op)
    {
        int start = _lex.Start;
        Next();
        if (op == Operator.AwaitUsing) Next();
        int first = Declarators(op, InRule.Allowed);
        Semicolon();
        return _arena.Add(NodeKind.Declaration, start, _lex.PreviousEnd, first, 0, 0, NodeFlags.None, op);
    }

    private int Declarators(Operator op, InRule rule)
    {
        SymbolKind kind = op switch
        {
            Operator.Var => SymbolKind.Var,
            Operator.Let => SymbolKind.Let,
            Operator.Const => SymbolKind.Const,
            _ => SymbolKind.Using,
        };
        NodeList list = default;
        do
        {
            int start = _lex.Start;
            if (kind == SymbolKind.Using && (_lex.Kind is TokenKind.BracketOpen or TokenKind.BraceOpen)) throw Error(start, "'using' declares names, not patterns");
            int target = BindingTarget(kind);
            int value = 0;
            bool inLoop = rule != InRule.Allowed && (_lex.Kind == TokenKind.In || IsPlain(TokenKind.Of));
            if (Eat(TokenKind.Assign)) value = Assignment(rule);
            else if (!inLoop && (kind is SymbolKind.Const or SymbolKind.Using)) throw Error(_lex.Start, "a constant needs an initial value");
            else if (!inLoop && _arena[target].Kind != NodeKind.Identifier) throw Error(_lex.Start, "a pattern needs an initial value");
            list.Add(_arena, _arena.Add(NodeKind.Declarator, start, _lex.PreviousEnd, target, value));
        }
        while (Eat(TokenKind.Comma));
        return list.First;
    }
}
