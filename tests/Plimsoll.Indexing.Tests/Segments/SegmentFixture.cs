using System.Text;
using Plimsoll.Files;
using Plimsoll.Indexing.Embedding;
using Plimsoll.Indexing.Languages;
using Plimsoll.Indexing.Outlining;
using Plimsoll.Indexing.Segments;
using Plimsoll.Testing;

namespace Plimsoll.Indexing.Tests.Segments;

/// <summary>Builds segments of made-up files in a temporary folder.</summary>
internal sealed class SegmentFixture : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly BuiltinEmbedder _embedder = new();
    private int _temporary;

    public string Folder => _folder.Root;

    /// <summary>Writes one segment of these files, which must be in the order of their paths.</summary>
    public string Write(params (string Path, string Text)[] files)
    {
        using var builder = new SegmentBuilder(8L << 20, _embedder);
        using var writer = new SegmentWriter(8L << 20);
        foreach ((string path, string text) in files)
            Add(builder, path, text);
        return writer.Write(builder, Folder, $"tmp-{_temporary++}");
    }

    public LiveSegment Open(string name, params int[] dead) => new(Segment.Open(Path.Combine(Folder, name)), dead);

    public string Digest(params (string Name, int[] Dead)[] segments)
    {
        Save(segments);
        using IndexSnapshot snapshot = IndexSnapshot.Open(Folder);
        return LogicalDigest.Of(snapshot);
    }

    public void Save(params (string Name, int[] Dead)[] segments) => new Manifest
    {
        Embedder = _embedder.Identity,
        Complete = true,
        Segments = Array.ConvertAll(segments, segment => new SegmentEntry(segment.Name, segment.Dead)),
    }.Save(Folder);

    public string Merge(params LiveSegment[] inputs)
    {
        using var merger = new SegmentMerger(inputs);
        return merger.Merge(_embedder.Identity, Folder, $"tmp-{_temporary++}");
    }

    public void Dispose()
    {
        _embedder.Dispose();
        _folder.Dispose();
    }

    public static void Add(SegmentBuilder builder, string path, string content)
    {
        byte[] pathBytes = Encoding.UTF8.GetBytes(path);
        byte[] text = Encoding.UTF8.GetBytes(content);
        Language language = LanguageTable.Detect(pathBytes, text);
        using var outline = new Outline();
        new OutlineScanner().Scan(text, language, outline);
        var chunks = new List<Chunk>();
        new Chunker().Split(text, language, outline, chunks);
        builder.BeginFile(pathBytes, new FileStamp(text.Length, 1, 2, 3), ContentHash.Of(text), language.Id);
        foreach (Chunk chunk in chunks)
            builder.AddChunk(text, outline, chunk);
        builder.EndFile();
    }

    /// <summary>Source-like files with words drawn from a small vocabulary, so that terms repeat within and across files.</summary>
    public static (string Path, string Text)[] MadeUpFiles(int seed, int count)
    {
        var random = new Random(seed);
        string[] words = ["open", "File", "read_all", "maxSize", "HTTPServer", "x1", "0xFF00", "größe", "MAX_SIZE", "max_size", "i", "return", "404"];
        var files = new List<(string, string)>();
        for (int file = 0; file < count; file++)
        {
            var text = new StringBuilder();
            for (int line = random.Next(1, 120); line > 0; line--)
            {
                text.Append(random.Next(6) == 0 ? "// " : "");
                for (int word = random.Next(0, 9); word > 0; word--)
                    text.Append(words[random.Next(words.Length)]).Append(random.Next(4) == 0 ? random.Next(50).ToString() : "").Append(" (");
                text.Append('\n');
            }

            files.Add(($"src/part{random.Next(4)}/someFile{file:D4}.c", text.ToString()));
        }

        files.Sort((left, right) => string.CompareOrdinal(left.Item1, right.Item1));
        return [.. files];
    }
}
