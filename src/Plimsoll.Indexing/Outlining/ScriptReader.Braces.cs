using Plimsoll.Indexing.Languages;

namespace Plimsoll.Indexing.Outlining;

/// <content>Braces and elements.</content>
internal sealed partial class ScriptReader
{
    private void OnBrace(ref ScriptFrame top)
    {
        ScriptName pending = top.Pending;
        top.Pending = ScriptName.None;
        bool arrow = _previous == '=' && lexer.At(_previousStart) == '>';
        bool afterHead = arrow || _previous is ')' or Token.Name or '>' or ']' or '}' or Token.Text or Token.Number or '*';
        if (top.AwaitsBody && afterHead)
        {
            OpenBody(ref top);
            return;
        }

        FrameKind kind = KindOfBrace(ref top, arrow);
        int definition = -1;
        if (kind == FrameKind.Literal && pending.Start >= 0 && pending.Definition < 0 && lexer.Peek() != '}')
        {
            // An object with a name is worth finding, wherever it stands.
            definition = Define(pending, top.Kind == FrameKind.Literal ? SymbolKind.Property : SymbolKind.Variable);
        }

        Push(kind, '{', definition);
    }

    private void OpenBody(ref ScriptFrame top)
    {
        int definition = top.Body;
        FrameKind kind = top.BodyKind;
        top.Body = -1;
        top.AwaitsBody = false;
        Push(kind, '{', definition);
    }

    private FrameKind KindOfBrace(ref ScriptFrame top, bool arrow)
    {
        if (arrow && !top.Types) return FrameKind.Code;
        if (top.Types) return FrameKind.Signature;
        switch (_previous)
        {
            case ':': return KindAfterColon(ref top);
            case ')' or ';' or '{' or '}' or '>': return top.Kind is FrameKind.Paren or FrameKind.Literal && _previous == '{' ? FrameKind.Literal : FrameKind.Code;
            case Token.Name: return KindAfterName(ref top);
            default: return FrameKind.Literal;
        }
    }

    private static FrameKind KindAfterColon(ref ScriptFrame top)
    {
        if (top.AwaitsBody || top.Declaring && !top.Ternary) return FrameKind.Signature;
        if (top.Arrow.Start >= 0) return FrameKind.Signature;
        if (top.Kind == FrameKind.Paren) return top.Ternary || top.Open == '[' ? FrameKind.Literal : FrameKind.Signature;
        return top.Kind == FrameKind.Code && !top.Ternary ? FrameKind.Code : FrameKind.Literal;
    }

    private FrameKind KindAfterName(ref ScriptFrame top)
    {
        if (_previousWord is Word.Return or Word.Default or Word.Import or Word.Constant or Word.Variable) return FrameKind.Literal;
        if (_previousWord == Word.Modifier) return FrameKind.Literal;
        return top.Kind == FrameKind.Paren ? FrameKind.Literal : FrameKind.Code;
    }

    private void OnClosingBrace()
    {
        // Brackets that never closed end with the brace around them.
        int depth = Math.Min(_count, DepthMax) - 1;
        while (depth > 0 && _frames[depth].Open != '{') depth--;
        if (depth == 0) return;
        if (_count <= DepthMax)
        {
            while (_count - 1 > depth) Pop(lexer.Start);
        }

        FrameKind kind = Top.Kind;
        Pop(lexer.Stop);
        if (kind == FrameKind.Template)
        {
            _reread = lexer.ReadTemplate(lexer.Position);
            if (_reread == Token.TemplateHead) Push(FrameKind.Template, '{', -1);
            return;
        }

        if (kind == FrameKind.Element && Top.Kind == FrameKind.Markup)
        {
            RunMarkup();
            return;
        }

        AfterBrace(kind);
    }

    private void AfterBrace(FrameKind kind)
    {
        ref ScriptFrame top = ref Top;
        if (kind is not (FrameKind.Code or FrameKind.Class or FrameKind.Values or FrameKind.Signature)) return;
        if (top.Kind == FrameKind.Class && !top.MemberOpen && !top.AwaitsBody && top.Expression < 0) EndStatement(ref top, lexer.Stop);
        else if (top.Kind == FrameKind.Code && top.Expression < 0 && !top.Declaring && !top.Types && !top.AwaitsBody) StartAgain(ref top);
    }

