using Plimsoll.JavaScript.Lexing;
using Plimsoll.JavaScript.Scopes;

namespace Plimsoll.JavaScript.Parsing;

/// <summary>Classes.</summary>
internal sealed partial class ScriptParser
{
    private int Class(bool isStatement, bool nameOptional)
    {
        int start = _lex.Start;
        Next();
        bool wasStrict = _strict;
        _strict = true;
        int name = 0;
        bool opened = false;
        if (TokenFacts.IsName(_lex.Kind))
        {
            opened = !isStatement;
            if (opened) _scopes?.Open(ScopeKind.Class, start, strict: true);
            name = BindName(isStatement ? SymbolKind.Class : SymbolKind.ClassName, deferred: false, Expansion.None);
        }
        else if (!nameOptional) throw Unexpected(TokenKind.Name);

        int super = 0;
        if (Eat(TokenKind.Extends))
        {
            Cover cover = new();
            super = Subscripts(InRule.Allowed, ref cover);
            CheckExpression(cover);
            if (IsBareArrow(super)) throw Error(_arena[super].Start, "an arrow function cannot be a superclass without parentheses");
        }

        int first = ClassBody(hasSuper: super != 0);
        _strict = wasStrict;
        if (opened) _scopes?.Close(_lex.PreviousEnd);
        return _arena.Add(isStatement ? NodeKind.ClassDeclaration : NodeKind.Class, start, _lex.PreviousEnd, name, super, first);
    }

    private int ClassBody(bool hasSuper)
    {
        Expect(TokenKind.BraceOpen);
        PrivateScope outer = BeginPrivates();
        NodeList list = default;
        bool hasConstructor = false;
        while (_lex.Kind != TokenKind.BraceClose)
        {
            if (Eat(TokenKind.Semicolon)) continue;
            list.Add(_arena, ClassMember(hasSuper, ref hasConstructor));
        }

        EndPrivates(outer);
        Next();
        return list.First;
    }

    private bool StartsMemberName => TokenFacts.IsWord(_lex.Kind) || _lex.Kind is TokenKind.PrivateName or TokenKind.Number or TokenKind.BigInt or TokenKind.String or TokenKind.BracketOpen;

    private int ClassMember(bool hasSuper, ref bool hasConstructor)
    {
        int start = _lex.Start;
        NodeFlags flags = NodeFlags.None, function = NodeFlags.None;
        int key = 0;
        if (IsPlain(TokenKind.Static))
        {
            int word = PropertyName();
            if (_lex.Kind == TokenKind.BraceOpen) return StaticBlock(start);
            if (StartsMemberName || _lex.Kind == TokenKind.Multiply) flags |= NodeFlags.Static;
            else key = word;
        }

        if (key == 0 && IsPlain(TokenKind.Async))
        {
            int word = PropertyName();
            if ((StartsMemberName || _lex.Kind == TokenKind.Multiply) && !_lex.NewlineBefore) function |= NodeFlags.Async;
            else key = word;
        }

        if (key == 0 && Eat(TokenKind.Multiply)) function |= NodeFlags.Generator;
        if (key == 0 && function == NodeFlags.None && (IsPlain(TokenKind.Get) || IsPlain(TokenKind.Set)))
        {
            NodeFlags accessor = _lex.Kind == TokenKind.Get ? NodeFlags.Getter : NodeFlags.Setter;
            int word = PropertyName();
            if (StartsMemberName) flags |= accessor;
            else key = word;
        }

        bool isConstructor = false, isPrototype = false;
        if (key == 0) key = MemberKey(ref flags, out isConstructor, out isPrototype);
        if (flags.HasFlag(NodeFlags.Static))
        {
            if (isPrototype) throw Error(_arena[key].Start, "a static member cannot be named 'prototype'");
            isConstructor = false;
        }

        bool isAccessor = (flags & (NodeFlags.Getter | NodeFlags.Setter)) != NodeFlags.None;
        bool isMethod = _lex.Kind == TokenKind.ParenOpen || isAccessor || function != NodeFlags.None;
        if (_arena[key].Kind == NodeKind.PrivateName) DeclarePrivate(key, flags);
        return isMethod ? ClassMethod(start, key, flags, function, isConstructor, hasSuper, ref hasConstructor) : Field(start, key, flags);
    }

    private int MemberKey(ref NodeFlags flags, out bool isConstructor, out bool isPrototype)
    {
        isConstructor = isPrototype = false;
        if (_lex.Kind == TokenKind.PrivateName) return PrivateKey();
        if (TokenFacts.IsWord(_lex.Kind))
        {
            isConstructor = WordIs("constructor"u8);
            isPrototype = WordIs("prototype"u8);
        }
        else if (_lex.Kind == TokenKind.String)
        {
            isConstructor = StringIs(_lex.Start, _lex.End, _lex.HasEscape, "constructor");
            isPrototype = StringIs(_lex.Start, _lex.End, _lex.HasEscape, "prototype");
        }

        int key = PropertyKey(out NodeFlags computed);
        flags |= computed;
        return key;
    }

    private int ClassMethod(int start, int key, NodeFlags flags, NodeFlags function, bool isConstructor, bool hasSuper, ref bool hasConstructor)
    {
        if (_lex.Kind != TokenKind.ParenOpen) throw Unexpected(TokenKind.ParenOpen);
        NodeFlags accessor = flags & (NodeFlags.Getter | NodeFlags.Setter);
        Context extra = Context.SuperProperty;
        if (isConstructor)
        {
            if (accessor != NodeFlags.None || function != NodeFlags.None) throw Error(start, "a constructor cannot be a getter, setter, generator or async");
            if (hasConstructor) throw Error(start, "a class can have only one constructor");
            hasConstructor = true;
            flags |= NodeFlags.Constructor;
            if (hasSuper) extra |= Context.SuperCall;
        }

        int value = MethodFunction(function, extra, out int parameters);
        if (accessor != NodeFlags.None) CheckAccessor(accessor, value, parameters);
        return _arena.Add(NodeKind.Method, start, _lex.PreviousEnd, key, value, 0, flags);
    }

    private int Field(int start, int key, NodeFlags flags)
    {
        ref Node name = ref _arena[key];
        if (!flags.HasFlag(NodeFlags.Computed) && (name.Kind is NodeKind.PropertyName or NodeKind.String) && IsNamed(name, "constructor"))
            throw Error(name.Start, "a field cannot be named 'constructor'");
        int value = 0;
        if (_lex.Kind == TokenKind.Assign)
        {
            Next();
            FunctionState outer = BeginFunction(Context.SuperProperty | Context.NewTarget | Context.NoArguments);
            value = Assignment();
            EndFunction(outer);
        }

        Semicolon();
        return _arena.Add(NodeKind.Field, start, _lex.PreviousEnd, key, value, 0, flags);
    }

    private int StaticBlock(int start)
    {
        FunctionState outer = BeginFunction(Context.SuperProperty | Context.NewTarget | Context.NoArguments | Context.StaticBlock);
        _scopes?.Open(ScopeKind.StaticBlock, start, strict: true);
        int first = BlockList();
        _scopes?.Close(_lex.PreviousEnd);
        EndFunction(outer);
        return _arena.Add(NodeKind.StaticBlock, start, _lex.PreviousEnd, first);
    }
}
