using Plimsoll.Indexing.Languages;

namespace Plimsoll.Indexing.Outlining;

/// <content>Names and words of a statement.</content>
internal sealed partial class DeclaratorReader
{
    private void OnName()
    {
        if (_s.Depth > 0)
        {
            NoteArgument();
            return;
        }

        if (_s.Angle > 0) return;
        if (lexer.FirstOfLine && _s.Start >= 0) BreakStatement();
        if (_s.Start < 0) _s.Start = lexer.Start;
        if (lexer.Word == Word.None) OnPlainName();
        else OnWord(lexer.Word);
    }

    /// <summary>At the first name of a line: a macro call without a semicolon, or a line of a language without them, has ended.</summary>
    private void BreakStatement()
    {
        bool ended = _lineEnds && _s.Previous is not (',' or '@' or ':' or Token.Directive) && _s.NameCount > 1 && _s.TypeWord == Word.None;
        bool call = _c && _s.Previous == ')' && _s.FunctionFirst && _s.ParametersClosed && !IsReserved(lexer.Start) && !_s.InInitializers;
        if (ended) OnSemicolon();
        else if (call && (lexer.Start == 0 || lexer.At(lexer.Start - 1) == '\n'))
        {
            int start = _s.FunctionStart;
            int length = _s.FunctionLength;
            int lead = _s.Start;
            _s.Clear();
            _oldStyleStart = start;
            _oldStyleLength = length;
            _oldStyleLead = lead;
        }
    }

    private void OnPlainName()
    {
        if (_s.ParametersClosed) _s.NamesAfterParameters++;
        if (_s.Previous is not (':' or '~')) _s.Qualified = false;
        _s.NameCount++;
        _s.NameStart = lexer.Start;
        _s.NameLength = lexer.Stop - lexer.Start;
        if (_s.Previous == '~')
        {
            _s.NameStart--;
            _s.NameLength++;
        }

        if (_s.TypeWord != Word.None && !_s.TypeFrozen) OnTypeName();
        _s.Previous = Token.Name;
    }

    private void OnTypeName()
    {
        // `class EXPORT Name {` and `class Outer::Name {` are named by the last; `struct name attribute {` and `struct name variable` by the first.
        bool first = _s.TypeNameStart < 0 || _s.Qualified || (_csharp && _s.TypeWord == Word.Namespace && _s.Previous == '.');
        if (!first && !(_cpp && IsCapitals(_s.TypeNameStart, _s.TypeNameLength))) return;
        bool dotted = _csharp && _s.TypeNameStart >= 0;
        _s.TypeNameLength = dotted ? lexer.Stop - _s.TypeNameStart : _s.NameLength;
        if (!dotted) _s.TypeNameStart = _s.NameStart;
    }

    private bool IsCapitals(int start, int length)
    {
        for (int offset = start; offset < start + length; offset++)
        {
            if (lexer.At(offset) is >= (byte)'a' and <= (byte)'z') return false;
        }

        return true;
    }

    private void OnWord(Word word)
    {
        _s.Previous = Token.Name;
        switch (word)
        {
            case Word.Class or Word.Struct or Word.Union or Word.Interface or Word.Enum or Word.Trait or Word.Record or Word.Namespace:
                OnTypeWord(word);
                return;
            case Word.Typedef: _s.Typedef = true; break;
            case Word.Extern: _s.Extern = true; break;
            case Word.Builtin:
                _s.NameCount++;
                if (_s.ParametersClosed) _s.NamesAfterParameters++;
                break;
            case Word.Attribute: SkipAttribute(); return;
            case Word.Freeze:
                _s.FunctionFrozen |= _s.FunctionStart >= 0;
                _s.TypeFrozen = true;
                break;
            case Word.Operator: ReadOperator(); return;
            case Word.Using or Word.Delegate: _s.TypeWord = word; _s.TypeFrozen = true; break;
            case Word.Import: SkipImport(); return;
            default: break;
        }

        // A word is not the name of a function, except where the language uses it as a name too.
        if (_s.Previous == Token.Name && _s.NameStart >= 0 && _c) _s.Previous = Token.Number;
        if (word is Word.Modifier or Word.Static or Word.Accessor or Word.Default or Word.Builtin or Word.Control) _s.Previous = Token.Number;
    }

    private void OnTypeWord(Word word)
    {
        if (_s.TypeFrozen || _s.FunctionStart >= 0) return;
        if (_s.TypeWord is Word.Enum or Word.Record && word is Word.Class or Word.Struct) return;

        // `record` is a word only before a name; elsewhere it is a name like any other.
        if (word == Word.Record && (_s.NameStart >= 0 || !IsBeforeName()))
        {
            OnPlainName();
            return;
        }

        _s.TypeWord = word;
        _s.TypeNameStart = -1;
    }

