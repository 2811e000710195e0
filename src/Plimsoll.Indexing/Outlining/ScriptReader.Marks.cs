using Plimsoll.Indexing.Languages;

namespace Plimsoll.Indexing.Outlining;

/// <content>Punctuation.</content>
internal sealed partial class ScriptReader
{
    private void OnMark(int token)
    {
        ref ScriptFrame top = ref Top;
        switch (token)
        {
            case '(': OnParen(ref top); break;
            case '[':
                top.Pending = ScriptName.None;
                Push(FrameKind.Paren, '[', -1);
                Top.Types = top.Types;
                break;
            case ')' or ']': OnClose(token); break;
            case '{': OnBrace(ref top); break;
            case '}': OnClosingBrace(); break;
            case ';': EndStatement(ref top, lexer.Stop); break;
            case ',': OnComma(ref top); break;
            case '=': OnEquals(ref top); break;
            case ':': OnColon(ref top); break;
            case '?': top.Ternary |= lexer.At(lexer.Position) is not ((byte)':' or (byte)'.' or (byte)'?'); break;
            case '<' or '>': OnAngle(ref top, token); break;
            case '@': top.Decorated |= top.Lead == lexer.Start; break;
            case Token.Text when top.MemberOpen: OnTextKey(ref top); break;
            case Token.Text when top.Awaits == Word.Module:
                top.Awaits = Word.None;
                Await(ref top, -1, FrameKind.Code);
                break;
            case Token.TemplateHead: Push(FrameKind.Template, '{', -1); break;
            case '*': break;
            default: top.Pending = ScriptName.None; break;
        }
    }

    private void OnTextKey(ref ScriptFrame top)
    {
        if (lexer.Stop - lexer.Start < 3) return;
        top.Name = new ScriptName { Start = lexer.Start + 1, Length = lexer.Stop - lexer.Start - 2, Lead = top.Lead, Definition = -1 };
    }

    private void OnParen(ref ScriptFrame top)
    {
        if (top.Decorated && top.MemberOpen && IsDecoratorCall(ref top))
        {
            Push(FrameKind.Paren, '(', -1);
            return;
        }

        if (top.MemberOpen && top.Angle == 0 && top.Kind != FrameKind.Values) OnMethodHead(ref top);
        bool value = top.Pending.Start >= 0;
        ScriptName pending = top.Pending;
        top.Pending = ScriptName.None;
        top.Awaits = Word.None;
        bool types = top.Types;
        Push(FrameKind.Paren, '(', -1);
        if (value) Top.Arrow = pending;
        Top.Types = types;
    }

    /// <summary>Whether the parenthesis belongs to <c>@name(</c> before a member, and not to the member.</summary>
    private bool IsDecoratorCall(ref ScriptFrame top)
    {
        int start = _previousStart;
        while (start > top.Lead && (lexer.IsNamePart(lexer.At(start - 1)) || lexer.At(start - 1) == '.')) start--;
        return lexer.At(start - 1) == '@';
    }

    private void OnMethodHead(ref ScriptFrame top)
    {
        bool head = _previous is Token.Name or Token.Text or '>' or ']' or '?';
        if (!head || (_previous == ']' && top.Name.Start < 0)) top.Name = ScriptName.None;
        int definition = top.Name.Start < 0 ? -1 : _outline.Add(top.Name.Start, top.Name.Length, top.Name.Lead, lexer.Stop, SymbolKind.Method);
        top.Name = ScriptName.None;
        top.MemberOpen = top.Decorated = false;
        Await(ref top, definition, FrameKind.Code);
    }

    private void OnClose(int token)
    {
        if (_count <= 1 || Top.Kind != FrameKind.Paren) return;
        int open = Top.Lead;
        ScriptName arrow = token == ')' ? Top.Arrow : ScriptName.None;
        Pop(lexer.Stop);
        Top.Arrow = arrow;
        if (token == ']' && Top.MemberOpen) OnComputedKey(ref Top, open);
        if (arrow.Start < 0) return;
        byte next = lexer.Peek();
        if (next is not ((byte)'=' or (byte)':')) Top.Arrow = ScriptName.None;
    }

    /// <summary><c>[name]</c> as the name of a member: what stands between the brackets.</summary>
    private void OnComputedKey(ref ScriptFrame top, int start)
    {
        int length = lexer.Start - start;
        if (start > top.Lead && length is > 0 and < 64) top.Name = new ScriptName { Start = start, Length = length, Lead = top.Lead, Definition = -1 };
    }

    private void OnComma(ref ScriptFrame top)
    {
        if (top.Kind is FrameKind.Literal or FrameKind.Signature or FrameKind.Values)
        {
            if (top.Angle == 0) EndStatement(ref top, lexer.Start);
            return;
        }

        top.Pending = ScriptName.None;
        if (top.Kind == FrameKind.Code && top.Declaring && top.Arrow.Start < 0)
        {
            EndExpression(lexer.Start);
            top.Name = ScriptName.None;
        }
    }

    private void OnAngle(ref ScriptFrame top, int token)
    {
        if (top.MemberOpen)
        {
            if (token == '<') top.Angle++;
            else if (top.Angle > 0) top.Angle--;
            return;
        }

        if (token == '<' && _jsx && lexer.ExpectsValue && !top.Types && IsElement())
        {
            top.Pending = ScriptName.None;
            Push(FrameKind.Markup, '<', -1);
            RunMarkup();
        }
        else if (token == '<' && top.Pending.Start >= 0) SkipTypeParameters(true);
    }

