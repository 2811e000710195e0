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
    private const int Any = -1;

    private readonly PathGlob? _glob;
    private readonly int _language;
    private readonly int _kind;
    private readonly ChunkDefinitions _definitions = new();

    /// <summary>Reads the filters of a query.</summary>
    /// <exception cref="IndexException">The language or the kind is unknown, or the glob is malformed.</exception>
    public HitFilter(SearchQuery query, Corpus corpus)
    {
        _language = query.Language is null ? Any : LanguageOf(query.Language);
        _kind = query.Kind is null ? Any : KindOf(query.Kind);
        try
        {
            _glob = query.PathGlob is null ? null : PathGlob.Parse(query.PathGlob);
        }
        catch (FormatException error)
        {
            throw new IndexException(IndexFailure.Usage, error.Message, error);
        }

        foreach (SegmentView view in corpus.Views)
            Array.Clear(view.FileStates);
    }

    /// <summary>Whether only definitions of one kind are asked for.</summary>
    public bool HasKind => _kind != Any;

    /// <summary>Whether a definition of this kind may be a hit.</summary>
    public bool TakesKind(SymbolKind kind) => _kind == Any || _kind == (int)kind;

    /// <summary>Whether a chunk may be a hit.</summary>
    public bool Takes(SegmentView view, int chunk) =>
        TakesFile(view, (int)view.Chunks[chunk].File) && (_kind == Any || HasDefinition(view, chunk));

    /// <summary>Whether hits may lie in a file.</summary>
    public bool TakesFile(SegmentView view, int file)
    {
        ref byte state = ref view.FileStates[file];
        if (state == 0)
        {
            bool takes = !view.Live.IsDead(file) && (_language == Any || view.Files[file].Language == _language)
                && (_glob is null || _glob.Matches(view.PathOf(file)));
            state = takes ? Taken : Left;
        }

        return state == Taken;
    }

    private bool HasDefinition(SegmentView view, int chunk)
    {
        ChunkRecord* record = view.Chunks + chunk;
        if (record->Kind == _kind)
            return true;
        if (record->DefinitionCount == 0)
            return false;
        _definitions.Read(view, chunk);
        for (int i = 0; i < _definitions.Count; i++)
        {
            if ((int)_definitions.KindOf(i) == _kind)
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
            IndexFailure.Usage, $"There is no language \"{name}\"{Suggestion.For(name, names)}. `plimsoll status` lists the languages of the index.");
    }

    private static int KindOf(string name)
    {
        int kind = KindNames.Find(name);
        return kind >= 0 ? kind : throw new IndexException(
            IndexFailure.Usage, $"There is no kind \"{name}\"{Suggestion.For(name, KindNames.All)}. The kinds are {string.Join(", ", KindNames.All)}.");
    }
}
