using System.Runtime.CompilerServices;
using Plimsoll.Indexing.Languages;

namespace Plimsoll.Indexing.Outlining;

/// <summary>
/// The strategy for JavaScript and TypeScript (with JSX and Flow's types): functions and classes after their words, methods of classes and
/// of object literals, and functions given to a name at any depth. Each level of brackets has a frame with all that is known there.
/// </summary>
internal sealed partial class ScriptReader(Lexer lexer)
{
    // Bundles nest less than 300 deep; what is deeper shares the last frame.
    private const int DepthMax = 512;

    private readonly ScriptFrame[] _frames = new ScriptFrame[DepthMax];
    private Outline _outline = null!;
    private int _count;
    private int _previous;
    private Word _previousWord;
    private int _previousStart;
    private int _previousStop;
    private bool _jsx;
    private int _reread;

    private ref ScriptFrame Top => ref _frames[Math.Min(_count, DepthMax) - 1];

    /// <summary>Reads the whole text.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal void Read(Language language, Outline outline)
    {
        _outline = outline;
        _jsx = language.Has(Lexical.Jsx);
        _count = 0;
        _previous = ';';
        _previousWord = Word.None;
        _previousStop = 0;
        Push(FrameKind.Code, 0, -1);
        while (true)
        {
            lexer.ExpectsValue = ExpectsValue();
            int token = lexer.Next();
            if (token == Token.End) break;
            if (lexer.FirstOfLine) OnLine(token);
            Step(token);
        }

        while (_count > 1) Pop(lexer.Length);
        EndExpression(lexer.Length);
    }

    private void Step(int token)
    {
        ref ScriptFrame top = ref Top;
        if (top.AtStart && token is not ('}' or ')' or ';'))
        {
            top.AtStart = false;
            if (!top.Decorated) top.Lead = lexer.Start;
        }

        if (token == Token.Name)
        {
            Word word = lexer.Word;
            OnName(ref top, word);
            _previousWord = word;
        }
        else
        {
            // A value that is not a function ends the wait of the name.
            _reread = 0;
            OnMark(token);
            _previousWord = Word.None;
        }

        _previous = _reread != 0 && token != Token.Name ? _reread : token;
        _previousStart = lexer.Start;
        _previousStop = lexer.Stop;
    }

    private bool ExpectsValue()
    {
        switch (_previous)
        {
            case Token.Name: return _previousWord is Word.Return or Word.Default or Word.Control;
            case Token.Number or Token.Text or ')' or ']': return false;
            case '}': return Top.Kind is FrameKind.Code or FrameKind.Class && Top.AtStart;
            default: return true;
        }
    }

    /// <summary>At the first token of a line: without a semicolon, the line break may end the statement.</summary>
    private void OnLine(int token)
    {
        ref ScriptFrame top = ref Top;
        if (top.Kind is FrameKind.Paren or FrameKind.Template or FrameKind.Element or FrameKind.Literal or FrameKind.Values) return;
        bool starts = token is Token.Name or Token.Text or '@' or '#' or '[' or '*' or '}';
        bool ended = _previous is Token.Name or Token.Text or Token.Number or ')' or ']' or '}' or '>';
        if (!starts || !ended || top.Decorated) return;
        if (_previous == '>' && lexer.At(_previousStart - 1) == '=') return;
        if (top.Kind == FrameKind.Code) OnCodeLine(ref top, token);
        else if (token != '*' || _previous != Token.Name) EndMember(ref top);
    }

    private void OnCodeLine(ref ScriptFrame top, int token)
    {
        bool statement = token == Token.Name && lexer.Word is Word.Constant or Word.Variable or Word.Function or Word.Class or Word.Import
            or Word.Modifier or Word.Control or Word.Type or Word.Interface or Word.Enum or Word.Async or Word.Static;
        if (statement && _previousWord is not (Word.Modifier or Word.Async or Word.Default or Word.Constant or Word.Variable or Word.Extends))
        {
            EndStatement(ref top, _previousStop);
        }
        else if (!top.Declaring && !top.AwaitsBody && !top.Types && top.Expression < 0) StartAgain(ref top);
    }

    private static void StartAgain(ref ScriptFrame top)
    {
        top.AtStart = true;
        top.Decorated = false;
        top.Arrow = top.Pending = ScriptName.None;
    }

    private void EndStatement(ref ScriptFrame top, int end)
    {
        EndExpression(end);
        if (top.Body >= 0) _outline.End(top.Body, end);
        StartAgain(ref top);
        top.Declaring = top.Constant = top.AwaitsBody = top.Ternary = false;
        top.Types = top.Kind == FrameKind.Signature;
        top.Body = -1;
        top.Awaits = Word.None;
        top.Angle = 0;
        top.Name = ScriptName.None;
        top.MemberOpen = top.Kind is FrameKind.Class or FrameKind.Literal or FrameKind.Signature or FrameKind.Values;
    }

    private void EndMember(ref ScriptFrame top) => EndStatement(ref top, _previousStop);

    private void EndExpression(int end)
    {
        ref ScriptFrame top = ref Top;
        if (top.Expression >= 0) _outline.End(top.Expression, end);
        top.Expression = -1;
    }

    private void Push(FrameKind kind, int open, int definition)
    {
        if (_count < DepthMax) _frames[_count].Clear(kind, (byte)open, definition);
        _count++;
    }

    private void Pop(int end)
    {
        if (_count <= 1) return;
        if (_count <= DepthMax)
        {
            EndExpression(end);
            ref ScriptFrame top = ref Top;
            if (top.Body >= 0) _outline.End(top.Body, end);
            if (top.Definition >= 0) _outline.End(top.Definition, end);
        }

        _count--;
    }

    /// <summary>Makes a name a definition, or changes the kind of the definition that it is already.</summary>
    private int Define(ScriptName name, SymbolKind kind)
    {
        if (name.Definition < 0) return _outline.Add(name.Start, name.Length, name.Lead, lexer.Stop, kind);
        ref Definition known = ref _outline.Definitions[name.Definition];
        if (known.Kind != SymbolKind.Method) known.Kind = kind;
        return name.Definition;
    }

    private SymbolKind FunctionKind() =>
        Top.Kind is FrameKind.Class or FrameKind.Literal or FrameKind.Signature ? SymbolKind.Method : SymbolKind.Function;

    private ScriptName NameHere(int lead) =>
        new() { Start = lexer.Start, Length = lexer.Stop - lexer.Start, Lead = lead, Definition = -1 };

    private ScriptName PreviousName(int lead) =>
        new() { Start = _previousStart, Length = _previousStop - _previousStart, Lead = lead, Definition = -1 };
}
