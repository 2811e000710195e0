using Plimsoll.JavaScript.Lexing;
using Plimsoll.JavaScript.Scopes;

namespace Plimsoll.JavaScript.Parsing;

/// <summary>Statements of a program that was surveyed, with long bodies left out.</summary>
internal sealed partial class ScriptParser
{
    private int _holeBytesMin = int.MaxValue;
    private int _body;

    /// <summary>Parses the statement that a cursor stands before; false where its list ends.</summary>
    public bool Build(ref StatementCursor cursor, int holeBytesMin)
    {
        _holeBytesMin = holeBytesMin;
        _module = _tables.Goal == SourceGoal.Module;
        _lex.HtmlComments = !_module;
        _strict = (cursor.Flags & BodyFlags.Strict) != BodyFlags.None && !cursor.InDirectives || _module;
        _context = ContextOf(cursor);
        _depth = 0;
        _labels.Clear();
        _labelBase = 0;
        _yieldAt = _awaitAt = _awaitNameAt = _duplicateAt = _arrowAt = -1;
        _occurrence = cursor.Occurrence;
        _body = cursor.At == 0 ? 0 : _tables.FirstBodyFrom(cursor.At);
        _lex.MoveTo(cursor.At);
        if (_lex.Kind is TokenKind.BraceClose or TokenKind.EndOfFile)
        {
            cursor.At = _lex.Start;
            return false;
        }

        int octal = -1;
        bool directives = cursor.InDirectives;
        if (directives) cursor.Statement = _module && cursor.Body < 0 && IsModuleWord ? ModuleItem() : Directive(Place.List, default, ref directives, ref octal);
        else cursor.Statement = _module && cursor.Body < 0 ? ModuleItem() : Statement(Place.List);
        cursor.InDirectives = directives && _arena[cursor.Statement].Has(NodeFlags.Directive);
        cursor.At = _lex.Start;
        cursor.Occurrence = _occurrence;
        return true;
    }

    private bool IsModuleWord => _lex.Kind is TokenKind.Import or TokenKind.Export;

    private static Context ContextOf(in StatementCursor cursor)
    {
        // What the survey has checked is allowed; what changes how a word is read is as it was.
        Context context = Context.Return | Context.NewTarget | Context.SuperProperty | Context.SuperCall;
        if ((cursor.Flags & BodyFlags.Async) != BodyFlags.None) context |= Context.Async;
        if ((cursor.Flags & BodyFlags.Generator) != BodyFlags.None) context |= Context.Generator;
        return context;
    }

    /// <summary>The long body that begins at an offset and is to be left out, or -1. Bodies are come to in the order of the text.</summary>
    private int FindHole(int start)
    {
        if (_holeBytesMin == int.MaxValue) return -1;
        while (_body < _tables.Bodies.Count && _tables.Bodies[_body].Start < start) _body++;
        if (_body >= _tables.Bodies.Count) return -1;
        ref Scopes.FunctionBody row = ref _tables.Bodies[_body];
        return row.Start == start && row.End - row.Start >= _holeBytesMin ? _body : -1;
    }

    private int Hole(int body)
    {
        ref Scopes.FunctionBody row = ref _tables.Bodies[body];
        _lex.JumpTo(row.End - 1);
        _occurrence = row.EndOccurrence;
        Next();
        NodeFlags flags = NodeFlags.Hole | ((row.Flags & BodyFlags.OwnStrict) != BodyFlags.None ? NodeFlags.Strict : NodeFlags.None);
        return _arena.Add(NodeKind.FunctionBody, row.Start, row.End, body, 0, 0, flags);
    }
}
