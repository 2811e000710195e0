using Plimsoll.JavaScript.Renaming;
using Plimsoll.JavaScript.Text;

namespace Plimsoll.Unminify.Jobs;

/// <summary>What a text that is no JavaScript seems to be instead, so that people need not guess from a token. Only what is plain is told: a wrong hint is worse than none.</summary>
internal static class InputHint
{
    private const string TypeScript = "this looks like TypeScript; unminify takes JavaScript: compile it first (tsc or esbuild) and give what comes out";
    private const string Jsx = "this looks like JSX or TypeScript; unminify takes JavaScript: compile it first (esbuild or babel) and give what comes out";
    private const string Component = "this looks like a component of Vue or Svelte; unminify takes JavaScript: compile it first and give what comes out";
    private const string SourceMap = "this looks like a source map; unminify takes the JavaScript file that it belongs to";
    private const string Json = "this looks like JSON; unminify takes JavaScript: give the script that reads it";
    private const string Html = "this looks like HTML; unminify takes JavaScript: give the file of a script, or what stands in one as a file of its own";
    private const string Css = "this looks like CSS; unminify takes JavaScript: a formatter for CSS will do for this";
    private const string Compressed = "this is compressed; unpack it first (gunzip or unzip)";
    private const string Binary = "this is no text; unminify takes JavaScript";
    private const string WebAssembly = "this is WebAssembly; unminify takes JavaScript";

    /// <summary>Words that have a meaning in TypeScript only where a name follows.</summary>
    private static readonly string[] WordsBefore = ["interface", "type", "enum", "namespace", "declare", "abstract", "private", "public", "protected", "readonly", "override"];

    /// <summary>Words that a program of JavaScript cannot have where it fails.</summary>
    private static readonly string[] WordsAt = ["interface", "enum", "implements", "satisfies", "as"];

    /// <summary>Of a file that is no text one of so many bytes is zero.</summary>
    private const int BinaryBytes = 4096;

    private static readonly string[] Types = ["string", "number", "boolean", "any", "void", "unknown", "never", "object", "bigint", "symbol"];

    /// <summary>What the text seems to be, as a sentence behind the error; empty where that is not plain.</summary>
    /// <param name="path">The file's path, for its extension.</param>
    /// <param name="source">The text.</param>
    /// <param name="offset">Where it fails.</param>
    public static string For(string path, SourceText source, int offset) =>
        (ByContent(source.Span) ?? ByExtension(path) ?? ByBeginning(source.Span) ?? ByPlace(source, offset)) is { } hint ? $". {char.ToUpperInvariant(hint[0])}{hint[1..]}" : "";

    private static string? ByExtension(string path) => Path.GetExtension(path).ToLowerInvariant() switch
    {
        ".ts" or ".mts" or ".cts" => TypeScript,
        ".tsx" or ".jsx" => Jsx,
        ".vue" or ".svelte" => Component,
        ".map" => SourceMap,
        ".json" => Json,
        ".html" or ".htm" or ".xhtml" or ".svg" or ".xml" => Html,
        ".css" or ".scss" or ".less" => Css,
        _ => null,
    };

    private static string? ByContent(ReadOnlySpan<byte> text)
    {
        if (text.StartsWith((ReadOnlySpan<byte>)[0x1F, 0x8B]) || text.StartsWith("PK\u0003\u0004"u8)) return Compressed;
        if (text.StartsWith("\0asm"u8)) return WebAssembly;
        return text[..Math.Min(text.Length, BinaryBytes)].Contains((byte)0) ? Binary : null;
    }

    private static string? ByBeginning(ReadOnlySpan<byte> text)
    {
        text = text.TrimStart("\uFEFF"u8).TrimStart(" \t\r\n"u8);
        if (text.StartsWith("<!"u8) || text.StartsWith("<?"u8) || text.StartsWith("<html"u8) || text.StartsWith("<script"u8)) return Html;
        if (text.StartsWith("@media"u8) || text.StartsWith("@charset"u8) || text.StartsWith("@import"u8) || text.StartsWith("@font-face"u8)) return Css;
        return text.StartsWith("{"u8) ? ByFirstKey(text[1..].TrimStart(" \t\r\n"u8)) : null;
    }

    /// <summary>No block of JavaScript begins with a string and a colon.</summary>
    private static string? ByFirstKey(ReadOnlySpan<byte> text)
    {
        int length = text.StartsWith("\""u8) ? text[1..].IndexOf((byte)'"') : -1;
        if (length < 0 || !text[(length + 2)..].TrimStart(" \t\r\n"u8).StartsWith(":"u8)) return null;
        return text[1..(length + 1)].SequenceEqual("version"u8) ? SourceMap : Json;
    }

    private static string? ByPlace(SourceText source, int offset)
    {
        ReadOnlySpan<byte> before = source.Span[..offset].TrimEnd(" \t\r\n"u8);
        byte next = source.At(offset + 1);
        switch (source.At(offset))
        {
            case (byte)'<':
                return char.IsAsciiLetter((char)next) || next is (byte)'>' or (byte)'/' ? Jsx : null;
            case (byte)'@':
                return char.IsAsciiLetter((char)next) ? TypeScript : null;
            case (byte)'!':
                return next == '.' ? TypeScript : null;
            case (byte)':':
                return IsType(source, offset + 1) ? TypeScript : null;
            default:
                return Array.IndexOf(WordsAt, WordAt(source, offset)) >= 0 || Array.IndexOf(WordsBefore, LastWord(before)) >= 0 ? TypeScript : null;
        }
    }

    /// <summary>Whether a type stands at an offset, and not a value: one of the language's own, or a name that begins like a type's.</summary>
    private static bool IsType(SourceText source, int offset)
    {
        while (source.At(offset) == ' ') offset++;
        string word = WordAt(source, offset);
        return Array.IndexOf(Types, word) >= 0 || (word.Length > 1 && char.IsAsciiLetterUpper(word[0]));
    }

    private static string WordAt(SourceText source, int offset)
    {
        int end = offset;
        while (IdentifierText.IsPart(source.At(end))) end++;
        return source.GetString(offset, end);
    }

    private static string LastWord(ReadOnlySpan<byte> text)
    {
        int start = text.Length;
        while (start > 0 && IdentifierText.IsPart(text[start - 1])) start--;
        return System.Text.Encoding.UTF8.GetString(text[start..]);
    }
}
