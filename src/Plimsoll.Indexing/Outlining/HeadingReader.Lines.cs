using Plimsoll.Indexing.Languages;

namespace Plimsoll.Indexing.Outlining;

/// <content>Lines of data and of build, assembly and SQL files.</content>
internal sealed partial class HeadingReader
{
    /// <summary>YAML, TOML, INI: keys in the first column and <c>[tables]</c>; comments are noted.</summary>
    private void ReadKey(int start, int stop, Language language)
    {
        int first = start;
        while (lexer.At(first) is (byte)' ' or (byte)'\t') first++;
        byte mark = lexer.At(first);
        if (mark == '#' || (mark == ';' && language.Has(Lexical.Semicolon)))
        {
            _outline.AddComment(first, stop - first);
            return;
        }

        bool yaml = !language.Has(Lexical.TripleSingle) && !language.Has(Lexical.Semicolon);
        if (mark == '[' && !yaml)
        {
            int close = lexer.Bytes(first, stop - first).IndexOf((byte)']');
            while (lexer.At(first) == '[') first++;
            if (close > 0) Add(first, Math.Max(first, start + close), start, 0, SymbolKind.Section);
            return;
        }

        if (first != start || !(lexer.IsNamePart(mark) || mark is (byte)'"' or (byte)'\'')) return;
        int end = lexer.Bytes(start, stop - start).IndexOfAny((byte)':', (byte)'=');
        if (end <= 0 || (yaml && lexer.At(start + end) != ':')) return;
        int name = mark is (byte)'"' or (byte)'\'' ? start + 1 : start;
        int last = start + end;
        while (last > name && lexer.At(last - 1) is (byte)' ' or (byte)'"' or (byte)'\'') last--;
        Add(name, last, start, yaml ? 0 : 1, SymbolKind.Property);
    }

    /// <summary>A rule <c>target: …</c>; its recipe follows. Variables are given with <c>=</c>.</summary>
    private void ReadTarget(int start, int stop)
    {
        byte first = lexer.At(start);
        if (first == '#')
        {
            _outline.AddComment(start, stop - start);
            return;
        }

        if (first is (byte)'\t' or (byte)' ') return;
        int mark = lexer.Bytes(start, stop - start).IndexOfAny((byte)':', (byte)'=');
        if (mark <= 0) return;
        int end = start + mark;
        bool variable = lexer.At(end) == '=' || lexer.At(end + 1) is (byte)'=' or (byte)':';
        while (end > start && lexer.At(end - 1) is (byte)' ' or (byte)'\t' or (byte)'?' or (byte)'+') end--;
        if (end - start > 80 || lexer.At(start) == '$') return;
        Add(start, end, start, 0, variable ? SymbolKind.Variable : SymbolKind.Rule);
    }

    /// <summary><c>name:</c>, and the kernel's <c>SYM_FUNC_START(name)</c> and <c>ENTRY(name)</c>. Local labels do not count.</summary>
    private void ReadLabel(int start, int stop)
    {
        if (SkipComment(start, stop)) return;
        int end = start;
        while (lexer.IsNamePart(lexer.At(end)) || lexer.At(end) == '.') end++;
        if (end == start) return;
        byte mark = lexer.At(end);
        ReadOnlySpan<byte> word = lexer.Bytes(start, end - start);
        if (mark == ':' && lexer.At(start) is not ((byte)'.' or (>= (byte)'0' and <= (byte)'9')))
        {
            Add(start, end, start, 1, SymbolKind.Label);
        }
        else if (mark == '(' && (word.SequenceEqual("ENTRY"u8) || (word.StartsWith("SYM_"u8) && word.IndexOf("_START"u8) > 0)))
        {
            int name = end + 1;
            int close = name;
            while (lexer.IsNamePart(lexer.At(close)) || lexer.At(close) == '.') close++;
            Add(name, close, start, 0, SymbolKind.Function);
        }
    }

