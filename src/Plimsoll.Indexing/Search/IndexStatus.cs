using System.Text;
using Plimsoll.Files;
using Plimsoll.Indexing.Jobs;
using Plimsoll.Indexing.Languages;
using Plimsoll.Indexing.Segments;

namespace Plimsoll.Indexing.Search;

/// <summary>What one language has in an index.</summary>
/// <param name="Language">The language's name.</param>
/// <param name="Files">Live files.</param>
/// <param name="Chunks">Their chunks.</param>
/// <param name="Bytes">Their bytes on disk when they were indexed.</param>
public readonly record struct LanguageShare(string Language, long Files, long Chunks, long Bytes);

/// <summary>A file that the index knows and whose content it left out.</summary>
/// <param name="PathBytes">The path, exact; that of a folder ends with a slash.</param>
/// <param name="Reason">Why.</param>
/// <param name="Bytes">Its length.</param>
public readonly record struct SkippedFile(byte[] PathBytes, SkipReason Reason, long Bytes)
{
    /// <summary>The path; bytes that are not UTF-8 appear as U+FFFD.</summary>
    public string Path => Encoding.UTF8.GetString(PathBytes);
}

/// <summary>What an index holds, read from its folder.</summary>
public sealed record IndexStatus
{
    /// <summary>The folder of the index.</summary>
    public required string Folder { get; init; }

    /// <summary>Live files whose content is indexed.</summary>
    public long Files { get; init; }

    /// <summary>Live chunks.</summary>
    public long Chunks { get; init; }

    /// <summary>Bytes of the indexed files when they were indexed.</summary>
    public long SourceBytes { get; init; }

    /// <summary>Bytes of all files in the folder of the index.</summary>
    public long IndexBytes { get; init; }

    /// <summary>Live segments.</summary>
    public int Segments { get; init; }

    /// <summary>Whether the last run saw the whole tree; if not, the same command goes on.</summary>
    public bool Complete { get; init; }

    /// <summary>When the index was last written, UTC.</summary>
    public DateTimeOffset WrittenAt { get; init; }

    /// <summary>The embedder that made the vectors, such as `builtin`.</summary>
    public string Embedder { get; init; } = "";

    /// <summary>Files of which only a part of the words is indexed.</summary>
    public long Shortened { get; init; }

    /// <summary>The languages, the one with most bytes first.</summary>
    public IReadOnlyList<LanguageShare> Languages { get; init; } = [];

    /// <summary>What was left out, by reason: by the walk and for its content.</summary>
    public IReadOnlyDictionary<SkipReason, long> Skipped { get; init; } = new Dictionary<SkipReason, long>();

    /// <summary>The folder of the index of a root.</summary>
    /// <param name="root">The folder that was indexed.</param>
    /// <param name="indexFolder">Another folder than `.plimsoll` in the root, or null.</param>
    public static string FolderOf(string root, string? indexFolder) => Jobs.IndexFolder.Of(root, indexFolder);

    /// <summary>The root that an index outside of its root was made of; null when nothing says so.</summary>
    public static string? RootOf(string indexFolder) => IndexFolder.RootOf(indexFolder);

    /// <summary>Whether a folder holds an index, in whatever state.</summary>
    public static bool IsThere(string indexFolder) => File.Exists(Path.Join(indexFolder, Manifest.FileName));

    /// <summary>Reads the status of the index in a folder.</summary>
    /// <exception cref="IndexException">There is none, or it is damaged.</exception>
    public static IndexStatus Read(string indexFolder)
    {
        using IndexSnapshot snapshot = IndexSnapshot.Open(indexFolder);
        var reader = new StatusReader();
        foreach (LiveSegment segment in snapshot.Segments)
            reader.Add(segment);
        return reader.Finish(indexFolder, snapshot.Manifest);
    }

    /// <summary>What was left out: first by the walk, then for its content in the order of the segments; one at a time, so that a long list costs no memory.</summary>
    /// <exception cref="IndexException">There is no index, or it is damaged.</exception>
    public static IEnumerable<SkippedFile> SkippedFiles(string indexFolder)
    {
        using IndexSnapshot snapshot = IndexSnapshot.Open(indexFolder);
        foreach (Jobs.SkippedPath skipped in Jobs.SkipList.Read(indexFolder))
            yield return new SkippedFile(skipped.IsFolder ? [.. skipped.Path, (byte)'/'] : skipped.Path, skipped.Reason, skipped.Size);
        foreach (LiveSegment live in snapshot.Segments)
        {
            for (int file = 0; file < live.Segment.FileCount; file++)
            {
                FileRecord record = live.Segment.Files[file];
                if (record.Skip != 0 && !live.IsDead(file))
                    yield return new SkippedFile(live.Segment.PathOf(file).ToArray(), (SkipReason)record.Skip, record.Size);
            }
        }
    }

    /// <summary>The logical digest of the index: the same for the same sources, however they were indexed. Reads the whole index.</summary>
    /// <exception cref="IndexException">There is none, or it is damaged.</exception>
    public static string DigestOf(string indexFolder)
    {
        using IndexSnapshot snapshot = IndexSnapshot.Open(indexFolder);
        return LogicalDigest.Of(snapshot);
    }

    private sealed class StatusReader
    {
        private readonly LanguageShare[] _languages = new LanguageShare[256];
        private readonly long[] _skipped = new long[256];
        private long _files;
        private long _chunks;
        private long _sourceBytes;
        private long _shortened;

        public void Add(LiveSegment live)
        {
            ReadOnlySpan<FileRecord> files = live.Segment.Files;
            for (int file = 0; file < files.Length; file++)
            {
                if (!live.IsDead(file))
                    Add(files[file]);
            }
        }

        public IndexStatus Finish(string folder, Manifest manifest)
        {
            var languages = new List<LanguageShare>();
            var skipped = new Dictionary<SkipReason, long>(manifest.WalkSkips);
            for (int i = 0; i < _languages.Length; i++)
            {
                if (_languages[i].Files > 0)
                    languages.Add(_languages[i] with { Language = LanguageTable.ById((byte)i).Name });
                if (_skipped[i] > 0)
                    skipped[(SkipReason)i] = skipped.GetValueOrDefault((SkipReason)i) + _skipped[i];
            }

            languages.Sort(static (left, right) => left.Bytes != right.Bytes
                ? right.Bytes.CompareTo(left.Bytes) : string.CompareOrdinal(left.Language, right.Language));
            return new IndexStatus
            {
                Folder = folder,
                Files = _files,
                Chunks = _chunks,
                SourceBytes = _sourceBytes,
                IndexBytes = IndexFolder.SizeOf(folder),
                Segments = manifest.Segments.Count,
                Complete = manifest.Complete,
                WrittenAt = manifest.WrittenAt,
                Embedder = manifest.Note.Spec.ToString(),
                Shortened = _shortened,
                Languages = languages,
                Skipped = skipped,
            };
        }

        private void Add(in FileRecord file)
        {
            if (file.Skip != 0)
            {
                _skipped[file.Skip]++;
                return;
            }

            _files++;
            _chunks += file.ChunkCount;
            _sourceBytes += file.Size;
            _shortened += file.Shortened;
            ref LanguageShare share = ref _languages[file.Language];
            share = new LanguageShare("", share.Files + 1, share.Chunks + file.ChunkCount, share.Bytes + file.Size);
        }
    }
}
