using System.Runtime.CompilerServices;
using Plimsoll.Indexing.Languages;

namespace Plimsoll.Indexing.Outlining;

/// <summary>
/// The strategy for languages in which a word stands before each name and braces delimit: Go, Rust, Kotlin, Scala, Swift, PHP and others.
/// </summary>
internal sealed partial class KeywordReader(Lexer lexer)
{
    private readonly ScopeStack _scopes = new();
    private Outline _outline = null!;
    private Word _awaits;
    private int _awaitsStart;
    private int _body;
    private bool _bodyMayFollow;
    private int _parens;
    private int _previous;
    private int _previousStop;
    private int _lead;
    private bool _keepLead;
    private Word _group;
    private int _groupParens;

    /// <summary>Reads the whole text.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal void Read(Language language, Outline outline)
    {
        _outline = outline;
        _scopes.Reset(ScopeKind.File);
        _awaits = _group = Word.None;
        _body = -1;
        _parens = _previousStop = _lead = 0;
        _previous = ';';
        _keepLead = false;
        while (true)
        {
            int token = lexer.Next();
            if (token == Token.End) break;
            if (lexer.FirstOfLine) OnLine(token);
            if (token == Token.Name) OnName();
            else OnMark(token);
            _previous = token;
            _previousStop = lexer.Stop;
        }

        EndBody();
        while (_scopes.Count > 1) EndScope(lexer.Length);
        _ = language;
    }

    private void OnLine(int token)
    {
        if (!_keepLead) _lead = lexer.Start;
        bool attribute = token is '@' or '#';
        _keepLead = attribute || (_keepLead && token == Token.Name && lexer.Word != Word.None);

        // What needs no body ends with its line; a function may have its brace on the next one.
        if (_body >= 0 && !_bodyMayFollow && _parens == _scopes.Top.Flags && _previous is not ('=' or ',' or '+' or '.' or '|' or '>' or ':') && token is not ('.' or '+' or '|' or '?')) EndBody();
        if (_group != Word.None && _parens == _groupParens && token == Token.Name && lexer.Word == Word.None && _previous is not (',' or '='))
        {
            EndBody();
            Add(_group == Word.Type ? SymbolKind.Type : KindOf(_group), lexer.Start);
            _bodyMayFollow = false;
            if (_group == Word.Type) LookAtType();
        }
    }

    private void OnMark(int token)
    {
        switch (token)
        {
            case '(' or '[': OnParen(token); break;
            case ')' or ']': OnCloseParen(); break;
            case '{': OpenScope(); break;
            case '}': CloseScope(); break;
            case ';' when _parens == _scopes.Top.Flags:
                EndBody();
                _awaits = Word.None;
                _lead = lexer.Stop;
                _keepLead = false;
                break;
            case '<' when _awaits is Word.Function or Word.Impl: SkipAngles(); break;
            case '!' or '&' or '*' or '<' or '>' or '@' or '#': break;
            default: _awaits = Word.None; break;
        }
    }

    private void OnParen(int token)
    {
        _parens++;
        Word awaits = _awaits;
        _awaits = Word.None;
        if (token == '[' || _previous != Token.Name) return;
        if (awaits == Word.Function && lexer.Start > 0) ReadReceiver();
        else if (awaits is Word.Type or Word.Constant or Word.Variable or Word.Import)
        {
            _group = awaits == Word.Import ? Word.None : awaits;
            _groupParens = _parens;
        }
    }

    /// <summary><c>func (r *T) Name(</c>: what stands in the parentheses is not the name; a name with parentheses after it is.</summary>
    private void ReadReceiver()
    {
        int after = lexer.Position;
        int limit = Math.Min(lexer.Length, after + 200);
        while (after < limit && lexer.At(after) is not ((byte)')' or (byte)'{' or (byte)'\n' or (byte)'(')) after++;
        if (lexer.At(after) != ')') return;
        int name = after + 1;
        while (lexer.At(name) == ' ') name++;
        int stop = name;
        while (lexer.IsNamePart(lexer.At(stop))) stop++;
        if (stop == name || lexer.At(stop) is not ((byte)'(' or (byte)'[')) return;
        EndBody();
        _parens--;
        lexer.Position = lexer.Stop = stop;
        _body = _outline.Add(name, stop - name, _lead, stop, SymbolKind.Method);
        _bodyMayFollow = true;
    }

    private void OnCloseParen()
    {
        if (_parens > _scopes.Top.Flags) _parens--;
        if (_group != Word.None && _parens < _groupParens)
        {
            EndBody();
            _group = Word.None;
        }
    }

    private void OpenScope()
    {
        bool body = _body >= 0 && _parens == _scopes.Top.Flags;
        bool members = _awaits is Word.Object or Word.Class;
        _scopes.Push(members ? ScopeKind.Type : ScopeKind.Code, body ? _body : -1, body ? -1 : _body, _parens, (int)_group << 1 | (_bodyMayFollow ? 1 : 0));
        _body = -1;
        _awaits = _group = Word.None;
        _lead = lexer.Stop;
        _keepLead = false;
    }

    private void CloseScope()
    {
        EndBody();
        if (_scopes.Count > 1) EndScope(lexer.Stop);
        _awaits = Word.None;
        _lead = lexer.Stop;
        _keepLead = false;
    }

    /// <summary>Closes the scope and goes on with what waited for its body outside it.</summary>
    private void EndScope(int end)
    {
        Scope scope = _scopes.Pop();
        if (scope.Definition >= 0) _outline.End(scope.Definition, end);
        _body = scope.Depth;
        _parens = scope.Flags;
        _group = (Word)(scope.Offset >> 1);
        _bodyMayFollow = (scope.Offset & 1) != 0;
    }

    private void EndBody()
    {
        if (_body >= 0) _outline.End(_body, _previousStop);
        _body = -1;
    }

    private void Add(SymbolKind kind, int start)
    {
        _body = _outline.Add(start, lexer.Stop - start, Math.Min(_lead, start), lexer.Stop, kind);
        _keepLead = false;
    }

    private bool InType()
    {
        int around = _scopes.Top.Definition;
        return _scopes.Top.Kind == ScopeKind.Type || around >= 0 && _outline.Definitions[around].Kind is SymbolKind.Class or SymbolKind.Struct or SymbolKind.Interface or SymbolKind.Enum
            or SymbolKind.Trait or SymbolKind.Type;
    }
}
