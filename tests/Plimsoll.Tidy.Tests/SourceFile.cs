namespace Plimsoll.Tidy.Tests;

/// <summary>One text file of the repository: its path from the root with '/', its text, and for C# the code without comments and literals.</summary>
internal sealed class SourceFile(string path, string text)
{
    private readonly Lazy<string> _code = new(() => CodeText.Blank(text));

    public string Path { get; } = path;

    public string Text { get; } = text;

    /// <summary>The text with comments and literals blanked out; lines stay where they are.</summary>
    public string Code => _code.Value;

    public bool IsCSharp => Path.EndsWith(".cs", StringComparison.Ordinal);

    public bool IsProduct => Path.StartsWith("src/", StringComparison.Ordinal);

    public bool IsTest => Path.StartsWith("tests/", StringComparison.Ordinal);

    /// <summary>The project folder's name, such as Plimsoll.Memory; empty outside src, tests and bench.</summary>
    public string Project => Path.Split('/') is [_, var project, _, ..] ? project : "";

    /// <summary>One violation in the form `path:line: message`, for an offset in the text.</summary>
    public string At(int offset, string message)
    {
        int line = 1 + Text.AsSpan(0, offset).Count('\n');
        return $"{Path}:{line}: {message}";
    }
}
