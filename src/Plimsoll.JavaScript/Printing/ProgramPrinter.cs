using System.Buffers;
using System.Runtime.CompilerServices;
using Plimsoll.JavaScript.Parsing;
using Plimsoll.JavaScript.Renaming;
using Plimsoll.JavaScript.Scopes;
using Plimsoll.JavaScript.Text;

namespace Plimsoll.JavaScript.Printing;

/// <summary>
/// Prints a surveyed program statement by statement, with new names, tidied and indented as asked. What is alive is the tree of one statement without its
/// long function bodies; where those are left out has no part in what is printed.
/// Comments between statements and members are kept; those inside of expressions go.
/// </summary>
/// <remarks>
/// Recursion is as deep as the program nests, which the parser limits; it needs a stack as large as the parser's. Braces and parentheses that are added count as levels, so
/// a program that nests more than half as deep as the parser follows may be printed as one that it refuses.
/// </remarks>
public sealed partial class ProgramPrinter
{
    private readonly ScopeTables _tables;
    private readonly TreeBuilder _builder;
    private readonly NodeArena _arena;
    private readonly SourceText _source;
    private readonly SymbolNames _names;
    private readonly TidyRules _tidy;
    private readonly CodeWriter _out;
    private readonly bool _formats;
    private readonly List<int> _chain = []; // nodes of the left-leaning chains that are being printed

    /// <summary>A printer for one program.</summary>
    /// <param name="tables">The program.</param>
    /// <param name="builder">Makes its trees.</param>
    /// <param name="names">What its bindings are called.</param>
    /// <param name="options">How it is printed.</param>
    /// <param name="output">Where the text goes.</param>
    public ProgramPrinter(ScopeTables tables, TreeBuilder builder, SymbolNames names, PrintOptions options, IBufferWriter<byte> output)
    {
        (_tables, _builder, _arena, _source, _names) = (tables, builder, builder.Arena, tables.Source, names);
        _tidy = new TidyRules(tables, _arena, options.Tidy);
        _formats = options.Format;
        _out = new CodeWriter(output, options.Format);
    }

    /// <summary>
    /// Called for each token that something may be asked of, right before it is printed: names, those of members too, where statements begin, and where engines say that a call, `new` or
    /// `await` is. For source maps.
    /// </summary>
    public Action<MappedPlace>? Mapped { get => _out.Mapped; set => _out.Mapped = value; }

    /// <summary>Prints all of it.</summary>
    public void PrintProgram()
    {
        Hashbang();
        StatementCursor cursor = _builder.OpenProgram();
        Statements(ref cursor, _hashbangEnd);
        Comments(cursor.At, _source.Length);
        _out.BreakLine();
        _out.Flush();
    }

    private int _hashbangEnd;

    private void Hashbang()
    {
        int start = _source.Span.StartsWith("\uFEFF"u8) ? 3 : 0;
        if (!_source.Span[start..].StartsWith("#!"u8)) return;
        int length = LineText.LengthOf(_source.Span[start..]);
        _hashbangEnd = start + length;
        _out.Token(_source.Slice(start, _hashbangEnd));
        _out.BreakLine();
    }

    /// <summary>Prints the statements that a walk comes to; comments are looked for from an offset on.</summary>
    private void Statements(ref StatementCursor cursor, int from)
    {
        while (_builder.Next(ref cursor))
        {
            _out.EndLine();
            Comments(from, _arena[cursor.Statement].Start);
            from = _arena[cursor.Statement].End;
            Statement(cursor.Statement);
        }

        Comments(from, cursor.At);
    }

    /// <summary>Prints a list of statements between two offsets.</summary>
    private void Statements(int first, int from, int end)
    {
        for (int one = first; one != 0; one = _arena[one].Next)
        {
            Comments(from, _arena[one].Start);
            from = _arena[one].End;
            Statement(one);
        }

        Comments(from, end);
    }

    /// <summary>Prints the comments between two offsets, where there is nothing but space, comments and semicolons.</summary>
    private void Comments(int start, int end)
    {
        ReadOnlySpan<byte> gap = start < end ? _source.Slice(start, end) : default;
        while (gap.IndexOfAny((byte)'/', (byte)'<', (byte)'-') is var at && at >= 0)
        {
            gap = gap[at..];
            int length = gap.StartsWith("/*"u8) ? gap[2..].IndexOf("*/"u8) + 4 : gap.IndexOfAny((byte)'\n', (byte)'\r');
            if (length < 0) length = gap.Length;
            if (gap[0] == '/') Comment(gap[..length].TrimEnd((byte)' '));
            gap = gap[length..];
        }
    }

    private void Comment(ReadOnlySpan<byte> text)
    {
        // It tells where the map of the text that was read is.
        if (text.StartsWith("//# sourceMappingURL="u8) || text.StartsWith("//@ sourceMappingURL="u8)) return;
        _out.BreakLine();
        _out.Token(text);
        _out.BreakLine();
    }

    private void Name(int identifier)
    {
        ref Node node = ref _arena[identifier];
        ReadOnlySpan<byte> name = NameOf(node);
        _out.Mark(node.Start, OldNameOf(node));
        _out.Token(name);
    }

    /// <summary>What an identifier is called in the output.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private ReadOnlySpan<byte> NameOf(in Node identifier)
    {
        if (identifier.B < 0) return _source.Slice(identifier);
        int symbol = _tables.Occurrences[identifier.B].Symbol;
        return _names.IsRenamed(symbol) ? _names[symbol] : _source.Slice(identifier);
    }

    /// <summary>What a binding that has a new name was called, or -1.</summary>
    private int OldNameOf(in Node identifier)
    {
        if (identifier.B < 0) return -1;
        int symbol = _tables.Occurrences[identifier.B].Symbol;
        return _names.IsRenamed(symbol) ? _tables.Symbols[symbol].Name : -1;
    }

    private void Raw(int node) => _out.Token(_source.Slice(_arena[node]));

    private void Semicolon()
    {
        _out.Token(";"u8);
        _out.EndLine();
    }
}