    /// <summary><c>name = &lt;T&gt;(x: T) =&gt;</c>: the type parameters stand between the name and its function.</summary>
    private void SkipTypeParameters(bool beforeArrow)
    {
        // Longer lists are not read as one; their braces may then be taken for bodies.
        const int Longest = 400;
        int depth = 1;
        int limit = Math.Min(lexer.Length, lexer.Position + Longest);
        for (int position = lexer.Position; position < limit && !(beforeArrow && lexer.At(position) is (byte)';' or (byte)')'); position++)
        {
            byte value = lexer.At(position);
            if (value == '<') depth++;
            else if (value == '>' && lexer.At(position - 1) != '=' && --depth == 0)
            {
                if (!beforeArrow || lexer.At(position + 1) == '(') lexer.Position = lexer.Stop = position + 1;
                return;
            }
        }
    }

    private void OnEquals(ref ScriptFrame top)
    {
        byte next = lexer.At(lexer.Position);
        if (next == '>')
        {
            lexer.Position++;
            lexer.Start++;
            lexer.Stop = lexer.Position;
            OnArrow(ref top);
            return;
        }

        if (next == '=' || IsOperator(lexer.At(lexer.Start - 1)))
        {
            while (lexer.At(lexer.Position) == '=') lexer.Position++;
            top.Pending = ScriptName.None;
            return;
        }

        if (top.Kind is FrameKind.Paren or FrameKind.Literal or FrameKind.Values or FrameKind.Signature) return;
        Assign(ref top);
    }

    private static bool IsOperator(byte value) =>
        value is (byte)'=' or (byte)'!' or (byte)'<' or (byte)'+' or (byte)'-' or (byte)'*' or (byte)'/' or (byte)'%' or (byte)'&' or (byte)'|' or (byte)'^' or (byte)'?';

    private void Assign(ref ScriptFrame top)
    {
        bool alias = top.Types && top.Kind == FrameKind.Code && !top.Declaring;
        if (alias) return;
        top.Types = false;
        top.Arrow = ScriptName.None;
        bool declared = top.Name.Start >= 0 && (top.Declaring || top.Kind == FrameKind.Class);
        top.Pending = declared ? top.Name : _previous == Token.Name ? PreviousName(top.Lead) : ScriptName.None;
        if (top.Kind == FrameKind.Class && top.Name.Start >= 0 && top.MemberOpen) AddMember(ref top, SymbolKind.Field);
        else if (top.Declaring && _count == 1 && top.Pending.Start >= 0) AddVariable(ref top);
        else if (top.Pending.Start > 10 && lexer.Bytes(top.Pending.Start - 10, 10).SequenceEqual("prototype."u8))
        {
            top.Pending.Definition = _outline.Add(top.Pending.Start, top.Pending.Length, top.Lead, lexer.Stop, SymbolKind.Method);
        }

        top.MemberOpen = false;
        top.Name = ScriptName.None;
    }

    private void AddMember(ref ScriptFrame top, SymbolKind kind)
    {
        top.Name.Definition = _outline.Add(top.Name.Start, top.Name.Length, top.Name.Lead, lexer.Stop, kind);
        top.Pending = top.Name;
        top.Expression = top.Name.Definition;
        top.MemberOpen = top.Decorated = false;
    }

    private void AddVariable(ref ScriptFrame top)
    {
        SymbolKind kind = top.Constant ? SymbolKind.Constant : SymbolKind.Variable;
        top.Pending.Definition = _outline.Add(top.Pending.Start, top.Pending.Length, top.Lead, lexer.Stop, kind);
        top.Expression = top.Pending.Definition;
    }

    private void OnArrow(ref ScriptFrame top)
    {
        ScriptName arrow = top.Arrow;
        top.Arrow = top.Pending = ScriptName.None;
        if (top.Types && top.Kind != FrameKind.Code) return;
        int definition = arrow.Start < 0 ? -1 : Define(arrow, FunctionKind());
        if (lexer.Peek() == '{') Await(ref top, top.Expression == definition ? -1 : definition, FrameKind.Code);
        else if (definition >= 0 && top.Expression < 0) top.Expression = definition;
    }

    private void OnColon(ref ScriptFrame top)
    {
        if (!top.MemberOpen || top.Angle > 0)
        {
            if (top.Declaring && !top.Ternary && _previous is Token.Name or '}' or ']') top.Types = true;
            return;
        }

        ScriptName name = top.Name;
        top.MemberOpen = false;
        if (name.Start < 0) return;
        if (top.Kind == FrameKind.Literal) top.Pending = name;
        else if (top.Kind == FrameKind.Class) AddField(ref top);
        else _outline.Add(name.Start, name.Length, name.Lead, lexer.Stop, SymbolKind.Property);
    }

    /// <summary>A typed field: a function may still be given to it.</summary>
    private void AddField(ref ScriptFrame top)
    {
        AddMember(ref top, SymbolKind.Field);
        top.Pending = ScriptName.None;
        top.Types = true;
    }
}
