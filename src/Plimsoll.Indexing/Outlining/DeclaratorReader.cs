using System.Runtime.CompilerServices;
using Plimsoll.Indexing.Languages;

namespace Plimsoll.Indexing.Outlining;

/// <summary>
/// The strategy for languages whose definitions are declarators, <c>type name(parameters) {</c>: the statement is collected until a brace
/// or a semicolon says what it was. Bodies are skipped; in Java the types inside them are read.
/// </summary>
internal sealed partial class DeclaratorReader(Lexer lexer)
{
    // A state number for directives: scopes weigh more than the braces of any body.
    private const int StateStep = 1 << 20;

    private readonly ScopeStack _scopes = new();
    private DeclaratorStatement _s;
    private Outline _outline = null!;
    private Language _language = LanguageTable.Text;
    private bool _c;
    private bool _cpp;
    private bool _csharp;
    private bool _java;
    private bool _lineEnds;
    private bool _expectsValue;
    private int _lastValue;
    private int _oldStyleStart;
    private int _oldStyleLength;
    private int _oldStyleLead;

    /// <summary>Reads the whole text.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal void Read(Language language, Outline outline)
    {
        Begin(language, outline);
        while (true)
        {
            int token = lexer.Next();
            if (token == Token.End) break;
            if (_scopes.Top.Kind == ScopeKind.Values) ReadValue(token);
            else if (token == Token.Name) OnName();
            else OnMark(token);
        }
    }

    private void Begin(Language language, Outline outline)
    {
        _language = language;
        _outline = outline;
        _c = language.Has(Lexical.Preprocessor);
        _cpp = language.Has(Lexical.CppRaw);
        _csharp = language.Has(Lexical.CSharp);
        _java = language.Has(Lexical.BodilessMethods) || language.Has(Lexical.DeepBodies);
        _lineEnds = language.Has(Lexical.TripleSingle) && language.Has(Lexical.DeepBodies);
        _scopes.Reset(ScopeKind.File);
        _oldStyleStart = -1;
        _s.Clear();
    }

    private int State => _s.Start >= 0 ? -1 : _scopes.Count * StateStep;

    private void OnMark(int token)
    {
        switch (token)
        {
            case '(' or '[': Open(token); break;
            case ')' or ']': Close(token); break;
            case '{': OnBrace(); return;
            case '}': OnClosingBrace(); return;
            case ';': OnSemicolon(); return;
            case '=': OnAssign(); return;
            case ':': OnColon(); return;
            case '@': OnAt(); return;
            case '<' or '>': OnAngle(token); break;
            case '*': _s.Star |= _s.Previous == '(' && _s.Depth == 1; break;
            case '-' or '+' when _s.Start < 0 && _c && !_cpp: ReadObjectiveCMethod(); return;
            case Token.Directive: lexer.ReadDirective(State); return;
            default: break;
        }

        if (_s.Start < 0) _s.Start = lexer.Start;
        _s.Previous = token;
    }

    private void Open(int token)
    {
        if (token == '[' && _s.Depth == 0 && (_s.Start < 0 || (_cpp && lexer.Peek() == '[')))
        {
            // An attribute: it belongs to the definition that follows.
            if (_s.Start < 0) _s.Start = lexer.Start;
            SkipBrackets();
            return;
        }

        if (token == '(' && _s.Angle == 0) MarkFunction();
        _s.Depth++;
        if (_s.Depth == 1) _s.Star = false;
    }

    /// <summary>At an opening parenthesis: the name before it may be that of a function.</summary>
    private void MarkFunction()
    {
        if (_s.Previous is not (Token.Name or '>') || _s.NameStart < 0) return;
        if (_s.Depth == 1 && _s.Star && _s.FunctionStart < 0 && _s.PointerStart >= 0)
        {
            _s.FunctionStart = _s.PointerStart;
            _s.FunctionLength = _s.PointerLength;
            _s.FunctionFrozen = true;
        }

        if (_s.Depth > 0 || _s.FunctionFrozen) return;

        // `f(a) macro(b) {`: a name straight after the parameters is an attribute of the function before it.
        if (_s.FunctionStart >= 0 && _s.NamesAfterParameters < 2 && (!IsReserved(_s.FunctionStart) || IsReserved(_s.NameStart))) return;
        if (_s.FunctionStart >= 0 && IsReserved(_s.NameStart) && !IsReserved(_s.FunctionStart)) return;
        _s.FunctionFirst = _s.FunctionStart < 0 && _s.NameCount == 1;
        _s.FunctionStart = _s.NameStart;
        _s.FunctionLength = _s.NameLength;
        _s.FunctionQualified = _s.Qualified;
        _s.ParametersClosed = false;
        _s.NamesAfterParameters = 0;
        _s.FirstArgumentStart = _s.LastArgumentStart = -1;
    }

