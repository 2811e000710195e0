using Plimsoll.Indexing.Languages;

namespace Plimsoll.Indexing.Outlining;

/// <content>Names and words.</content>
internal sealed partial class ScriptReader
{
    private void OnName(ref ScriptFrame top, Word word)
    {
        if (_previous == '.' && lexer.At(_previousStart - 1) != '.')
        {
            top.Pending = ScriptName.None;
            return;
        }

        if (top.MemberOpen)
        {
            OnMemberName(ref top);
            return;
        }

        if (top.Awaits != Word.None && (word is Word.None or Word.Async or Word.Accessor or Word.Type or Word.Module or Word.Namespace or Word.Import or Word.Static))
        {
            NameAwaited(ref top);
            return;
        }

        if (word == Word.None)
        {
            OnPlainName(ref top);
            return;
        }

        OnWord(ref top, word);
    }

    private void OnMemberName(ref ScriptFrame top)
    {
        if (top.Angle > 0) return;
        top.Name = NameHere(top.Lead);
        if (lexer.At(lexer.Start - 1) == '#')
        {
            top.Name.Start--;
            top.Name.Length++;
        }

        if (top.Kind != FrameKind.Values) return;
        _outline.Add(lexer.Start, lexer.Stop - lexer.Start, lexer.Start, lexer.Stop, SymbolKind.EnumMember);
        top.MemberOpen = false;
    }

    private void OnPlainName(ref ScriptFrame top)
    {
        if (top.Declaring && top.Name.Start < 0 && (_previous == ',' || _previousWord is Word.Constant or Word.Variable))
        {
            top.Name = NameHere(top.Lead);
            return;
        }

        if (top.Pending.Start >= 0 && lexer.From(lexer.Position).TrimStart(" \t"u8).StartsWith("=>"u8)) top.Arrow = top.Pending;
        top.Pending = ScriptName.None;
    }

    /// <summary>The name of what the word before it declares.</summary>
    private void NameAwaited(ref ScriptFrame top)
    {
        Word awaits = top.Awaits;
        top.Awaits = Word.None;
        if (awaits == Word.Class && lexer.Word == Word.Extends) return;
        int lead = top.Kind == FrameKind.Code ? top.Lead : lexer.Start;
        int definition = _outline.Add(lexer.Start, lexer.Stop - lexer.Start, lead, lexer.Stop, KindOf(awaits));
        top.Pending = ScriptName.None;
        if (lexer.At(lexer.Position) == '<' && awaits != Word.Type)
        {
            lexer.Position++;
            SkipTypeParameters(false);
        }

        if (awaits == Word.Type)
        {
            top.Expression = definition;
            top.Types = true;
            return;
        }

        Await(ref top, definition, BodyOf(awaits));
    }

    private static void Await(ref ScriptFrame top, int definition, FrameKind body)
    {
        top.Body = definition;
        top.AwaitsBody = true;
        top.BodyKind = body;
    }

    private static SymbolKind KindOf(Word word) => word switch
    {
        Word.Class => SymbolKind.Class,
        Word.Interface => SymbolKind.Interface,
        Word.Enum => SymbolKind.Enum,
        Word.Namespace or Word.Module => SymbolKind.Namespace,
        Word.Type => SymbolKind.Type,
        _ => SymbolKind.Function,
    };

    private static FrameKind BodyOf(Word word) => word switch
    {
        Word.Class => FrameKind.Class,
        Word.Interface => FrameKind.Signature,
        Word.Enum => FrameKind.Values,
        _ => FrameKind.Code,
    };

    private void OnWord(ref ScriptFrame top, Word word)
    {
        switch (word)
        {
            case Word.Function or Word.Class: OnFunctionWord(ref top, word); return;
            case Word.Interface or Word.Enum or Word.Namespace or Word.Module or Word.Type:
                if (IsStatementWord(ref top)) top.Awaits = word;
                else OnPlainName(ref top);
                return;
            case Word.Constant or Word.Variable:
                top.Declaring = true;
                top.Constant = word == Word.Constant;
                top.Name = ScriptName.None;
                break;
            case Word.Async: return;
            case Word.Accessor or Word.Static or Word.Import or Word.Modifier: OnPlainName(ref top); return;
            default: break;
        }

        top.Pending = ScriptName.None;
    }

    private void OnFunctionWord(ref ScriptFrame top, Word word)
    {
        // Flow's `typeof class` and keys called `function` do not occur; a type position does.
        if (top.Types && word == Word.Function) return;
        byte next = lexer.Peek();
        bool named = next == '*' || lexer.IsNamePart(next);
        if (word == Word.Class && named) named = !lexer.From(lexer.Position).TrimStart(" \t\r\n"u8).StartsWith("extends "u8);
        if (next == '*' && lexer.From(lexer.Position).TrimStart(" \t*"u8).StartsWith("("u8)) named = false;
        if (named)
        {
            top.Awaits = word;
            return;
        }

        ScriptName pending = top.Pending;
        top.Pending = ScriptName.None;
        SymbolKind kind = word == Word.Class ? SymbolKind.Class : FunctionKind();
        Await(ref top, pending.Start < 0 ? -1 : Define(pending, kind), BodyOf(word));
    }

    /// <summary>Whether a word that is a name elsewhere declares something here: a name follows it and a statement starts with it.</summary>
    private bool IsStatementWord(ref ScriptFrame top)
    {
        byte next = lexer.Peek();
        bool named = lexer.IsNamePart(next) || (next is (byte)'"' or (byte)'\'' && lexer.Word == Word.Module);
        if (!named || top.Kind != FrameKind.Code) return false;
        if (top.Lead == lexer.Start) return true;
        return _previous == Token.Name && _previousWord is Word.Modifier or Word.Constant or Word.Default;
    }
}
