using System.Text;

namespace Plimsoll.Indexing.Relations;

/// <summary>An import as it is written.</summary>
/// <param name="Module">What is imported.</param>
/// <param name="Line">The line, 1-based.</param>
public readonly record struct Import(string Module, int Line);

/// <summary>Reads what a file imports, from the lines that say so in its language.</summary>
internal static class ImportReader
{
    private const int ImportsMost = 256;
    private const int LineBytesMost = 512;

    /// <summary>The imports in their order, each once.</summary>
    public static List<Import> Read(CodeText code)
    {
        List<Import> imports = [];
        var known = new HashSet<string>(StringComparer.Ordinal);
        ReadOnlySpan<int> starts = code.Outline.LineStarts;
        bool isGroup = false;
        for (int i = 0; i < starts.Length && imports.Count < ImportsMost; i++)
        {
            // Whether a line is code is asked of the blanked text; what it imports stands in strings, which only the text itself has.
            int end = i + 1 < starts.Length ? starts[i + 1] : code.Text.Length;
            ReadOnlySpan<byte> shape = code.Code[starts[i]..Math.Min(end, starts[i] + LineBytesMost)].Trim(" \t\r\n"u8);
            if (shape.IsEmpty)
                continue;
            ReadOnlySpan<byte> line = code.Text[starts[i]..Math.Min(end, starts[i] + LineBytesMost)].Trim(" \t\r\n"u8);
            if (ModuleOf(code.Language.Name, shape, line, ref isGroup) is { Length: > 0 } module && known.Add(module))
                imports.Add(new Import(module, i + 1));
        }

        return imports;
    }

    private static string? ModuleOf(string language, ReadOnlySpan<byte> shape, ReadOnlySpan<byte> line, ref bool isGroup) => language switch
    {
        "javascript" or "typescript" or "tsx" => OfScript(shape, line),
        "python" => OfPython(shape),
        "c" or "cpp" or "objective-c" => OfInclude(line),
        "java" or "kotlin" or "scala" or "groovy" or "swift" or "haskell" => Behind(shape, "import "u8) is string name ? name.Replace("static ", "", StringComparison.Ordinal).Replace("qualified ", "", StringComparison.Ordinal) : null,
        "csharp" => shape.EndsWith(";"u8) && !shape.Contains((byte)'(') ? Behind(shape.StartsWith("global "u8) ? shape[7..] : shape, "using "u8) is string name && !name.Contains('=', StringComparison.Ordinal) ? name.Replace("static ", "", StringComparison.Ordinal) : null : null,
        "go" => OfGo(shape, line, ref isGroup),
        "rust" => OfRust(shape),
        "php" => Behind(shape, "use "u8) ?? (shape.StartsWith("require"u8) || shape.StartsWith("include"u8) ? Quoted(line) : null),
        "ruby" => shape.StartsWith("require_relative "u8) ? "./" + Quoted(line) : shape.StartsWith("require "u8) ? Quoted(line) : null,
        "lua" => shape.IndexOf("require"u8) >= 0 ? Quoted(line[line.IndexOf("require"u8)..]) : null,
        "dart" or "protobuf" or "solidity" => shape.StartsWith("import "u8) || shape.StartsWith("export "u8) ? Quoted(line) : null,
        "css" or "scss" => shape.StartsWith("@import"u8) || shape.StartsWith("@use"u8) ? Quoted(line) : null,
        "shell" => Behind(shape, "source "u8) ?? Behind(shape, ". "u8),
        _ => null,
    };

    private static string? OfScript(ReadOnlySpan<byte> shape, ReadOnlySpan<byte> line)
    {
        int from = line.LastIndexOf(" from "u8);
        bool isImport = (from >= 0 && (shape.StartsWith("import"u8) || shape.StartsWith("export"u8) || shape[0] == '}')) || shape.StartsWith("import '"u8) || shape.StartsWith("import \""u8);
        if (isImport)
            return Quoted(from >= 0 ? line[from..] : line);
        foreach (string call in (ReadOnlySpan<string>)["require(", "import("])
        {
            byte[] bytes = Encoding.ASCII.GetBytes(call);
            if (shape.IndexOf(bytes) >= 0 && line.IndexOf(bytes) is var at and >= 0)
                return Quoted(line[at..]);
        }

        return null;
    }

    private static string? OfPython(ReadOnlySpan<byte> shape)
    {
        string? module = Behind(shape, "from "u8);
        if (module is not null)
        {
            int split = module.IndexOf(" import ", StringComparison.Ordinal);
            return split < 0 ? null : module[..split].Trim();
        }

        module = Behind(shape, "import "u8);
        int end = module?.IndexOfAny([' ', ',']) ?? -1;
        return end < 0 ? module : module![..end];
    }

    private static string? OfInclude(ReadOnlySpan<byte> line)
    {
        if (line[0] != '#')
            return null;
        ReadOnlySpan<byte> rest = line[1..].TrimStart(" \t"u8);
        if (!rest.StartsWith("include"u8) && !rest.StartsWith("import"u8))
            return null;
        int open = rest.IndexOfAny((byte)'"', (byte)'<');
        int length = open < 0 ? -1 : rest[(open + 1)..].IndexOfAny((byte)'"', (byte)'>');
        return length <= 0 ? null : Encoding.UTF8.GetString(rest.Slice(open + 1, length));
    }

    private static string? OfGo(ReadOnlySpan<byte> shape, ReadOnlySpan<byte> line, ref bool isGroup)
    {
        if (shape.StartsWith("import ("u8))
        {
            isGroup = true;
            return null;
        }

        if (isGroup && shape[0] == ')')
            isGroup = false;
        return isGroup || shape.StartsWith("import "u8) ? Quoted(line) : null;
    }

    private static string? OfRust(ReadOnlySpan<byte> shape)
    {
        ReadOnlySpan<byte> rest = shape.StartsWith("pub"u8) ? shape[(shape.IndexOf((byte)' ') + 1)..] : shape;
        if (Behind(rest, "mod "u8) is string module)
            return shape[^1] == ';' ? "self::" + module : null;
        string? used = Behind(rest, "use "u8);
        int end = used?.IndexOfAny(['{', '*', ' ']) ?? -1;
        return (end < 0 ? used : used![..end])?.TrimEnd(':');
    }

    private static string? Behind(ReadOnlySpan<byte> shape, ReadOnlySpan<byte> word) =>
        shape.StartsWith(word) ? Encoding.UTF8.GetString(shape[word.Length..].Trim(" ;\t"u8)) : null;

    private static string? Quoted(ReadOnlySpan<byte> line)
    {
        int open = line.IndexOfAny((byte)'"', (byte)'\'');
        int length = open < 0 ? -1 : line[(open + 1)..].IndexOf(line[open]);
        return length <= 0 ? null : Encoding.UTF8.GetString(line.Slice(open + 1, length));
    }
}
