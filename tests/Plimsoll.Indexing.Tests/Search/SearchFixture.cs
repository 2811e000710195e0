using System.Text;
using Plimsoll.Files;
using Plimsoll.Indexing.Embedding;
using Plimsoll.Indexing.Languages;
using Plimsoll.Indexing.Outlining;
using Plimsoll.Indexing.Search;
using Plimsoll.Indexing.Segments;
using Plimsoll.Testing;

namespace Plimsoll.Indexing.Tests.Search;

/// <summary>Source files in a temporary folder and an index of them, in as many segments as a test wants.</summary>
internal sealed class SearchFixture : IDisposable
{
    private readonly TempFolder _root = new();
    private readonly BuiltinEmbedder _embedder = new();
    private readonly List<(string Name, int[] Dead)> _segments = [];
    private long _generation;

    public string Root => _root.Root;

    public string Folder => _root.PathOf(".plimsoll");

    /// <summary>Writes the files to disk and adds a segment of them.</summary>
    public SearchFixture Add(params (string Path, string Text)[] files)
    {
        foreach ((string path, string text) in files)
            _root.Write(path, text);
        return AddSegment([], [.. files.Select(file => (Encoding.UTF8.GetBytes(file.Path), Encoding.UTF8.GetBytes(file.Text)))]);
    }

    /// <summary>Adds a segment of files that need not be on disk; some of them dead.</summary>
    public SearchFixture AddSegment(int[] dead, params (byte[] Path, byte[] Text)[] files)
    {
        Directory.CreateDirectory(Folder);
        using var builder = new SegmentBuilder(8L << 20, _embedder);
        using var writer = new SegmentWriter(8L << 20);
        foreach ((byte[] path, byte[] text) in files)
        {
            Language language = LanguageTable.Detect(path, text);
            using var outline = new Outline();
            List<Chunk> chunks = ChunksOf(path, text, outline);
            builder.BeginFile(path, new FileStamp(text.Length, 1, 2, 3), ContentHash.Of(text), language.Id);
            foreach (Chunk chunk in chunks)
                builder.AddChunk(text, outline, chunk);
            builder.EndFile();
        }

        _segments.Add((writer.Write(builder, Folder, "tmp"), dead));
        return Save();
    }

    public Searcher Open() => Searcher.Open(Root);

    public IReadOnlyList<SearchHit> Search(string text) => Search(new SearchQuery { Text = text });

    public IReadOnlyList<SearchHit> Search(SearchQuery query)
    {
        using Searcher searcher = Open();
        return searcher.Search(query);
    }

    /// <summary>What hits say, for comparing.</summary>
    public static string[] Show(IReadOnlyList<SearchHit> hits) =>
        [.. hits.Select(hit => $"{hit.Path}:{hit.StartLine}-{hit.EndLine} {hit.Symbol} {hit.Kind} {hit.Score:r} {string.Join(',', hit.Terms)}")];

    public static string[] Places(IReadOnlyList<SearchHit> hits) => [.. hits.Select(hit => $"{hit.Path}:{hit.StartLine}")];

    public static List<Chunk> ChunksOf(byte[] path, byte[] text, Outline outline)
    {
        Language language = LanguageTable.Detect(path, text);
        new OutlineScanner().Scan(text, language, outline);
        var chunks = new List<Chunk>();
        new Chunker().Split(text, language, outline, chunks);
        return chunks;
    }

    public void Dispose()
    {
        _embedder.Dispose();
        _root.Dispose();
    }

    private SearchFixture Save()
    {
        new Manifest
        {
            Generation = ++_generation,
            Embedder = _embedder.Identity,
            Complete = true,
            Segments = [.. _segments.Select(segment => new SegmentEntry(segment.Name, segment.Dead))],
        }.Save(Folder);
        return this;
    }
}
