using Plimsoll.Files;
using Plimsoll.Indexing.Languages;
using Plimsoll.Indexing.Outlining;
using Plimsoll.Indexing.Segments;

namespace Plimsoll.Indexing.Search;

/// <summary>Says which chunks may be hits: those of live files that the query's filters take. A file is looked at once a query.</summary>
internal sealed unsafe class HitFilter
{
    private const byte Taken = 1;
    private const byte Left = 2;

    private readonly PathGlob[] _globs;
    private readonly PathGlob[] _excluded;

    /// <summary>Whether a language is taken, by its number; null where all are.</summary>
    private readonly bool[]? _languages;

    /// <summary>A bit for each kind that is taken; 0 where all are.</summary>
    private readonly ulong _kinds;
    private readonly ChunkDefinitions _definitions = new();

    /// <summary>Reads the filters of a query.</summary>
    /// <exception cref="IndexException">The language or the kind is unknown, or the glob is malformed.</exception>
    public HitFilter(SearchQuery query, Corpus corpus)
    {
        _languages = query.Languages.Count == 0 ? null : new bool[byte.MaxValue + 1];
        foreach (string name in query.Languages)
            _languages![LanguageOf(name)] = true;
        foreach (string name in query.Kinds)
            _kinds |= 1UL << KindOf(name);
        _globs = ParseGlobs(query.PathGlobs);
        _excluded = ParseGlobs(query.ExcludeGlobs);
        foreach (SegmentView view in corpus.Views)
            Array.Clear(view.FileStates);
    }

    /// <summary>Whether only definitions of some kinds are asked for.</summary>
    public bool HasKind => _kinds != 0;

    /// <summary>Whether a definition of this kind may be a hit.</summary>
    public bool TakesKind(SymbolKind kind) => _kinds == 0 || (_kinds >> (int)kind & 1) != 0;

    /// <summary>Whether a chunk may be a hit.</summary>
    public bool Takes(SegmentView view, int chunk) =>
        TakesFile(view, (int)view.Chunks[chunk].File) && (_kinds == 0 || HasDefinition(view, chunk));

    /// <summary>Whether hits may lie in a file.</summary>
    public bool TakesFile(SegmentView view, int file)
    {
        ref byte state = ref view.FileStates[file];
        if (state == 0)
        {
            bool takes = !view.Live.IsDead(file) && (_languages is null || _languages[view.Files[file].Language])
                && TakesPath(view.PathOf(file));
            state = takes ? Taken : Left;
        }

        return state == Taken;
    }

    private bool TakesPath(ReadOnlySpan<byte> path) =>
        (_globs.Length == 0 || MatchesAny(_globs, path)) && !MatchesAny(_excluded, path);

    private static bool MatchesAny(PathGlob[] globs, ReadOnlySpan<byte> path)
    {
        foreach (PathGlob glob in globs)
        {
            if (glob.Matches(path))
                return true;
        }

        return false;
    }

    private static PathGlob[] ParseGlobs(IReadOnlyList<string> texts)
    {
        if (texts.Count == 0)
            return [];
        var globs = new PathGlob[texts.Count];
        try
        {
            for (int i = 0; i < globs.Length; i++)
                globs[i] = PathGlob.Parse(texts[i]);
        }
        catch (FormatException error)
        {
            throw new IndexException(IndexFailure.Usage, error.Message, error);
        }

        return globs;
    }

    private bool HasDefinition(SegmentView view, int chunk)
    {
        ChunkRecord* record = view.Chunks + chunk;
        if (TakesKind((SymbolKind)record->Kind))
            return true;
        if (record->DefinitionCount == 0)
            return false;
        _definitions.Read(view, chunk);
        for (int i = 0; i < _definitions.Count; i++)
        {
            if (TakesKind(_definitions.KindOf(i)))
                return true;
        }

        return false;
    }

    private static int LanguageOf(string name)
    {
        if (LanguageTable.TryByName(name, out Language language))
            return language.Id;
        string[] names = new string[LanguageTable.All.Count];
        for (int i = 0; i < names.Length; i++)
            names[i] = LanguageTable.All[i].Name;
        throw new IndexException(
            IndexFailure.Usage, $"There is no language \"{name}\"{Near(name, names)} `plimsoll status` lists the languages of the index.");
    }

    /// <summary>The end of a sentence: a suggestion or a full stop.</summary>
    private static string Near(string name, IReadOnlyList<string> names) =>
        Suggestion.For(name, names) is { Length: > 0 } near ? near : ".";

    private static int KindOf(string name)
    {
        int kind = KindNames.Find(name);
        return kind >= 0 ? kind : throw new IndexException(
            IndexFailure.Usage, $"There is no kind \"{name}\"{Near(name, KindNames.All)} The kinds are {string.Join(", ", KindNames.All)}.");
    }
}
