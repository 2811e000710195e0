namespace Plimsoll.JavaScript.Text;

/// <summary>The text is no program of ECMAScript 2025, or nests deeper than the parser follows. Its message is `file:line:column: what is wrong`.</summary>
public sealed class JavaScriptSyntaxException : Exception
{
    internal JavaScriptSyntaxException(string name, int offset, int line, int column, string reason)
        : base($"{name}:{line}:{column}: {reason}")
    {
        Offset = offset;
        Line = line;
        Column = column;
        Reason = reason;
    }

    /// <summary>The byte offset of the place.</summary>
    public int Offset { get; }

    /// <summary>The line, from 1.</summary>
    public int Line { get; }

    /// <summary>The column in UTF-16 code units, from 1.</summary>
    public int Column { get; }

    /// <summary>What is wrong, without the place.</summary>
    public string Reason { get; }
}
