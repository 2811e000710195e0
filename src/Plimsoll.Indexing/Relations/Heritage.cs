using Plimsoll.Indexing.Outlining;

namespace Plimsoll.Indexing.Relations;

/// <summary>What a definition says itself to be: the types behind `extends`, `implements`, `:`, in the brackets of a Python class, before `for` of a Rust `impl`.</summary>
internal static class Heritage
{
    /// <summary>The longest head of a declaration that is read.</summary>
    private const int HeadBytesMost = 4096;

    /// <summary>Languages whose declarations are understood; in others no type says what it implements, or not in a way that is read here.</summary>
    public static readonly string[] Languages =
    [
        "c", "cpp", "csharp", "java", "kotlin", "scala", "javascript", "typescript", "tsx", "python", "go", "rust", "swift", "php", "ruby", "dart", "groovy", "objective-c", "solidity",
    ];

    /// <summary>How a definition is related to a type.</summary>
    /// <param name="code">The file.</param>
    /// <param name="index">The definition.</param>
    /// <param name="wanted">The name of the type, without its scopes.</param>
    /// <returns>`extends`, `implements`, `derives` or another word; null where the declaration does not name the type.</returns>
    public static string? Of(CodeText code, int index, ReadOnlySpan<byte> wanted)
    {
        ref Definition definition = ref code.Outline.Definitions[index];
        if (definition.Kind is not (SymbolKind.Class or SymbolKind.Struct or SymbolKind.Interface or SymbolKind.Enum or SymbolKind.Trait or SymbolKind.Module or SymbolKind.Type))
            return null;
        ReadOnlySpan<byte> head = HeadOf(code, definition);
        return code.Language.Name switch
        {
            "java" or "javascript" or "typescript" or "tsx" or "php" or "scala" or "dart" or "groovy" => BehindWords(head, wanted),
            "csharp" or "cpp" or "swift" or "kotlin" => BehindColon(head, wanted) ? "extends" : null,
            "python" => InBrackets(head, wanted) ? "extends" : null,
            "rust" => OfRust(code, definition, head, wanted),
            "ruby" => OfRuby(code, index, head, wanted),
            "objective-c" => BehindColon(head, wanted) || Names.Find(head, wanted, 0) >= 0 ? "extends" : null,
            "solidity" => Names.Find(head, "is"u8, 0) is var word and >= 0 && Lists(head[(word + 2)..], wanted) ? "extends" : null,
            "go" => definition.Kind == SymbolKind.Interface && Embeds(code, index, wanted) ? "embeds" : null,
            _ => null,
        };
    }

    /// <summary>From behind the name to the body.</summary>
    private static ReadOnlySpan<byte> HeadOf(CodeText code, in Definition definition)
    {
        int start = definition.NameOffset + definition.NameLength;
        ReadOnlySpan<byte> rest = code.Code[start..Math.Min(code.Code.Length, start + HeadBytesMost)];
        bool isByLines = code.Language.Name is "python" or "ruby";
        int depth = 0;
        for (int i = 0; i < rest.Length; i++)
        {
            byte one = rest[i];
            depth += one is (byte)'(' or (byte)'[' ? 1 : one is (byte)')' or (byte)']' ? -1 : 0;
            bool isEnd = one is (byte)'{' or (byte)';' || (isByLines && one == '\n');
            if (depth <= 0 && isEnd)
                return rest[..i];

            // In Kotlin and Scala a class may have no body; the next declaration begins on a line of its own.
            if (depth <= 0 && one == '\n' && code.Language.Name is "kotlin" or "scala" && EndsStatement(rest[..i], rest[i..]))
                return rest[..i];
        }

        return rest;
    }

    private static bool EndsStatement(ReadOnlySpan<byte> before, ReadOnlySpan<byte> after)
    {
        before = before.TrimEnd(" \t\r"u8);
        after = after.TrimStart(" \t\r\n"u8);
        bool isOpen = !before.IsEmpty && before[^1] is (byte)',' or (byte)':';
        bool goesOn = !after.IsEmpty && after[0] is (byte)':' or (byte)'{' or (byte)',' or (byte)'(' || after.StartsWith("extends "u8) || after.StartsWith("with "u8);
        return !isOpen && !goesOn;
    }

    /// <summary>`extends A implements B, C` and `with D`.</summary>
    private static string? BehindWords(ReadOnlySpan<byte> head, ReadOnlySpan<byte> wanted)
    {
        string? relation = null;
        for (int at = 0; at < head.Length;)
        {
            at = NextAtTop(head, at);
            if (at >= head.Length)
                break;
            int end = Names.EndOf(head, at);
            ReadOnlySpan<byte> word = head[at..end];
            if (word.SequenceEqual("extends"u8) || word.SequenceEqual("with"u8))
                relation = "extends";
            else if (word.SequenceEqual("implements"u8))
                relation = "implements";
            else if (word.SequenceEqual("permits"u8) || word.SequenceEqual("derives"u8))
                relation = null;
            else if (relation is not null && word.SequenceEqual(wanted) && IsLast(head, end))
                return relation;
            at = end;
        }

        return null;
    }

    private static bool BehindColon(ReadOnlySpan<byte> head, ReadOnlySpan<byte> wanted)
    {
        int depth = 0;
        for (int i = 0; i < head.Length; i++)
        {
            byte one = head[i];
            depth += one is (byte)'(' or (byte)'[' or (byte)'<' ? 1 : one is (byte)')' or (byte)']' || (one == '>' && i > 0 && head[i - 1] is not ((byte)'-' or (byte)'=')) ? -1 : 0;
            if (one == ':' && depth <= 0 && !(i + 1 < head.Length && head[i + 1] == ':') && !(i > 0 && head[i - 1] == ':'))
                return Lists(head[(i + 1)..], wanted);
            if (one == '=' && depth <= 0)
                return false;
        }

        return false;
    }

