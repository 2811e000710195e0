using Plimsoll.Indexing.Languages;

namespace Plimsoll.Indexing.Outlining;

/// <content>Names and the words before them.</content>
internal sealed partial class KeywordReader
{
    private void OnName()
    {
        Word word = lexer.Word;

        // `Foo::class`, `x.type`, `'static`: not words here.
        if (_previous is '.' or '\'' or ':' && word != Word.None && lexer.At(lexer.Start - 1) is (byte)'.' or (byte)'\'' or (byte)':') word = Word.None;
        if (word == Word.Modifier && _awaits == Word.Impl && lexer.Peek() == ':') word = Word.None; // `impl crate::Trait for Type`
        if (_awaits != Word.None && word != Word.None && word != Word.Function && lexer.Peek() is (byte)'(' or (byte)'<') word = Word.None;
        if (word == Word.None || (_awaits != Word.None && !IsDefining(word) && word is not (Word.Modifier or Word.Control)))
        {
            if (_awaits != Word.None) NameAwaited();
            return;
        }

        if (word == Word.Import || (word == Word.Using && lexer.Peek() != '(')) SkipImport();
        else if (word == Word.Impl) _awaits = word;
        else if (word == Word.Constructor && _parens == _scopes.Top.Flags && lexer.Peek() is (byte)'(' or (byte)'{' or (byte)'?' or (byte)'<') AddConstructor();
        else if (IsDefining(word) && IsPossible(word)) Await(word);
    }

    private static bool IsDefining(Word word) => word is >= Word.Class and <= Word.Impl or Word.Property;

    /// <summary>Variables count where they are members or global, not in bodies and parameters.</summary>
    private bool IsPossible(Word word)
    {
        if (word is not (Word.Property or Word.Variable or Word.Constant)) return true;
        return _parens == _scopes.Top.Flags && (_scopes.Count == 1 || InType() || word == Word.Constant);
    }

    private void Await(Word word)
    {
        // `class func`, `const fn`, `enum class`: the last word says what it is, but `enum` and `interface` tell more.
        _awaits = word;
        _awaitsStart = lexer.Start;
    }

    private void AddConstructor()
    {
        EndBody();
        Add(SymbolKind.Method, lexer.Start);
        _bodyMayFollow = true;
    }

    private void NameAwaited()
    {
        Word awaits = _awaits;
        if (awaits == Word.Impl)
        {
            ReadImplementation();
            return;
        }

        if (awaits == Word.Function && IsExtended()) return;
        _awaits = Word.None;
        EndBody();
        Add(KindOf(awaits), lexer.Start);
        _bodyMayFollow = awaits is not (Word.Constant or Word.Variable or Word.Property or Word.Type);
        if (awaits == Word.Type) LookAtType();
    }

    /// <summary><c>fun Receiver.name(</c>, <c>func (r T) name(</c>: whether the name is still to come.</summary>
    private bool IsExtended()
    {
        int position = lexer.Position;
        if (lexer.At(position) == '<')
        {
            int close = lexer.From(position).IndexOfAny((byte)'>', (byte)'\n', (byte)'(');
            if (close < 0 || lexer.At(position + close) != '>') return false;
            position += close + 1;
        }

        if (lexer.At(position) == '?') position++;
        return lexer.At(position) == '.' && lexer.IsNamePart(lexer.At(position + 1)) && Skip(position + 1);
    }

    private bool Skip(int position)
    {
        lexer.Position = position;
        return true;
    }

    /// <summary><c>type Name struct {</c> (Go): the word after the name says what it is.</summary>
    private void LookAtType()
    {
        ReadOnlySpan<byte> rest = lexer.From(lexer.Position);
        int end = rest.IndexOfAny((byte)'{', (byte)'\n');
        if (end < 0 || rest[end] != '{') return;
        rest = rest[..end].TrimEnd((byte)' ');
        if (rest.EndsWith(" struct"u8)) _outline.Definitions[_body].Kind = SymbolKind.Struct;
        else if (rest.EndsWith(" interface"u8)) _outline.Definitions[_body].Kind = SymbolKind.Interface;
    }

    /// <summary><c>impl&lt;T&gt; Trait for Type&lt;T&gt; {</c>: named by the type.</summary>
    private void ReadImplementation()
    {
        int start = lexer.Start;
        int length = lexer.Stop - lexer.Start;
        bool done = false;
        while (true)
        {
            int token = lexer.Next();
            if (token is '{' or ';' or '}' or Token.End) break;
            if (token == '<') SkipAngles();
            bool named = token == Token.Name && lexer.Word is Word.None or Word.Freeze;
            if (token == ':' && lexer.At(lexer.Position) != ':' && lexer.At(lexer.Start - 1) != ':') done = true;
            if (token == Token.Name && lexer.TokenBytes.SequenceEqual("where"u8)) done = true;
            if (!named || done || lexer.At(lexer.Start - 1) == '\'') continue;
            start = lexer.Start;
            length = lexer.Stop - lexer.Start;
        }

        lexer.Position = lexer.Start;
        _awaits = Word.None;
        EndBody();
        _body = _outline.Add(start, length, Math.Min(_lead, start), lexer.Start, SymbolKind.Type);
        _bodyMayFollow = true;
        _keepLead = false;
    }

    private void SkipAngles()
    {
        int depth = 1;
        while (depth > 0)
        {
            int token = lexer.Next();
            if (token == '<') depth++;
            else if (token == '>' && lexer.At(lexer.Start - 1) is not ((byte)'-' or (byte)'=')) depth--;
            else if (token is '{' or '}' or ';' or Token.End)
            {
                lexer.Position = lexer.Start;
                return;
            }
        }
    }

    private void SkipImport()
    {
        bool group = lexer.Peek() == '(';
        ReadOnlySpan<byte> rest = lexer.From(lexer.Position);
        int length = group ? rest.IndexOf((byte)')') + 1 : rest.IndexOfAny((byte)'\n', (byte)'{', (byte)';');
        lexer.Position = length < 0 ? lexer.Length : lexer.Position + length;
        _awaits = Word.None;
    }

    private SymbolKind KindOf(Word word) => word switch
    {
        Word.Class or Word.Record => SymbolKind.Class,
        Word.Struct or Word.Union => SymbolKind.Struct,
        Word.Interface => SymbolKind.Interface,
        Word.Enum => SymbolKind.Enum,
        Word.Trait => SymbolKind.Trait,
        Word.Object or Word.Module => SymbolKind.Module,
        Word.Namespace => SymbolKind.Namespace,
        Word.Type => SymbolKind.Type,
        Word.Macro => SymbolKind.Macro,
        Word.Constant => SymbolKind.Constant,
        Word.Variable => SymbolKind.Variable,
        Word.Property => InType() ? SymbolKind.Field : SymbolKind.Variable,
        _ => InType() ? SymbolKind.Method : SymbolKind.Function,
    };
}