    private bool IsReserved(int name) => _c && lexer.At(name) == '_' && lexer.At(name + 1) == '_';

    private void Close(int token)
    {
        if (_s.Depth > 0) _s.Depth--;
        if (_s.Depth == 0 && token == ')' && _s.FunctionStart >= 0) _s.ParametersClosed = true;
    }

    private void OnAngle(int token)
    {
        if (_s.Depth > 0 || (_c && !_cpp)) return;
        if (token == '>') _s.Angle = Math.Max(0, _s.Angle - (_s.Previous == '-' ? 0 : 1));
        else if (_s.Previous == Token.Name || _s.Angle > 0 || _s.Start < 0 || _java) _s.Angle++;
        if (_s.Previous == '-' && token == '>') _s.FunctionFrozen = true;
    }

    private void OnColon()
    {
        if (lexer.At(lexer.Position) == ':')
        {
            lexer.Position++;
            _s.Qualified = true;
            _s.Previous = ':';
            lexer.Stop = lexer.Position;
            return;
        }

        if (_s.Depth > 0 || _s.Angle > 0) return;
        bool label = _cpp && _s.TypeWord == Word.None && _s.FunctionStart < 0 && _scopes.Top.Kind == ScopeKind.Type && _s.NameCount <= 1;
        if (label && _s.NameStart < 0) _s.Clear();
        else if (_s.ParametersClosed)
        {
            _s.FunctionFrozen = true;
            _s.InInitializers = _cpp;
        }

        _s.TypeFrozen |= _s.TypeWord != Word.None;
        _s.Previous = ':';
    }

    private void OnAssign()
    {
        bool arrow = lexer.At(lexer.Position) == '>';
        if (arrow) lexer.Position++;
        if (_s.Depth > 0 || _s.Angle > 0)
        {
            _s.Previous = '=';
            return;
        }

        int definition = arrow && !_c ? AddArrow() : AddAssigned();
        if (_lineEnds) SkipLine(definition);
        else RunInitializer(definition);
    }

    /// <summary>Groovy: what is given ends with its line, or with the closure that starts on it.</summary>
    private void SkipLine(int definition)
    {
        _s.Clear();
        int length = lexer.From(lexer.Position).IndexOfAny((byte)'\n', (byte)'{');
        lexer.Position = length < 0 ? lexer.Length : lexer.Position + length;
        if (lexer.At(lexer.Position) == '{')
        {
            lexer.Position++;
            lexer.SkipBody(1, false, State);
        }

        lexer.Stop = lexer.Position;
        if (definition >= 0) _outline.End(definition, lexer.Stop);
    }

    private int AddArrow()
    {
        bool member = _scopes.Top.Kind == ScopeKind.Type;
        if (_s.FunctionStart >= 0) return Add(_s.FunctionStart, _s.FunctionLength, member ? SymbolKind.Method : SymbolKind.Function);
        return _s.NameStart >= 0 ? Add(_s.NameStart, _s.NameLength, member ? SymbolKind.Property : SymbolKind.Function) : -1;
    }

    private int AddAssigned()
    {
        if (_s.TypeWord == Word.Using && _cpp) return _s.NameStart < 0 ? -1 : Add(_s.NameStart, _s.NameLength, SymbolKind.Type);
        if (_s.FunctionStart >= 0 || _s.NameStart < 0 || _s.NameCount < 2 || _s.TypeWord == Word.Using) return -1;
        bool member = _scopes.Top.Kind == ScopeKind.Type;
        return member && _c ? -1 : Add(_s.NameStart, _s.NameLength, member ? SymbolKind.Field : SymbolKind.Variable);
    }

