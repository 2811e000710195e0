using Plimsoll.JavaScript.Lexing;
using Plimsoll.JavaScript.Scopes;

namespace Plimsoll.JavaScript.Parsing;

/// <summary>Imports and exports.</summary>
internal sealed partial class ScriptParser
{
    private readonly HashSet<int> _exportedNames = [];
    private readonly List<(int Name, int Offset)> _exportedLocals = [];

    private bool IsImportExpression() => PeekKind(out _) is TokenKind.ParenOpen or TokenKind.Dot;

    /// <summary>A statement of a module's top level.</summary>
    private int ModuleItem()
    {
        if (_lex.Kind == TokenKind.Import && !IsImportExpression()) return Import();
        return _lex.Kind == TokenKind.Export ? Export() : Statement(Place.List);
    }

    private int Import()
    {
        int start = _lex.Start;
        Next();
        NodeList list = default;
        NodeFlags flags = NodeFlags.None;
        if (_lex.Kind != TokenKind.String)
        {
            bool more = true;
            if (TokenFacts.IsName(_lex.Kind))
            {
                int name = BindImport(Expansion.None);
                list.Add(_arena, _arena.Add(NodeKind.ImportDefault, _arena[name].Start, _arena[name].End, name));
                more = Eat(TokenKind.Comma);
            }

            if (more) ImportBindings(ref list, ref flags);
            ExpectPlain(TokenKind.From);
            if (_lex.Kind != TokenKind.String) throw Unexpected(TokenKind.String);
        }

        int source = Literal(NodeKind.String);
        int attributes = Attributes();
        Semicolon();
        return _arena.Add(NodeKind.Import, start, _lex.PreviousEnd, list.First, source, attributes, flags);
    }

    private int BindImport(Expansion expansion) => BindName(TakeName(), SymbolKind.Import, deferred: false, expansion);

    private void ImportBindings(ref NodeList list, ref NodeFlags flags)
    {
        int start = _lex.Start;
        if (Eat(TokenKind.Multiply))
        {
            ExpectPlain(TokenKind.As);
            int name = BindImport(Expansion.None);
            list.Add(_arena, _arena.Add(NodeKind.ImportNamespace, start, _lex.PreviousEnd, name));
            return;
        }

        flags |= NodeFlags.HasBraces;
        Expect(TokenKind.BraceOpen);
        while (_lex.Kind != TokenKind.BraceClose)
        {
            list.Add(_arena, ImportSpecifier());
            if (_lex.Kind != TokenKind.BraceClose) Expect(TokenKind.Comma);
        }

        Next();
    }

    private int ImportSpecifier()
    {
        int start = _lex.Start;
        NameToken word = PeekWord();
        int imported = ModuleExportName(out _);
        if (EatPlain(TokenKind.As))
        {
            int local = BindImport(Expansion.None);
            return _arena.Add(NodeKind.ImportSpecifier, start, _lex.PreviousEnd, imported, local);
        }

        if (_arena[imported].Kind == NodeKind.String) throw Unexpected(TokenKind.As);
        CheckShorthand(word);
        int name = BindName(word, SymbolKind.Import, deferred: false, Expansion.Import);
        return _arena.Add(NodeKind.ImportSpecifier, start, _lex.PreviousEnd, imported, name, 0, NodeFlags.Shorthand);
    }

    /// <summary>The name that another module knows something by: any word, or a string. Its id is its value's.</summary>
    private int ModuleExportName(out int id)
    {
        id = -1;
        if (_lex.Kind == TokenKind.String)
        {
            if (_scopes is not null) id = InternString(_lex.Start, _lex.End, _lex.HasEscape);
            return Literal(NodeKind.String);
        }

        if (!TokenFacts.IsWord(_lex.Kind)) throw Unexpected();
        if (_scopes is not null) id = _lex.HasEscape ? _tables.Names.Intern(_lex.Decoded) : NameId();
        return PropertyName();
    }

    private int Attributes()
    {
        if (!(_lex.Kind == TokenKind.With && !_lex.HasEscape)) return 0;
        Next();
        Expect(TokenKind.BraceOpen);
        NodeList list = default;
        HashSet<int> keys = [];
        while (_lex.Kind != TokenKind.BraceClose)
        {
            int start = _lex.Start;
            int key = ModuleExportName(out int id);
            if (_scopes is not null && !keys.Add(id)) throw Error(start, "an import attribute is given twice");
            Expect(TokenKind.Colon);
            if (_lex.Kind != TokenKind.String) throw Unexpected(TokenKind.String);
            int value = Literal(NodeKind.String);
            list.Add(_arena, _arena.Add(NodeKind.ImportAttribute, start, _lex.PreviousEnd, key, value));
            if (_lex.Kind != TokenKind.BraceClose) Expect(TokenKind.Comma);
        }

        Next();
        return list.First;
    }

    private int Export()
    {
        int start = _lex.Start;
        Next();
        switch (_lex.Kind)
        {
            case TokenKind.Multiply: return ExportAll(start);
            case TokenKind.BraceOpen: return ExportNamed(start);
            case TokenKind.Default: return ExportDefault(start);
        }

        int declared;
        switch (_lex.Kind)
        {
            case TokenKind.Var or TokenKind.Const or TokenKind.Class or TokenKind.Function:
            case TokenKind.Let when !_lex.HasEscape && IsLet(Place.List):
            case TokenKind.Async when !_lex.HasEscape && PeekKind(out bool newline) == TokenKind.Function && !newline:
                declared = Statement(Place.List);
                break;
            default: throw Unexpected();
        }

        if (_scopes is not null) ExportDeclared(declared);
        return _arena.Add(NodeKind.ExportDeclaration, start, _lex.PreviousEnd, declared);
    }

