using System.Runtime.CompilerServices;
using Plimsoll.Indexing.Languages;

namespace Plimsoll.Indexing.Outlining;

/// <content>Languages whose quoting is too wild for a small lexer: only the first words of each line are looked at.</content>
internal sealed partial class IndentReader
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private int ReadLines()
    {
        ReadOnlySpan<int> lines = _outline.LineStarts;
        bool documentation = false;
        int last = 0;
        for (int line = 0; line < lines.Length; line++)
        {
            int start = lines[line];
            int stop = line + 1 < lines.Length ? lines[line + 1] : lexer.Length;
            int first = start;
            while (first < stop && lexer.At(first) is (byte)' ' or (byte)'\t') first++;
            byte mark = lexer.At(first);
            if (mark is (byte)'\n' or (byte)'\r' || first >= stop) continue;
            if (IsDocumentation(first == start, mark, start, ref documentation) || IsComment(mark, first))
            {
                int end = stop > first && lexer.At(stop - 1) == '\n' ? stop - 1 : stop;
                _outline.AddComment(first, end - first);
                continue;
            }

            OnLine(first, stop, Column(first), last);
            last = stop;
        }

        return lexer.Length;
    }

    /// <summary>POD of Perl and <c>=begin</c> of Ruby.</summary>
    private bool IsDocumentation(bool column0, byte mark, int start, ref bool documentation)
    {
        if (!column0 || mark != '=' || !lexer.IsNamePart(lexer.At(start + 1))) return documentation;
        bool ends = lexer.From(start).StartsWith("=cut"u8) || lexer.From(start).StartsWith("=end"u8);
        documentation = !ends;
        return true;
    }

    private bool IsComment(byte mark, int first)
    {
        if (mark == '#') return _language.Has(Lexical.Hash);
        if (mark == '-') return _language.Has(Lexical.Dash) && lexer.At(first + 1) == '-';
        return mark == '/' && _language.Has(Lexical.SlashLine) && lexer.At(first + 1) == '/';
    }

    private void OnLine(int first, int stop, int column, int last)
    {
        lexer.Position = first;
        if (lexer.At(first) == '}')
        {
            CloseTo(column, stop);
            return;
        }

        if (!lexer.IsNamePart(lexer.At(first))) return;
        lexer.Next();
        if (lexer.TokenBytes.SequenceEqual("end"u8))
        {
            CloseTo(column, stop);
            return;
        }

        int token = Token.Name;
        while (lexer.Word == Word.Modifier && token == Token.Name && lexer.Start < stop) token = lexer.Next();
        if (token != Token.Name || lexer.Start >= stop) return;
        if (lexer.Word == Word.None) OnPlainLine(first, stop, column, last);
        else OnDefinition(lexer.Word, first, stop, column, last);
    }

    private void OnDefinition(Word word, int first, int stop, int column, int last)
    {
        int name = lexer.Position;
        while (lexer.At(name) is (byte)' ' or (byte)'\t') name++;
        int end = NameEnd(ref name);
        if (end == name || end > stop) return;
        CloseTo(column, last);
        Open(name, end - name, first, KindOf(word), column);
        if (IsOneLine(stop)) CloseTo(column, stop);
    }

    /// <summary>Where a name ends; <paramref name="name"/> moves after what stands before its last part (<c>self.</c>, <c>a.b:</c>).</summary>
    private int NameEnd(ref int name)
    {
        int end = name;
        while (true)
        {
            byte value = lexer.At(end);
            if (lexer.IsNamePart(value) || (value == '-' && end > name && !_language.Has(Lexical.LuaBrackets))) end++;
            else if ((value is (byte)'.' or (byte)':') && lexer.IsNamePart(lexer.At(end + 1))) name = ++end;
            else if (value == ':' && lexer.At(end + 1) == ':' && lexer.IsNamePart(lexer.At(end + 2))) name = end += 2;
            else break;
        }

        bool mark = end > name && lexer.At(end) is (byte)'?' or (byte)'!' or (byte)'=';
        if (mark && lexer.At(end + 1) is (byte)'(' or (byte)'\n') end++;
        return end;
    }

    /// <summary>A line that starts with a name: <c>name() {</c> of the shell, <c>name = function(</c> of Lua.</summary>
    private void OnPlainLine(int first, int stop, int column, int last)
    {
        int name = lexer.Start;
        int end = NameEnd(ref name);
        int mark = end;
        while (lexer.At(mark) == ' ') mark++;
        bool shell = _shell && lexer.At(mark) == '(' && IsEmptyParens(mark);
        bool given = lexer.At(mark) == '=' && lexer.From(mark + 1).TrimStart((byte)' ').StartsWith("function"u8) && _language.Has(Lexical.LuaBrackets);
        if (!shell && !given) return;
        CloseTo(column, last);
        Open(name, end - name, first, SymbolKind.Function, column);
        if (IsOneLine(stop)) CloseTo(column, stop);
    }

    private bool IsEmptyParens(int open)
    {
        int close = open + 1;
        while (lexer.At(close) == ' ') close++;
        return lexer.At(close) == ')';
    }

    private bool IsOneLine(int stop)
    {
        int last = stop - 1;
        while (last > 0 && lexer.At(last) <= ' ') last--;
        if (lexer.At(last) == '}') return true;
        return lexer.At(last) == 'd' && last > 4 && lexer.Bytes(last - 3, 4).SequenceEqual(" end"u8);
    }

    private SymbolKind KindOf(Word word) => word switch
    {
        Word.Class => SymbolKind.Class,
        Word.Struct => SymbolKind.Struct,
        Word.Module => SymbolKind.Module,
        Word.Namespace => SymbolKind.Namespace,
        Word.Macro => SymbolKind.Macro,
        Word.Interface => SymbolKind.Interface,
        Word.Impl or Word.Type => SymbolKind.Type,
        Word.Enum => SymbolKind.Enum,
        Word.Constant => SymbolKind.Constant,
        _ => FunctionKind(),
    };
}
