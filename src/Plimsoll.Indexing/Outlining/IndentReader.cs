using System.Runtime.CompilerServices;
using Plimsoll.Indexing.Languages;

namespace Plimsoll.Indexing.Outlining;

/// <summary>
/// The strategy for languages whose definitions start with a word at the start of a line: Python, where indentation delimits, and Ruby,
/// Lua, shell, Perl, Elixir and others, where the closing word stands as deep as the opening one in all code that people format.
/// </summary>
internal sealed partial class IndentReader(Lexer lexer)
{
    // Definitions nested deeper than this end with their parents.
    private const int NestingMax = 64;

    private readonly int[] _columns = new int[NestingMax];
    private readonly int[] _definitions = new int[NestingMax];
    private Outline _outline = null!;
    private Language _language = LanguageTable.Text;
    private int _open;
    private int _lead;
    private bool _shell;

    /// <summary>Reads the whole text.</summary>
    internal void Read(Language language, Outline outline)
    {
        _outline = outline;
        _language = language;
        _shell = string.Equals(language.Name, "shell", StringComparison.Ordinal);
        _open = 0;
        _lead = -1;
        int end = language.Has(Lexical.TripleSingle) ? ReadTokens() : ReadLines();
        CloseTo(-1, end);
    }

    /// <summary>Python: logical lines, so that strings and brackets over several lines do not count.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private int ReadTokens()
    {
        int brackets = 0;
        int previous = 0;
        int previousStop = 0;
        while (true)
        {
            int token = lexer.Next();
            if (token == Token.End) return previousStop;
            if (lexer.FirstOfLine && previous != '\\')
            {
                if (brackets > 0 && IsLost(token)) brackets = 0;
                if (brackets == 0) OnLogicalLine(token, previousStop);
            }

            if (token is '(' or '[' or '{') brackets++;
            else if (token is ')' or ']' or '}') brackets = Math.Max(0, brackets - 1);
            previous = token;
            previousStop = lexer.Stop;
        }
    }

    /// <summary>A definition in the first column while a bracket is open: the bracket was never closed.</summary>
    private bool IsLost(int token) =>
        token == Token.Name && lexer.Word is Word.Function or Word.Class && (lexer.Start == 0 || lexer.At(lexer.Start - 1) == '\n');

    private void OnLogicalLine(int token, int previousStop)
    {
        int column = Column(lexer.Start);
        CloseTo(column, previousStop);
        int lead = _lead < 0 ? lexer.Start : _lead;
        _lead = token == '@' ? lead : -1;
        if (token != Token.Name) return;
        if (lexer.Word == Word.Modifier) lexer.Next();
        Word word = lexer.Word;
        if (word is Word.Function or Word.Class)
        {
            if (lexer.Next() == Token.Name) Open(lexer.Start, lexer.Stop - lexer.Start, lead, word == Word.Class ? SymbolKind.Class : FunctionKind(), column);
        }
        else if (column == 0 && lexer.Peek() is (byte)'=' or (byte)':') AddVariable();
    }

    private void AddVariable()
    {
        int start = lexer.Start;
        int length = lexer.Stop - start;
        int mark = lexer.Position;
        while (lexer.At(mark) == ' ') mark++;
        if (lexer.At(mark + 1) == '=' || lexer.TokenBytes.SequenceEqual("else"u8) || lexer.TokenBytes.SequenceEqual("try"u8) || lexer.TokenBytes.SequenceEqual("finally"u8)) return;
        Open(start, length, start, SymbolKind.Variable, 0);
    }

    private int Column(int offset)
    {
        int column = 0;
        int start = offset;
        while (start > 0 && lexer.At(start - 1) != '\n' && offset - start < 1000) start--;
        for (; start < offset; start++) column += lexer.At(start) == '\t' ? 8 - (column & 7) : 1;
        return column;
    }

    private SymbolKind FunctionKind()
    {
        if (_open == 0) return SymbolKind.Function;
        SymbolKind around = _outline.Definitions[_definitions[_open - 1]].Kind;
        return around is SymbolKind.Class or SymbolKind.Module or SymbolKind.Struct ? SymbolKind.Method : SymbolKind.Function;
    }

    private void Open(int start, int length, int lead, SymbolKind kind, int column)
    {
        int definition = _outline.Add(start, length, lead, start + length, kind);
        if (_open == NestingMax) return;
        _columns[_open] = column;
        _definitions[_open++] = definition;
    }

    /// <summary>Ends the definitions that start at or after a column.</summary>
    private void CloseTo(int column, int end)
    {
        while (_open > 0 && _columns[_open - 1] >= column) _outline.End(_definitions[--_open], end);
    }
}
