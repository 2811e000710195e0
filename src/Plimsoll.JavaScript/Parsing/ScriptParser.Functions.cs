using Plimsoll.JavaScript.Lexing;
using Plimsoll.JavaScript.Scopes;

namespace Plimsoll.JavaScript.Parsing;

/// <summary>Functions: parameters, bodies, strict mode that a body turns on afterwards.</summary>
internal sealed partial class ScriptParser
{
    private int _duplicateAt = -1;

    private FunctionState BeginFunction(Context context)
    {
        FunctionState state = new(_context, _strict, _yieldAt, _awaitAt, _awaitNameAt, _duplicateAt, _labelBase);
        _context = context;
        _yieldAt = _awaitAt = _awaitNameAt = _duplicateAt = -1;
        _labelBase = _labels.Count;
        return state;
    }

    private void EndFunction(in FunctionState state) =>
        (_context, _strict, _yieldAt, _awaitAt, _awaitNameAt, _duplicateAt, _labelBase) = state;

    private static Context FunctionContext(NodeFlags flags)
    {
        Context context = Context.Return | Context.NewTarget;
        if ((flags & NodeFlags.Async) != NodeFlags.None) context |= Context.Async;
        if ((flags & NodeFlags.Generator) != NodeFlags.None) context |= Context.Generator;
        return context;
    }

    /// <summary>After the word `function`.</summary>
    private int FunctionExpression(int start, NodeFlags flags)
    {
        if (Eat(TokenKind.Multiply)) flags |= NodeFlags.Generator;
        FunctionState outer = BeginFunction(FunctionContext(flags));
        int name = 0;
        bool named = TokenFacts.IsName(_lex.Kind);
        if (named)
        {
            _scopes?.Open(ScopeKind.FunctionName, start, _strict);
            name = BindName(SymbolKind.FunctionName, deferred: false, Expansion.None);
            _duplicateAt = -1;
        }

        int node = FunctionTail(NodeKind.Function, start, name, flags, isStrictList: false);
        if (named) _scopes?.Close(_lex.PreviousEnd);
        EndFunction(outer);
        return node;
    }

    /// <summary>A function declaration, from its first word on.</summary>
    private int FunctionDeclaration(int start, NodeFlags flags, bool nameOptional, bool hoists)
    {
        if (flags != NodeFlags.None) Next();
        Expect(TokenKind.Function);
        if (_lex.Kind == TokenKind.Multiply)
        {
            Next();
            flags |= NodeFlags.Generator;
        }

        int name = 0;
        if (!nameOptional || TokenFacts.IsName(_lex.Kind))
        {
            NameToken token = TakeName();
            CheckBindable(token.Kind, token.Start);
            name = Declare(token, SymbolKind.Function, Expansion.None, hoists && flags == NodeFlags.None);
        }

        FunctionState outer = BeginFunction(FunctionContext(flags));
        int node = FunctionTail(NodeKind.FunctionDeclaration, start, name, flags, isStrictList: false);
        EndFunction(outer);
        return node;
    }

    /// <summary>A method's function, which begins with its parameters.</summary>
    private int MethodFunction(NodeFlags flags, Context extra, out int parameters)
    {
        int start = _lex.Start;
        FunctionState outer = BeginFunction(FunctionContext(flags) | extra);
        int node = FunctionTail(NodeKind.Function, start, 0, flags | NodeFlags.Method, isStrictList: true);
        EndFunction(outer);
        parameters = _arena[node].B;
        return node;
    }

    private int FunctionTail(NodeKind kind, int start, int name, NodeFlags flags, bool isStrictList)
    {
        _scopes?.Open(ScopeKind.Function, start, _strict);
        Expect(TokenKind.ParenOpen);
        NodeList list = default;
        while (_lex.Kind != TokenKind.ParenClose)
        {
            if (_lex.Kind == TokenKind.Ellipsis)
            {
                list.Add(_arena, RestBinding(SymbolKind.Parameter, deferred: false, onlyName: false));
                break;
            }

            list.Add(_arena, BindingElement(SymbolKind.Parameter, deferred: false));
            if (_lex.Kind != TokenKind.ParenClose) Expect(TokenKind.Comma);
        }

        Expect(TokenKind.ParenClose);
        CheckParameterOperators();
        if (_lex.Kind != TokenKind.BraceOpen) throw Unexpected(TokenKind.BraceOpen);
        int body = Body(name, list.First, isStrictList);
        _scopes?.Close(_lex.PreviousEnd);
        return _arena.Add(kind, start, _lex.PreviousEnd, name, list.First, body, flags);
    }

