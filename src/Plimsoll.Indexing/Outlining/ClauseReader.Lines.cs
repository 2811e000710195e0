namespace Plimsoll.Indexing.Outlining;

/// <content>Declarations and their members.</content>
internal sealed partial class ClauseReader
{
    /// <summary>A line that starts in the first column.</summary>
    private void ReadDeclaration(int start, int stop)
    {
        int end = NameEnd(start, stop);
        ReadOnlySpan<byte> word = lexer.Bytes(start, end - start);
        if (word.SequenceEqual("data"u8) || word.SequenceEqual("newtype"u8)) OpenType(start, end, stop, SymbolKind.Struct);
        else if (word.SequenceEqual("type"u8)) OpenType(start, end, stop, SymbolKind.Type);
        else if (word.SequenceEqual("class"u8)) OpenType(start, end, stop, SymbolKind.Trait);
        else if (word.SequenceEqual("instance"u8)) OpenType(start, end, stop, SymbolKind.Class);
        else if (word.SequenceEqual("pattern"u8) && NameEnd(end + 1, stop) > end + 1) Open(end + 1, NameEnd(end + 1, stop) - end - 1, start, SymbolKind.Function);
        else if (IsNoDeclaration(word)) EndOpen();
        else if (lexer.At(start) == '(') OpenOperator(start, stop);
        else if (word.Length > 0 && (word[0] is >= (byte)'a' and <= (byte)'z' or (byte)'_')) OpenFunction(start, end, stop);
        else if (lexer.At(start) is not ((byte)')' or (byte)'}' or (byte)']' or (byte)'#')) EndOpen();
    }

    private static bool IsNoDeclaration(ReadOnlySpan<byte> word) =>
        word.SequenceEqual("module"u8) || word.SequenceEqual("import"u8) || word.SequenceEqual("infixl"u8) || word.SequenceEqual("infixr"u8)
        || word.SequenceEqual("infix"u8) || word.SequenceEqual("deriving"u8) || word.SequenceEqual("default"u8) || word.SequenceEqual("foreign"u8);

    /// <summary>`data Name a = …`, `class (Context a) => Name a where`, `instance Class (Type a) where`: the name is the first one behind the context.</summary>
    private void OpenType(int start, int end, int stop, SymbolKind kind)
    {
        ReadOnlySpan<byte> rest = lexer.Bytes(end, stop - end);
        int equals = rest.IndexOf(" = "u8);
        int context = (equals < 0 ? rest : rest[..equals]).IndexOf("=>"u8);
        int name = end + (context < 0 ? 0 : context + 2);
        while (name < stop && !IsUpper(lexer.At(name))) name++;
        int nameEnd = NameEnd(name, stop);
        if (nameEnd > name) Open(name, nameEnd - name, start, kind);
        else EndOpen();
        if (kind == SymbolKind.Struct && equals >= 0) AddConstructor(end + equals + 3, stop);
    }

    /// <summary>A signature, or an equation; those of one name are one function.</summary>
    private void OpenFunction(int start, int end, int stop)
    {
        int length = end - start;
        bool goesOn = _open >= 0 && _openKind == SymbolKind.Function && length == _openLength && lexer.Bytes(_openStart, length).SequenceEqual(lexer.Bytes(start, length));
        if (goesOn) return;
        int after = end;
        while (lexer.At(after) == ' ') after++;
        bool isSplice = after >= stop && _open >= 0;
        if (!isSplice) Open(start, length, start, SymbolKind.Function);
    }

    /// <summary>`(&lt;+&gt;) :: …`.</summary>
    private void OpenOperator(int start, int stop)
    {
        int close = lexer.Bytes(start, stop - start).IndexOf((byte)')');
        if (close <= 1 || lexer.Bytes(start, close).ContainsAny(" ,"u8)) return;
        int length = close - 1;
        bool goesOn = _open >= 0 && length == _openLength && lexer.Bytes(_openStart, length).SequenceEqual(lexer.Bytes(start + 1, length));
        if (!goesOn) Open(start + 1, length, start, SymbolKind.Function);
    }

    /// <summary>A deeper line: a field of a record, a constructor, a method of a class.</summary>
    private void ReadMember(int at, int stop)
    {
        if (_open < 0) return;
        byte first = lexer.At(at);
        if (_openKind == SymbolKind.Struct && first is (byte)'=' or (byte)'|') AddConstructor(at + 1, stop);
        else if (_openKind == SymbolKind.Struct && first is (byte)'{' or (byte)',') AddField(at + 1, stop, SymbolKind.Field);
        else if (_openKind == SymbolKind.Struct) AddField(at, stop, SymbolKind.Field);
        else if (_openKind == SymbolKind.Trait) AddField(at, stop, SymbolKind.Method);
    }

    private void AddConstructor(int at, int stop)
    {
        while (lexer.At(at) == ' ') at++;
        int end = NameEnd(at, stop);
        if (end > at && IsUpper(lexer.At(at))) _outline.Add(at, end - at, at, stop, SymbolKind.EnumMember);
        int brace = lexer.Bytes(at, stop - at).IndexOf((byte)'{');
        if (brace >= 0) AddField(at + brace + 1, stop, SymbolKind.Field);
    }

    private void AddField(int at, int stop, SymbolKind kind)
    {
        while (lexer.At(at) == ' ') at++;
        int end = NameEnd(at, stop);
        int mark = end;
        while (lexer.At(mark) == ' ') mark++;
        if (end > at && !IsUpper(lexer.At(at)) && Starts(mark, "::"u8)) _outline.Add(at, end - at, at, stop, kind);
    }

    private int NameEnd(int at, int stop)
    {
        int end = at;
        while (end < stop && lexer.At(end) is (>= (byte)'a' and <= (byte)'z') or (>= (byte)'A' and <= (byte)'Z') or (>= (byte)'0' and <= (byte)'9') or (byte)'_' or (byte)'\'' or >= 0x80) end++;
        return end;
    }

    private static bool IsUpper(byte value) => value is >= (byte)'A' and <= (byte)'Z';
}