    /// <summary>Notes the block comments of lines that start with them; code after a comment's end on its line is not looked at.</summary>
    private bool SkipComment(int start, int stop)
    {
        int first = start;
        while (lexer.At(first) is (byte)' ' or (byte)'\t') first++;
        bool starts = lexer.At(first) == '/' && lexer.At(first + 1) is (byte)'*' or (byte)'/';
        bool inside = _comment;
        if (!starts && !inside) return false;
        ReadOnlySpan<byte> rest = lexer.Bytes(first, Math.Max(0, stop - first));
        if (starts && lexer.At(first + 1) == '*') _comment = true;
        if (rest.IndexOf("*/"u8) >= 0) _comment = false;
        if (stop > first) _outline.AddComment(first, stop - first);
        return true;
    }

    /// <summary><c>CREATE [OR REPLACE …] KIND [IF NOT EXISTS] name</c>.</summary>
    private void ReadSql(int start, int stop)
    {
        int first = start;
        while (lexer.At(first) is (byte)' ' or (byte)'\t') first++;
        if (lexer.At(first) == '-' && lexer.At(first + 1) == '-')
        {
            _outline.AddComment(first, stop - first);
            return;
        }

        if (SkipComment(start, stop) || !IsWord(first, "CREATE"u8)) return;
        SymbolKind kind = SymbolKind.None;
        int position = first + 6;
        while (position < stop)
        {
            int end = WordEnd(ref position);
            if (end == position) return;
            SymbolKind next = KindOfSql(position, end);
            if (next != SymbolKind.None) kind = next;
            else if (kind != SymbolKind.None && !IsFiller(position))
            {
                AddSqlName(position, stop, first, kind);
                return;
            }

            position = end;
        }
    }

    private void AddSqlName(int position, int stop, int lead, SymbolKind kind)
    {
        int end = position;
        while (end < stop && (lexer.IsNamePart(lexer.At(end)) || lexer.At(end) is (byte)'.' or (byte)'"' or (byte)'`' or (byte)'[' or (byte)']'))
        {
            if (lexer.At(end) == '.') position = end + 1;
            end++;
        }

        while (position < end && !lexer.IsNamePart(lexer.At(position))) position++;
        int last = end;
        while (last > position && !lexer.IsNamePart(lexer.At(last - 1))) last--;
        Add(position, last, lead, 0, kind);
    }

    private int WordEnd(ref int position)
    {
        while (lexer.At(position) == ' ') position++;
        int end = position;
        while (lexer.IsNamePart(lexer.At(end)) || lexer.At(end) is (byte)'"' or (byte)'`' or (byte)'[' or (byte)']') end++;
        return end;
    }

    private bool IsFiller(int position) =>
        IsWord(position, "IF"u8) || IsWord(position, "NOT"u8) || IsWord(position, "EXISTS"u8) || IsWord(position, "CONCURRENTLY"u8) || IsWord(position, "BODY"u8);

    private SymbolKind KindOfSql(int start, int end)
    {
        int length = end - start;
        if (length > 12) return SymbolKind.None;
        if (IsWord(start, "TABLE"u8) || IsWord(start, "VIEW"u8) || IsWord(start, "INDEX"u8) || IsWord(start, "SEQUENCE"u8)) return SymbolKind.Table;
        if (IsWord(start, "FUNCTION"u8) || IsWord(start, "PROCEDURE"u8) || IsWord(start, "TRIGGER"u8)) return SymbolKind.Function;
        if (IsWord(start, "TYPE"u8) || IsWord(start, "DOMAIN"u8)) return SymbolKind.Type;
        return IsWord(start, "SCHEMA"u8) || IsWord(start, "DATABASE"u8) || IsWord(start, "PACKAGE"u8) ? SymbolKind.Namespace : SymbolKind.None;
    }

    /// <summary>Whether a word in capitals stands here, in any case.</summary>
    private bool IsWord(int start, ReadOnlySpan<byte> word)
    {
        for (int index = 0; index < word.Length; index++)
        {
            if ((lexer.At(start + index) & 0xDF) != word[index]) return false;
        }

        return !lexer.IsNamePart(lexer.At(start + word.Length));
    }
}