    /// <summary>Whether a list of types has the wanted one as an item, not as an argument of one.</summary>
    private static bool Lists(ReadOnlySpan<byte> list, ReadOnlySpan<byte> wanted)
    {
        for (int at = 0; at < list.Length;)
        {
            at = NextAtTop(list, at);
            if (at >= list.Length)
                return false;
            int end = Names.EndOf(list, at);
            ReadOnlySpan<byte> word = list[at..end];
            if (word.SequenceEqual("where"u8) || word.SequenceEqual("by"u8))
                return false;
            if (word.SequenceEqual(wanted) && IsLast(list, end))
                return true;
            at = end;
        }

        return false;
    }

    private static bool InBrackets(ReadOnlySpan<byte> head, ReadOnlySpan<byte> wanted)
    {
        int open = head.IndexOf((byte)'(');
        if (open < 0)
            return false;
        int close = Names.SkipBracket(head, open, (byte)'(', (byte)')');
        return close > open && Lists(head[(open + 1)..(close - 1)], wanted);
    }

    /// <summary>The start of the next identifier that stands in no bracket.</summary>
    private static int NextAtTop(ReadOnlySpan<byte> text, int at)
    {
        int depth = 0;
        for (; at < text.Length; at++)
        {
            byte one = text[at];
            if (one is (byte)'(' or (byte)'[' or (byte)'<')
                depth++;
            else if (one is (byte)')' or (byte)']' || (one == '>' && text[at - (at > 0 ? 1 : 0)] is not ((byte)'-' or (byte)'=')))
                depth--;
            else if (depth <= 0 && Names.IsPart(one))
                return at;
        }

        return at;
    }

    /// <summary>Whether a name is the last part of a path: `a.Wanted`, not `Wanted.a`.</summary>
    private static bool IsLast(ReadOnlySpan<byte> text, int end) =>
        end >= text.Length || (text[end] is not ((byte)'.' or (byte)'\\') && !text[end..].StartsWith("::"u8));

    private static string? OfRust(CodeText code, in Definition definition, ReadOnlySpan<byte> head, ReadOnlySpan<byte> wanted)
    {
        if (definition.Kind == SymbolKind.Trait)
            return BehindColon(head, wanted) ? "extends" : null;
        ReadOnlySpan<byte> before = code.Code[Math.Max(0, definition.NameOffset - HeadBytesMost)..definition.NameOffset];
        int statement = before.LastIndexOfAny((byte)';', (byte)'}', (byte)'{') + 1;
        before = before[statement..];
        int word = LastWord(before, "impl"u8);
        if (word >= 0)
        {
            ReadOnlySpan<byte> trait = before[(word + 4)..];
            int subject = LastWord(trait, "for"u8);
            return subject >= 0 && Lists(trait[..subject], wanted) ? "implements" : null;
        }

        int derive = before.IndexOf("derive("u8);
        return derive >= 0 && Lists(before[(derive + 7)..], wanted) ? "derives" : null;
    }

    private static int LastWord(ReadOnlySpan<byte> text, ReadOnlySpan<byte> word)
    {
        int found = -1;
        for (int at = Names.Find(text, word, 0); at >= 0; at = Names.Find(text, word, at + 1))
            found = at;
        return found;
    }

    /// <summary>`class A &lt; B`, and `include C` in its body.</summary>
    private static string? OfRuby(CodeText code, int index, ReadOnlySpan<byte> head, ReadOnlySpan<byte> wanted)
    {
        int less = head.IndexOf((byte)'<');
        if (less >= 0 && !head[(less + 1)..].StartsWith("<"u8) && Lists(head[(less + 1)..], wanted))
            return "extends";
        Definition definition = code.Outline.Definitions[index];
        ReadOnlySpan<byte> body = code.Code[definition.NameOffset..Math.Max(definition.NameOffset, code.Outline.EndOffsets[index])];
        foreach (Range range in body.Split((byte)'\n'))
        {
            ReadOnlySpan<byte> line = body[range].Trim(" \t\r"u8);
            bool isMixin = line.StartsWith("include "u8) || line.StartsWith("prepend "u8) || line.StartsWith("extend "u8);
            if (isMixin && Lists(line[(line.IndexOf((byte)' ') + 1)..], wanted) && code.DefinitionAt(definition.NameOffset + range.Start.GetOffset(body.Length)) == index)
                return "includes";
        }

        return null;
    }

    /// <summary>Whether an interface has another one's name on a line of its own.</summary>
    private static bool Embeds(CodeText code, int index, ReadOnlySpan<byte> wanted)
    {
        int start = code.Outline.Definitions[index].NameOffset;
        ReadOnlySpan<byte> body = code.Code[start..Math.Max(start, code.Outline.EndOffsets[index])];
        foreach (Range range in body.Split((byte)'\n'))
        {
            ReadOnlySpan<byte> line = body[range].Trim(" \t\r"u8);
            ReadOnlySpan<byte> name = line[(line.LastIndexOf((byte)'.') + 1)..];
            if (name.SequenceEqual(wanted) && line.IndexOfAny((byte)' ', (byte)'(', (byte)'{') < 0)
                return true;
        }

        return false;
    }
}