    private void OnSemicolon()
    {
        if (_s.Start >= 0 || _s.Typedef)
        {
            int definition = AddBodiless();
            if (definition >= 0) _outline.End(definition, lexer.Stop);
            KeepOldStyle();
        }

        _s.Clear();
        AfterStatement();
    }

    /// <summary>At a semicolon: adds what the statement defines without a body.</summary>
    private int AddBodiless()
    {
        bool member = _scopes.Top.Kind == ScopeKind.Type;
        if (_s.Typedef) return AddTypedef();
        if (_s.TypeWord == Word.Using) return -1;
        if (_s.TypeWord == Word.Delegate && _s.FunctionStart >= 0) return Add(_s.FunctionStart, _s.FunctionLength, SymbolKind.Type);
        if (_s.TypeWord is Word.Namespace or Word.Record && _s.TypeNameStart >= 0)
        {
            return Add(_s.TypeNameStart, _s.TypeNameLength, KindOf(_s.TypeWord));
        }

        if (_s.FunctionStart >= 0) return AddPrototype(member);
        if (_s.Extern || _s.NameStart < 0 || _s.NameCount < 2 || (member && _c) || (_c && _oldStyleStart >= 0)) return -1;
        if (_s.TypeWord != Word.None && _s.NameStart == _s.TypeNameStart) return -1;
        return Add(_s.NameStart, _s.NameLength, member ? SymbolKind.Field : SymbolKind.Variable);
    }

    private int AddTypedef()
    {
        if (_s.PointerStart >= 0) return Add(_s.PointerStart, _s.PointerLength, SymbolKind.Type);
        if (_s.FunctionStart >= 0) return Add(_s.FunctionStart, _s.FunctionLength, SymbolKind.Type);
        return _s.NameStart >= 0 ? Add(_s.NameStart, _s.NameLength, SymbolKind.Type) : -1;
    }

    private int AddPrototype(bool member)
    {
        if (_java) return member && !_s.FunctionFirst | _s.NameCount > 1 ? Add(_s.FunctionStart, _s.FunctionLength, SymbolKind.Method) : -1;

        // DEFINE_MUTEX(name), DEFINE_PER_CPU(type, name): the macro's argument is what is defined.
        ReadOnlySpan<byte> name = lexer.Bytes(_s.FunctionStart, _s.FunctionLength);
        if (!_c || _s.Extern || _s.LastArgumentStart < 0 || !name.StartsWith("DEFINE_"u8)) return -1;
        return name.IndexOf("PER_CPU"u8) >= 0
            ? Add(_s.LastArgumentStart, _s.LastArgumentLength, SymbolKind.Variable)
            : Add(_s.FirstArgumentStart, _s.FirstArgumentLength, SymbolKind.Variable);
    }

    /// <summary><c>f(a) int a; {</c>: the head is over before the parameters' types; it is kept for the brace.</summary>
    private void KeepOldStyle()
    {
        if (!_c || _s.TypeWord == Word.Using) return;
        if (_s.FunctionStart >= 0 && _s.NamesAfterParameters > 0 && !_s.Typedef && !_s.Extern && _s.FirstArgumentStart >= 0 && IsLoneArgument())
        {
            _oldStyleStart = _s.FunctionStart;
            _oldStyleLength = _s.FunctionLength;
            _oldStyleLead = _s.Start;
        }
        else if (_s.FunctionStart >= 0) _oldStyleStart = -1;
    }

    private int Add(int nameStart, int nameLength, SymbolKind kind)
    {
        _oldStyleStart = -1;
        return _outline.Add(nameStart, nameLength, _s.Start < 0 ? nameStart : _s.Start, lexer.Stop, kind);
    }

    private static SymbolKind KindOf(Word word) => word switch
    {
        Word.Struct or Word.Union => SymbolKind.Struct,
        Word.Interface => SymbolKind.Interface,
        Word.Enum => SymbolKind.Enum,
        Word.Trait => SymbolKind.Trait,
        Word.Namespace => SymbolKind.Namespace,
        _ => SymbolKind.Class,
    };
}