    private void ExportDeclared(int declared)
    {
        ref Node node = ref _arena[declared];
        if (node.Kind != NodeKind.Declaration)
        {
            ExportPattern(node.A);
            return;
        }

        for (int item = node.A; item != 0; item = _arena[item].Next) ExportPattern(_arena[item].A);
    }

    /// <summary>Exports every name that a pattern declares.</summary>
    private void ExportPattern(int at)
    {
        Enter();
        ref Node node = ref _arena[at];
        switch (node.Kind)
        {
            case NodeKind.Identifier:
                AddExport(node.A, node.Start);
                _scopes!.FlagDeclared(node.A, SymbolFlags.Exported | SymbolFlags.ExportedByName);
                break;
            case NodeKind.ArrayPattern or NodeKind.ObjectPattern:
                for (int item = node.A; item != 0; item = _arena[item].Next) ExportPattern(item);
                break;
            case NodeKind.Property:
                ExportPattern(node.B);
                break;
            case NodeKind.DefaultPattern or NodeKind.Rest:
                ExportPattern(node.A);
                break;
        }

        Leave();
    }

    private void AddExport(int name, int offset)
    {
        if (_scopes is not null && !_exportedNames.Add(name)) throw Error(offset, $"'{_tables.Names.GetString(name)}' is exported twice");
    }

    private int ExportAll(int start)
    {
        Next();
        int name = 0;
        if (EatPlain(TokenKind.As))
        {
            int nameStart = _lex.Start;
            name = ModuleExportName(out int id);
            AddExport(id, nameStart);
        }

        ExpectPlain(TokenKind.From);
        if (_lex.Kind != TokenKind.String) throw Unexpected(TokenKind.String);
        int source = Literal(NodeKind.String);
        int attributes = Attributes();
        Semicolon();
        return _arena.Add(NodeKind.ExportAll, start, _lex.PreviousEnd, name, source, attributes);
    }

    /// <summary>`export { … }`: whether its names are names of this module is known only when a `from` follows or does not.</summary>
    private int ExportNamed(int start)
    {
        Next();
        NodeList list = default;
        List<NameToken> locals = [];
        while (_lex.Kind != TokenKind.BraceClose)
        {
            int specifierStart = _lex.Start;
            locals.Add(PeekWord());
            int local = ModuleExportName(out int id);
            int exported = local;
            NodeFlags flags = NodeFlags.Shorthand;
            if (EatPlain(TokenKind.As))
            {
                specifierStart = _lex.Start;
                flags = NodeFlags.None;
                exported = ModuleExportName(out id);
            }

            AddExport(id, specifierStart);
            list.Add(_arena, _arena.Add(NodeKind.ExportSpecifier, _arena[local].Start, _lex.PreviousEnd, local, exported, 0, flags));
            if (_lex.Kind != TokenKind.BraceClose) Expect(TokenKind.Comma);
        }

        Next();
        int source = 0, attributes = 0;
        if (EatPlain(TokenKind.From))
        {
            if (_lex.Kind != TokenKind.String) throw Unexpected(TokenKind.String);
            source = Literal(NodeKind.String);
            attributes = Attributes();
        }
        else ExportLocals(list.First, locals);

        Semicolon();
        return _arena.Add(NodeKind.ExportNamed, start, _lex.PreviousEnd, list.First, source, attributes);
    }

    private void ExportLocals(int specifier, List<NameToken> locals)
    {
        foreach (NameToken local in locals)
        {
            if (!TokenFacts.IsName(local.Kind)) throw Error(local.Start, "only a name of this module can be exported without 'from'");
            CheckName(local);
            int name = Reference(local, _arena[specifier].Has(NodeFlags.Shorthand) ? Expansion.Export : Expansion.None);
            _arena[specifier].A = name;
            if (_scopes is not null) _exportedLocals.Add((local.Id, local.Start));
            specifier = _arena[specifier].Next;
        }
    }

    private int ExportDefault(int start)
    {
        if (_scopes is not null) AddExport(NameId(), _lex.Start);
        Next();
        int value;
        bool isAsync = IsPlain(TokenKind.Async) && PeekKind(out bool newline) == TokenKind.Function && !newline;
        if (isAsync || _lex.Kind == TokenKind.Function) value = FunctionDeclaration(_lex.Start, isAsync ? NodeFlags.Async : NodeFlags.None, nameOptional: true, hoists: false);
        else if (_lex.Kind == TokenKind.Class) value = Class(isStatement: true, nameOptional: true);
        else
        {
            value = Assignment();
            Semicolon();
            return _arena.Add(NodeKind.ExportDefault, start, _lex.PreviousEnd, value);
        }

        if (_scopes is not null && _arena[value].A != 0) _scopes.FlagDeclared(_arena[_arena[value].A].A, SymbolFlags.Exported);
        return _arena.Add(NodeKind.ExportDefault, start, _lex.PreviousEnd, value);
    }

    /// <summary>At the end of a module: what it exports by name it must declare.</summary>
    private void CheckExports()
    {
        foreach ((int name, int offset) in _exportedLocals)
        {
            if (!_scopes!.FlagDeclared(name, SymbolFlags.Exported)) throw Error(offset, $"'{_tables.Names.GetString(name)}' is exported but not declared");
        }
    }
}
