using Plimsoll.Indexing.Languages;

namespace Plimsoll.Indexing.Outlining;

/// <content>Braces: what a statement was, and what stands in its body.</content>
internal sealed partial class DeclaratorReader
{
    private void OnBrace()
    {
        // A brace in the first column after parameters that never closed: a conditional took the parenthesis away.
        if (_c && _s.Depth > 0 && _s.FunctionStart >= 0 && lexer.FirstOfLine && lexer.At(lexer.Start - 1) == '\n')
        {
            _s.Depth = 0;
            _s.ParametersClosed = true;
        }

        if (_s.Depth > 0)
        {
            lexer.SkipBody(1, false, -1 - StateStep);
            _s.Previous = '}';
            return;
        }

        if (_s.InInitializers && _s.Previous is Token.Name or '>')
        {
            lexer.SkipBody(1, false, -1 - StateStep);
            _s.Previous = '}';
            return;
        }

        if (IsTypeHead()) OpenType();
        else if (_s.Extern && _s.Previous == Token.Text && _s.FunctionStart < 0) Transparent();
        else if (_s.FunctionStart >= 0 && _s.ParametersClosed) RunBody(AddFunction());
        else if (_c && _s.Start < 0 && _oldStyleStart >= 0) RunBody(AddOldStyle());
        else RunBody(AddBraced());
    }

    private bool IsTypeHead()
    {
        if (_s.TypeWord is Word.None or Word.Using or Word.Delegate) return false;
        return !_c || _s.FunctionStart < 0 || (_s.TypeWord == Word.Class && _s.TypeFrozen);
    }

    private void OpenType()
    {
        int definition = _s.TypeNameStart < 0 ? -1 : Add(_s.TypeNameStart, _s.TypeNameLength, KindOf(_s.TypeWord));
        ScopeKind kind = _s.TypeWord == Word.Namespace ? ScopeKind.File : _s.TypeWord == Word.Enum ? ScopeKind.Values : ScopeKind.Type;
        int flags = (_s.Typedef ? 1 : 0) | (_s.TypeWord == Word.Namespace ? 2 : 0);
        _scopes.Push(kind, definition, 0, flags, _s.Start);
        _expectsValue = true;
        _lastValue = -1;
        _s.Clear();
    }

    private void Transparent()
    {
        _scopes.Push(ScopeKind.File, -1, 0, 2);
        _s.Clear();
    }

    private int AddFunction()
    {
        int start = _s.FunctionStart;
        int length = _s.FunctionLength;

        // SYSCALL_DEFINE3(name, …) {: a call of a macro that defines its argument.
        bool macro = _c && length > 3 && _s.FirstArgumentStart >= 0 && IsLoneArgument() && IsCapitals(start, length);
        if (macro)
        {
            start = _s.FirstArgumentStart;
            length = _s.FirstArgumentLength;
        }

        bool member = _scopes.Top.Kind == ScopeKind.Type || _s.FunctionQualified;
        return Add(start, length, member ? SymbolKind.Method : SymbolKind.Function);
    }

    /// <summary>Whether the first argument is a name alone, as in a call of a macro.</summary>
    private bool IsLoneArgument()
    {
        int after = _s.FirstArgumentStart + _s.FirstArgumentLength;
        while (lexer.At(after) == ' ') after++;
        return lexer.At(_s.FirstArgumentStart - 1) == '(' && lexer.At(after) is (byte)',' or (byte)')';
    }

    private int AddOldStyle()
    {
        _s.Start = _oldStyleLead;
        return Add(_oldStyleStart, _oldStyleLength, SymbolKind.Function);
    }

    /// <summary>A body without parameters before it: a property, a compact constructor, or nothing with a name.</summary>
    private int AddBraced()
    {
        if (_scopes.Top.Kind != ScopeKind.Type || _c || _s.NameStart < 0) return -1;
        if (_s.NameCount > 1) return Add(_s.NameStart, _s.NameLength, SymbolKind.Property);
        return _language.Has(Lexical.DeepBodies) ? Add(_s.NameStart, _s.NameLength, SymbolKind.Method) : -1;
    }

    private void RunBody(int definition)
    {
        _s.Clear();
        Resume(definition, 1, false);
    }

    private void RunInitializer(int definition)
    {
        _s.Clear();
        Resume(definition, 0, true);
    }

    /// <summary>Skips a body to its end, or to a type inside it, which is read like any other before the body goes on.</summary>
    private void Resume(int definition, int depth, bool initializer)
    {
        BodyEnd end = lexer.SkipBody(depth, initializer, _scopes.Count * StateStep);
        if (end == BodyEnd.Closed || _scopes.IsFull)
        {
            if (definition >= 0) _outline.End(definition, lexer.Stop);
            return;
        }

        _scopes.Push(initializer ? ScopeKind.Initializer : ScopeKind.Code, definition, lexer.BodyDepth);
        if (end == BodyEnd.AnonymousType) _scopes.Push(ScopeKind.Type, -1);
    }

    private void OnClosingBrace()
    {
        Scope scope = _scopes.Pop();
        if (scope.Definition >= 0) _outline.End(scope.Definition, lexer.Stop);
        _s.Clear();
        if (_c && scope.Kind is ScopeKind.Type or ScopeKind.Values && (scope.Flags & 2) == 0)
        {
            // `} name;` goes on with the statement that opened the type.
            _s.Start = scope.Offset;
            _s.NameCount = 1;
            _s.Typedef = (scope.Flags & 1) != 0;
            return;
        }

        AfterStatement();
    }

    /// <summary>After a statement inside a body: the body goes on.</summary>
    private void AfterStatement()
    {
        while (_scopes.Top.Kind is ScopeKind.Code or ScopeKind.Initializer && !_scopes.IsFull)
        {
            Scope scope = _scopes.Pop();
            int before = _scopes.Count;
            Resume(scope.Definition, scope.Depth, scope.Kind == ScopeKind.Initializer);
            if (_scopes.Count > before) return;
        }
    }

    /// <summary>Between the braces of an enumeration: its values, up to a semicolon after which it has members.</summary>
    private void ReadValue(int token)
    {
        switch (token)
        {
            case Token.Name when _expectsValue:
                _lastValue = _outline.Add(lexer.Start, lexer.Stop - lexer.Start, lexer.Start, lexer.Stop, SymbolKind.EnumMember);
                _expectsValue = false;
                break;
            case ',': _expectsValue = true; break;
            case '(' or '[': SkipBrackets(); break;
            case '{' when _java && !_csharp && _lastValue >= 0: _scopes.Push(ScopeKind.Type, _lastValue); break;
            case '{': lexer.SkipBody(1, false, -1 - StateStep); break;
            case '}': OnClosingBrace(); break;
            case ';': _scopes.Top.Kind = ScopeKind.Type; break;
            case '@': lexer.Next(); break;
            case Token.Directive: lexer.ReadDirective(_scopes.Count * StateStep); break;
            default: break;
        }
    }
}
