namespace Plimsoll.Indexing.Outlining;

/// <summary>The kinds of token. A punctuation mark is its own ASCII code; these are the others.</summary>
internal static class Token
{
    /// <summary>The end of the text.</summary>
    internal const int End = 0;

    /// <summary>A name or a word of the language.</summary>
    internal const int Name = 128;

    /// <summary>A number.</summary>
    internal const int Number = 129;

    /// <summary>A string, a character or a regular expression.</summary>
    internal const int Text = 130;

    /// <summary>A preprocessor line; the position stands after its <c>#</c>.</summary>
    internal const int Directive = 131;

    /// <summary>A template string that stops at <c>${</c>.</summary>
    internal const int TemplateHead = 132;
}
