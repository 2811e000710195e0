using Plimsoll.Indexing.Languages;

namespace Plimsoll.Indexing.Outlining;

/// <summary>
/// Reads a text once and writes its outline. It never throws on any text, its time is linear in the text, its depth is bounded, and it
/// allocates nothing once its buffers have grown. One scanner serves one worker; it is not safe to share.
/// </summary>
internal sealed unsafe class OutlineScanner
{
    private readonly Lexer _lexer = new();
    private readonly OutlineFinisher _finisher = new();

    // Made when the first file of their kind is met: a reader that is never used costs no time at start.
    private DeclaratorReader? _declarators;
    private ScriptReader? _scripts;
    private KeywordReader? _keywords;
    private IndentReader? _indents;
    private HeadingReader? _headings;
    private BraceTextReader? _braces;
    private MarkupReader? _markup;
    private ClauseReader? _clauses;

    /// <summary>Writes the outline of <paramref name="text"/>, read as <paramref name="language"/>, into <paramref name="outline"/>.</summary>
    internal void Scan(ReadOnlySpan<byte> text, Language language, Outline outline)
    {
        outline.Clear();
        outline.FindLines(text);
        fixed (byte* pinned = text)
        {
            if (text.Length > 0)
            {
                _lexer.Reset(pinned, text.Length, language, outline);
                Read(language, outline);
            }
        }

        _finisher.Finish(text, outline);
    }

    private void Read(Language language, Outline outline)
    {
        switch (language.Shape)
        {
            case OutlineShape.Declarator: (_declarators ??= new DeclaratorReader(_lexer)).Read(language, outline); break;
            case OutlineShape.Script: (_scripts ??= new ScriptReader(_lexer)).Read(language, outline); break;
            case OutlineShape.Keyword: (_keywords ??= new KeywordReader(_lexer)).Read(language, outline); break;
            case OutlineShape.Indent: (_indents ??= new IndentReader(_lexer)).Read(language, outline); break;
            case OutlineShape.Heading: (_headings ??= new HeadingReader(_lexer)).Read(language, outline); break;
            case OutlineShape.Rules: (_braces ??= new BraceTextReader(_lexer)).ReadRules(outline); break;
            case OutlineShape.Keys: (_braces ??= new BraceTextReader(_lexer)).ReadKeys(outline); break;
            case OutlineShape.Markup: (_markup ??= new MarkupReader(_lexer)).Read(outline); break;
            case OutlineShape.Clause: (_clauses ??= new ClauseReader(_lexer)).Read(outline); break;
            default: break;
        }
    }
}
