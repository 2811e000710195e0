using System.Text;
using Plimsoll.Files;
using Plimsoll.Indexing.Languages;
using Plimsoll.Indexing.Outlining;
using Plimsoll.Indexing.Search;
using Plimsoll.Training.Extraction;

namespace Plimsoll.Bench.Quality.Docstrings;

/// <summary>
/// Finds the documented definitions of a repository by the rules that also choose what the embedding is trained on: a first sentence of 4 to 40 words that is no
/// boilerplate and not said by the name, a body of some length, at most three in a file, nothing from tests, examples, vendored or generated files. Here the
/// sentence must also be that of no other definition at all.
/// </summary>
internal sealed class ItemFinder : ISkipObserver
{
    private const long LongestFile = 1 << 20;
    private const int ShortestBody = 60;
    private const int FewestLines = 3;
    private const int MostPerFile = 3;

    /// <summary>Languages that mark what is documentation; another comment before a definition is a note.</summary>
    private static readonly HashSet<string> Marking = new(StringComparer.Ordinal)
    {
        "csharp", "java", "javascript", "kotlin", "php", "rust", "scala", "swift", "tsx", "typescript",
    };

    private readonly OutlineScanner _scanner = new();
    private readonly Indexing.Outlining.Outline _outline = new();
    private readonly SourceBuffer _buffer = new((int)LongestFile);
    private readonly SentenceJudge _judge = new();
    private readonly TermBag _name = new();
    private readonly TermBag _folders = new();
    private readonly Dictionary<string, int> _sentences = new(StringComparer.Ordinal);

    /// <summary>Finds them, in the order of paths.</summary>
    public List<DocumentedItem> Find(string root)
    {
        _sentences.Clear();
        _judge.BeginRepository();
        List<DocumentedItem> found = [];
        using var reader = new SourceReader(root);
        var walker = new TreeWalker(root, new WalkOptions { MaxFileSize = LongestFile }, this);
        foreach (WalkedFile file in walker.Walk(CancellationToken.None))
        {
            if (reader.Read(file.Path, _buffer, LongestFile) == SkipReason.None) Find(file.Path, _buffer.Text, found);
        }
        return [.. found.Where(item => _sentences[Folded(item.Sentence)] == 1).GroupBy(item => item.Path, StringComparer.Ordinal).SelectMany(Choose)];
    }

    /// <inheritdoc/>
    public void Skipped(ReadOnlySpan<byte> path, SkipReason reason, bool isFolder, long size)
    {
        // What an index would not hold cannot be asked for.
    }

    /// <summary>An even choice by what is said: the first ones of a file are its types more often than its functions.</summary>
    private static IEnumerable<DocumentedItem> Choose(IEnumerable<DocumentedItem> items) =>
        items.OrderBy(item => item.Order).Take(MostPerFile).OrderBy(item => item.StartLine);

    private void Find(ReadOnlySpan<byte> path, ReadOnlySpan<byte> text, List<DocumentedItem> found)
    {
        Language language = LanguageTable.Detect(path, text);
        if (ContentInspector.Classify(path, text) != SkipReason.None || !IsCode(language)) return;
        bool isAsked = PathTraitsReader.Of(path) == PathTraits.None && !IsBesideTests(path);
        _scanner.Scan(text, language, _outline);
        int last = -1;
        foreach (ref readonly Definition definition in _outline.Definitions)
        {
            TextSpan documentation = DocumentationOf(text, language, definition, out int end);
            // One comment above two names documents the first.
            if (documentation.Length == 0 || documentation.Offset == last) continue;
            last = documentation.Offset;
            string sentence = FirstSentence.Of(text.Slice(documentation.Offset, documentation.Length));
            _sentences[Folded(sentence)] = _sentences.GetValueOrDefault(Folded(sentence)) + 1;
            if (isAsked && HasBody(language, definition, documentation, end) && IsGood(text, definition, sentence))
                found.Add(new DocumentedItem(Encoding.UTF8.GetString(path), language.Name, sentence, definition.Kind, definition.NameLine, definition.EndLine, documentation));
        }
    }

    /// <summary>Where the documentation of a definition stands; nothing where it has none.</summary>
    private TextSpan DocumentationOf(ReadOnlySpan<byte> text, Language language, in Definition definition, out int end)
    {
        end = definition.EndLine < _outline.LineCount ? _outline.LineStarts[definition.EndLine] : text.Length;
        if (HasStrings(language)) return DocumentationFinder.StringInside(text, definition.NameOffset + definition.NameLength, end);
        TextSpan comment = DocumentationFinder.CommentsBefore(text, _outline, _outline.LineStarts[definition.LeadLine - 1], definition.NameOffset);
        return Marking.Contains(language.Name) && !IsMarked(text[comment.Offset..]) ? default : comment;
    }

    private static bool IsMarked(ReadOnlySpan<byte> comment) => comment.StartsWith("/**"u8) || comment.StartsWith("///"u8);

    /// <summary>Whether a folder on the way has tests in its name, such as `Project.Tests` or `jvmTest`: what helps tests is not asked for either.</summary>
    private bool IsBesideTests(ReadOnlySpan<byte> path)
    {
        _folders.Clear();
        _folders.Add(path[..Math.Max(0, path.LastIndexOf((byte)'/'))]);
        return _folders.Has("test"u8) || _folders.Has("tests"u8);
    }

    private static bool HasBody(Language language, in Definition definition, TextSpan documentation, int end) =>
        end - definition.NameOffset - (HasStrings(language) ? documentation.Length : 0) >= ShortestBody && definition.EndLine - definition.NameLine + 1 >= FewestLines;

    private bool IsGood(ReadOnlySpan<byte> text, in Definition definition, string sentence)
    {
        if (definition.Kind > SymbolKind.Macro || definition.Kind is SymbolKind.None or SymbolKind.Namespace) return false;
        _name.Clear();
        _name.Add(text.Slice(definition.NameOffset, definition.NameLength));
        return _judge.Takes(sentence, _name);
    }

    /// <summary>Whether documentation is a string inside the definition.</summary>
    private static bool HasStrings(Language language) => language.Name == "python";

    private static bool IsCode(Language language) =>
        language.Shape is OutlineShape.Declarator or OutlineShape.Keyword or OutlineShape.Script or OutlineShape.Indent;

    private static string Folded(string sentence) => sentence.ToLowerInvariant();
}