    private bool IsBeforeName()
    {
        byte next = lexer.Peek();
        return next > ' ' && lexer.IsNamePart(next);
    }

    private void NoteArgument()
    {
        if (lexer.Word == Word.None && _s.Depth == 1)
        {
            int length = lexer.Stop - lexer.Start;
            if (_s.FirstArgumentStart < 0)
            {
                _s.FirstArgumentStart = lexer.Start;
                _s.FirstArgumentLength = length;
            }

            _s.LastArgumentStart = lexer.Start;
            _s.LastArgumentLength = length;
            bool wrapped = _s.Typedef && _s.Previous == '(' && _s.FunctionStart < 0;
            if ((_s.Star || wrapped) && _s.PointerStart < 0 && (_s.FunctionStart < 0 || _s.Typedef))
            {
                _s.PointerStart = lexer.Start;
                _s.PointerLength = length;
                if (_s.NameStart < 0) _s.NameStart = lexer.Start;
            }
        }

        _s.Previous = Token.Name;
    }

    private void SkipAttribute()
    {
        if (lexer.Peek() == '(')
        {
            lexer.Next();
            SkipBrackets();
        }

        _s.Previous = Token.Number;
    }

    /// <summary>After an opening bracket: moves after the one that closes it, or to the brace or semicolon that says it is missing.</summary>
    private void SkipBrackets()
    {
        int depth = 1;
        int braces = 0;
        while (depth > 0)
        {
            int token = lexer.Next();
            if (token is '(' or '[') depth++;
            else if (token is ')' or ']') depth--;
            else if (token == '{') braces++;
            else if (token == Token.Directive) lexer.ReadDirective(-1);
            else if (token == Token.End) return;
            else if ((token == '}' && --braces < 0) || (token == ';' && braces == 0))
            {
                lexer.Position = lexer.Start;
                return;
            }
        }
    }

    private void SkipImport()
    {
        int line = lexer.From(lexer.Position).IndexOfAny((byte)'\n', (byte)';');
        lexer.Position = line < 0 ? lexer.Length : lexer.Position + line + 1;
        _s.Clear();
    }

    /// <summary><c>operator +(</c>: the name reaches from the word to the parenthesis.</summary>
    private void ReadOperator()
    {
        int start = lexer.Start;
        int stop = lexer.Stop;
        while (true)
        {
            int token = lexer.Next();
            bool call = token == '(' && stop == start + "operator".Length && lexer.Peek() == ')';
            if (call) lexer.Next();
            else if (token is '(' or ';' or '{' or '}' or Token.End or Token.Directive)
            {
                lexer.Position = lexer.Start;
                break;
            }

            stop = lexer.Stop;
        }

        _s.NameCount += 2;
        _s.NameStart = start;
        _s.NameLength = stop - start;
        _s.Previous = Token.Name;
    }

    /// <summary><c>@name(arguments)</c> stands before what it is said of; <c>@interface</c> declares a type.</summary>
    private void OnAt()
    {
        if (_s.Start < 0) _s.Start = lexer.Start;
        if (_c)
        {
            ReadObjectiveCType();
            return;
        }

        if (lexer.Next() != Token.Name) return;
        if (lexer.Word == Word.Interface)
        {
            OnTypeWord(Word.Interface);
            return;
        }

        while (lexer.At(lexer.Position) == '.')
        {
            lexer.Next();
            lexer.Next();
        }

        // An annotation inside parameters must not take their closing parenthesis.
        if (lexer.Peek() != '(') return;
        lexer.Next();
        SkipBrackets();
    }

    private void ReadObjectiveCType()
    {
        int lead = lexer.Start;
        bool type = lexer.Next() == Token.Name
            && (lexer.TokenBytes.SequenceEqual("interface"u8) || lexer.TokenBytes.SequenceEqual("implementation"u8) || lexer.TokenBytes.SequenceEqual("protocol"u8));
        _s.Clear();
        if (!type || lexer.Next() != Token.Name) return;
        int line = lexer.From(lexer.Position).IndexOf("\n@end"u8);
        _outline.Add(lexer.Start, lexer.Stop - lexer.Start, lead, line < 0 ? lexer.Length : lexer.Position + line + 5, SymbolKind.Class);
    }

    private void ReadObjectiveCMethod()
    {
        int lead = lexer.Start;
        int token = lexer.Next();
        if (token == '(') SkipBrackets();
        if (token == '(') token = lexer.Next();
        if (token != Token.Name) return;
        int definition = _outline.Add(lexer.Start, lexer.Stop - lexer.Start, lead, lexer.Stop, SymbolKind.Method);
        while (token is not ('{' or ';' or '}' or Token.End or Token.Directive)) token = lexer.Next();
        if (token == '{') lexer.SkipBody(1, false, State);
        _outline.End(definition, lexer.Stop);
    }
}