    /// <summary>Whether a less-than at the start of a value opens an element, and not the type parameters of an arrow function.</summary>
    private bool IsElement()
    {
        byte first = lexer.At(lexer.Position);
        if (first == '>') return true;
        if (!lexer.IsNamePart(first) || first is >= (byte)'0' and <= (byte)'9') return false;
        int stop = lexer.Position;
        while (lexer.IsNamePart(lexer.At(stop)) || lexer.At(stop) is (byte)'.' or (byte)'-' or (byte)':') stop++;
        int length = stop - lexer.Position;
        byte next = lexer.At(stop);
        if (next == ',' || next == '=' || lexer.At(stop - 1) == ':' || lexer.From(stop).StartsWith(" extends "u8) || lexer.From(stop).StartsWith(" = "u8)) return false;
        bool capital = first is >= (byte)'A' and <= (byte)'Z';
        return !(next == '>' && capital && length <= 2 && lexer.At(stop + 1) == '(');
    }

    /// <summary>Reads elements until code stands between braces or the outermost one is closed.</summary>
    private void RunMarkup()
    {
        _reread = Token.Text;
        while (Top.Kind == FrameKind.Markup && lexer.Position < lexer.Length && _count < DepthMax)
        {
            if (Top.Declaring ? ReadChildren() : ReadTag()) return;
        }

        if (_count >= DepthMax) Pop(lexer.Position);
        lexer.Stop = lexer.Position;
    }

    /// <summary>Reads the text of an element; returns whether code begins. (The frame of an element declares once its tag is over.)</summary>
    private bool ReadChildren()
    {
        int length = lexer.From(lexer.Position).IndexOfAny((byte)'<', (byte)'{');
        lexer.Position = length < 0 ? lexer.Length : lexer.Position + length + 1;
        if (length < 0) return false;
        if (lexer.At(lexer.Position - 1) == '{') return EnterElementCode();
        if (lexer.At(lexer.Position) != '/')
        {
            Push(FrameKind.Markup, '<', -1);
            return false;
        }

        int close = lexer.From(lexer.Position).IndexOf((byte)'>');
        lexer.Position = close < 0 ? lexer.Length : lexer.Position + close + 1;
        Pop(lexer.Position);
        return false;
    }

    /// <summary>Reads a tag from after its less-than; returns whether code begins.</summary>
    private bool ReadTag()
    {
        int length = lexer.From(lexer.Position).IndexOfAny("\"'{>/"u8);
        int position = length < 0 ? lexer.Length : lexer.Position + length;
        byte found = lexer.At(position);
        lexer.Position = Math.Min(lexer.Length, position + 1);
        if (found == '{') return EnterElementCode();
        if (found is (byte)'"' or (byte)'\'')
        {
            int quote = lexer.From(lexer.Position).IndexOf(found);
            lexer.Position = quote < 0 ? lexer.Length : lexer.Position + quote + 1;
        }
        else if (found == '>') Top.Declaring = true;
        else if (found == '/') ReadSlash();
        return false;
    }

    private void ReadSlash()
    {
        byte next = lexer.At(lexer.Position);
        if (next == '>')
        {
            lexer.Position++;
            Pop(lexer.Position);
        }
        else if (next == '*')
        {
            int close = lexer.From(lexer.Position).IndexOf("*/"u8);
            lexer.Position = close < 0 ? lexer.Length : lexer.Position + close + 2;
        }
        else if (next == '/')
        {
            int line = lexer.From(lexer.Position).IndexOf((byte)'\n');
            lexer.Position = line < 0 ? lexer.Length : lexer.Position + line;
        }
    }

    private bool EnterElementCode()
    {
        lexer.Stop = lexer.Position;
        _reread = '{';
        Push(FrameKind.Element, '{', -1);
        return true;
    }
}