    /// <summary>The braces of a function. A surveyed body is forgotten when it is past; one that is built may be left out.</summary>
    private int Body(int name, int parameters, bool isStrictList)
    {
        int start = _lex.Start;
        if (_scopes is null && FindHole(start) is >= 0 and var hole) return Hole(hole);
        _scopes?.EndParameters(start);
        int row = BeginBody(start);
        int mark = _arena.Mark;
        bool wasStrict = _strict;
        Next();
        NodeList list = default;
        StatementList(ref list, new Prologue(name, parameters), releases: _scopes is not null);
        if (_lex.Kind != TokenKind.BraceClose) throw Unexpected(TokenKind.BraceClose);
        if (_duplicateAt >= 0 && (isStrictList || _strict || !IsSimple(parameters))) throw Error(_duplicateAt, "two parameters have the same name");
        bool ownStrict = _strict && !wasStrict;
        int end = _lex.End;
        EndBody(row, end, ownStrict);
        if (_scopes is not null)
        {
            _arena.Release(mark);
            list = default;
        }

        // The token after the body is read in the strictness around it; nothing in it depends on that.
        Next();
        return _arena.Add(NodeKind.FunctionBody, start, end, list.First, 0, 0, ownStrict ? NodeFlags.Strict : NodeFlags.None);
    }

    private bool IsSimple(int parameters)
    {
        for (int item = parameters; item != 0; item = _arena[item].Next)
        {
            if (_arena[item].Kind != NodeKind.Identifier) return false;
        }

        return true;
    }

    private int BeginBody(int start)
    {
        if (_scopes is null) return -1;
        return _tables.Bodies.Add(new FunctionBody { Start = start, Scope = _scopes.Row, FirstOccurrence = _tables.Occurrences.Count });
    }

    /// <summary>Keeps the row of a body that is long; a short one has no row of another body after it, since what lies in it is shorter still.</summary>
    private void EndBody(int row, int end, bool ownStrict)
    {
        if (row < 0) return;
        ref FunctionBody body = ref _tables.Bodies[row];
        if (end - body.Start < _bodyBytesMin)
        {
            _tables.Bodies.Truncate(row);
            return;
        }

        body.End = end;
        body.EndOccurrence = _tables.Occurrences.Count;
        body.Flags = CurrentFlags() | (ownStrict ? BodyFlags.OwnStrict : BodyFlags.None);
    }

    private BodyFlags CurrentFlags()
    {
        BodyFlags flags = BodyFlags.None;
        if (_strict) flags |= BodyFlags.Strict;
        if (Has(Context.Async)) flags |= BodyFlags.Async;
        if (Has(Context.Generator)) flags |= BodyFlags.Generator;
        if (InModule) flags |= BodyFlags.AwaitReserved;
        return flags;
    }

    /// <summary>Strict mode was turned on by a body: what stands before it must have been strict too.</summary>
    private void CheckBecameStrict(in Prologue prologue, int directive, bool wasStrict)
    {
        if (_scopes is null) return;
        if (!IsSimple(prologue.Parameters)) throw Error(directive, "\"use strict\" cannot stand in a function with parameters that have patterns, defaults or a rest");
        if (wasStrict) return;
        if (prologue.Name != 0) CheckStrictName(prologue.Name);
        for (int item = prologue.Parameters; item != 0; item = _arena[item].Next) CheckStrictName(item);
    }

    private void CheckStrictName(int at)
    {
        ref Node node = ref _arena[at];
        ReadOnlySpan<byte> text = node.A >= 0 ? _tables.Names[node.A] : _source.Slice(node.Start, node.End);
        if (text.SequenceEqual("eval"u8) || text.SequenceEqual("arguments"u8) || IsStrictReserved(text))
            throw Error(node.Start, $"'{_source.GetString(node.Start, node.End)}' cannot be a name in strict mode");
    }

    private static bool IsStrictReserved(ReadOnlySpan<byte> text) =>
        text.SequenceEqual("yield"u8) || text.SequenceEqual("let"u8) || text.SequenceEqual("static"u8) || text.SequenceEqual("implements"u8)
        || text.SequenceEqual("interface"u8) || text.SequenceEqual("package"u8) || text.SequenceEqual("private"u8) || text.SequenceEqual("protected"u8)
        || text.SequenceEqual("public"u8);
}

/// <summary>What of the function around must come back after an inner one.</summary>
internal readonly record struct FunctionState(Context Context, bool Strict, int YieldAt, int AwaitAt, int AwaitNameAt, int DuplicateAt, int LabelBase);

/// <summary>The name and the parameters that a `"use strict"` in a body makes strict too.</summary>
internal readonly record struct Prologue(int Name, int Parameters);
