using Plimsoll.JavaScript.Parsing;

namespace Plimsoll.JavaScript.Printing;

/// <summary>Bodies that are to be cut out of the output: each on lines of its own that are indented as those of a file.</summary>
public sealed partial class ProgramPrinter
{
    private int _nextApart;

    /// <summary>
    /// The bodies that are printed apart, each by the offset of its brace, or of the expression that is an arrow function's body; in the order of the text, and none inside of another. The
    /// expression is printed as a block that returns it, so that it can stand alone as well. Default: none.
    /// </summary>
    public IReadOnlyList<int> ApartBodies { get; set; } = [];

    /// <summary>Called for each of them, in their order, before it is printed: its index, and the line on which it begins, from 0.</summary>
    public Action<int, int>? BeginningApart { get; set; }

    /// <summary>Called for each of them, in their order, when it is printed.</summary>
    public Action<ApartRange>? PrintedApart { get; set; }

    private bool IsApart(int start) => _nextApart < ApartBodies.Count && ApartBodies[_nextApart] == start;

    private void Apart(in Node body)
    {
        int start = body.Start, end = body.End, first = body.A, depth = _out.Depth;
        (int index, long from, int line) = BeginApart();
        if (body.Has(NodeFlags.Hole))
        {
            StatementCursor cursor = _builder.OpenBody(first);
            Statements(ref cursor, start + 1);
        }
        else
        {
            Statements(first, start + 1, end - 1);
        }

        EndApart(index, from, line, depth);
    }

    private void ApartExpression(int expression)
    {
        int depth = _out.Depth;
        (bool before, _noIn) = (_noIn, false);
        _out.Token("{"u8);
        (int index, long from, int line) = BeginApart();
        Jump("return"u8, _tidy.IsOn ? Hoisted(expression) : expression);
        EndApart(index, from, line, depth);
        _noIn = before;
    }

    private (int Index, long From, int Line) BeginApart()
    {
        _out.BreakLine();
        _out.Depth = 0;
        BeginningApart?.Invoke(_nextApart, _out.Line);
        return (_nextApart++, _out.Position, _out.Line);
    }

    private void EndApart(int index, long from, int line, int depth)
    {
        _out.BreakLine();
        PrintedApart?.Invoke(new ApartRange(index, from, _out.Position, line, _out.Line));
        _out.Depth = depth;
        _out.Token("}"u8);
    }
}
