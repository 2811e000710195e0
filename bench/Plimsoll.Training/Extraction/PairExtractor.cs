using System.Text;
using Plimsoll.Files;
using Plimsoll.Indexing.Languages;
using Plimsoll.Indexing.Outlining;
using Plimsoll.Indexing.Search;

namespace Plimsoll.Training.Extraction;

/// <summary>
/// Writes a pair for each well documented definition of a repository: the first sentence of its documentation, and its code without it. Files are found,
/// read and outlined by the product itself, so that the words of a pair are those that an index would have.
/// </summary>
internal sealed class PairExtractor : ISkipObserver
{
    private const long LongestFile = 1 << 20;
    private const int ShortestBody = 60;
    private const int FewestLines = 3;
    private const int FewestCommentBytes = 30;

    private readonly OutlineScanner _scanner = new();
    private readonly Outline _outline = new();
    private readonly SourceBuffer _buffer = new((int)LongestFile);
    private readonly SentenceJudge _judge = new();
    private readonly PairWriter _writer;
    private readonly List<Description> _found = [];
    private readonly List<Description> _commented = [];
    private readonly TermBag _name = new();
    private readonly int _mostPerFile;

    /// <param name="output">Receives the pairs.</param>
    /// <param name="mostPerFile">Pairs that one file may give, so that no single file sets the tone.</param>
    public PairExtractor(Stream output, int mostPerFile)
    {
        _writer = new PairWriter(output);
        _mostPerFile = mostPerFile;
    }

    /// <summary>Files that were looked into.</summary>
    public long Files { get; private set; }

    /// <summary>Pairs written.</summary>
    public long Pairs { get; private set; }

    /// <summary>Extracts the pairs of one repository, in the order of its paths.</summary>
    public void Extract(string root)
    {
        _judge.BeginRepository();
        byte[] repository = Encoding.UTF8.GetBytes(Path.GetFileName(Path.TrimEndingDirectorySeparator(root)));
        using var reader = new SourceReader(root);
        var walker = new TreeWalker(root, new WalkOptions { MaxFileSize = LongestFile }, this);
        foreach (WalkedFile file in walker.Walk(CancellationToken.None))
        {
            if (PathTraitsReader.Of(file.Path) == PathTraits.None && reader.Read(file.Path, _buffer, LongestFile) == SkipReason.None)
                Extract(repository, file.Path, _buffer.Text);
        }
    }

    /// <inheritdoc/>
    public void Skipped(ReadOnlySpan<byte> path, SkipReason reason, bool isFolder, long size)
    {
        // What an index would not hold is nothing to learn from either.
    }

    private void Extract(ReadOnlySpan<byte> repository, byte[] path, ReadOnlySpan<byte> text)
    {
        Language language = LanguageTable.Detect(path, text);
        if (ContentInspector.Classify(path, text) != SkipReason.None || !IsCode(language))
            return;
        Files++;
        _scanner.Scan(text, language, _outline);
        _found.Clear();
        _commented.Clear();
        for (int i = 0; i < _outline.DefinitionCount; i++)
            Look(text, language, _outline.Definitions[i]);

        // An even choice by what is said, not the first of a file: those are its types more often than its functions.
        _found.Sort(static (left, right) => left.Order.CompareTo(right.Order));
        foreach (Description description in _found.Take(_mostPerFile))
        {
            _writer.Write(repository, path, text, _outline, description);
            Pairs++;
        }

        foreach (Description description in _commented.Take(_mostPerFile))
            _writer.Write(repository, path, text, _outline, description);
    }

    private void Look(ReadOnlySpan<byte> text, Language language, in Definition definition)
    {
        if (definition.Kind > SymbolKind.Macro || definition.Kind is SymbolKind.None or SymbolKind.Namespace)
            return;
        int lead = _outline.LineStarts[definition.LeadLine - 1];
        int end = definition.EndLine < _outline.LineCount ? _outline.LineStarts[definition.EndLine] : text.Length;
        bool isPython = language.Name == "python";
        TextSpan documentation = isPython
            ? DocumentationFinder.StringInside(text, definition.NameOffset + definition.NameLength, end)
            : DocumentationFinder.CommentsBefore(text, _outline, lead, definition.NameOffset);
        int body = end - definition.NameOffset - (isPython ? documentation.Length : 0);
        if (body < ShortestBody || definition.EndLine - definition.NameLine + 1 < FewestLines)
            return;
        string sentence = FirstSentence.Of(text.Slice(documentation.Offset, documentation.Length));
        _name.Clear();
        _name.Add(text.Slice(definition.NameOffset, definition.NameLength));
        if (documentation.Length > 0 && _judge.Takes(sentence, _name))
            _found.Add(new Description(sentence, definition, lead, end, documentation));
        else if (definition.Kind is SymbolKind.Function or SymbolKind.Method && CommentedBytes(definition.NameOffset, end) >= FewestCommentBytes)
            _commented.Add(new Description("", definition, lead, end, documentation));
    }

    /// <summary>How many bytes of comments are inside.</summary>
    private int CommentedBytes(int start, int end)
    {
        int bytes = 0;
        for (int i = DocumentationFinder.FirstFrom(_outline.Comments, start); i < _outline.CommentCount && _outline.Comments[i].Offset < end; i++)
            bytes += _outline.Comments[i].Length;
        return bytes;
    }

    private static bool IsCode(Language language) =>
        language.Shape is OutlineShape.Declarator or OutlineShape.Keyword or OutlineShape.Script or OutlineShape.Indent or OutlineShape.Clause;
}
