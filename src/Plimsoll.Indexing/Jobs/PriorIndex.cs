using Plimsoll.Files;
using Plimsoll.Indexing.Embedding;
using Plimsoll.Indexing.Segments;

namespace Plimsoll.Indexing.Jobs;

/// <summary>What has become of a file of an earlier segment in this run.</summary>
internal enum FileState : byte
{
    /// <summary>The walk has not come to it.</summary>
    Unknown,

    /// <summary>It is as it was indexed.</summary>
    Alive,

    /// <summary>It is gone, or a newer version of it is in a published segment.</summary>
    Dead,
}

/// <summary>A file of an earlier segment.</summary>
/// <param name="Segment">The segment's index in <see cref="PriorIndex.Segments"/>.</param>
/// <param name="File">The file's index in the segment.</param>
internal readonly record struct PriorFile(int Segment, int File);

/// <summary>
/// What earlier runs left: every intact segment in the folder, whether the manifest knows it or a crash came between. A file of one counts when its
/// stamp or content is that of the file on disk, so nothing that was finished is done again, and a lost manifest loses nothing.
/// </summary>
internal sealed partial class PriorIndex : IDisposable
{
    private readonly List<LiveSegment> _segments = [];
    private readonly List<FileState[]> _states = [];
    private readonly List<bool> _restamped = [];
    private readonly List<PriorFile> _expected = [];

    private int _knownCount;
    private bool _isAllExpected = true;

    private PriorIndex()
    {
    }

    /// <summary>Up to so many segments are verified sooner than other threads have started.</summary>
    private const int FewSegments = 16;

    /// <summary>The segments.</summary>
    public IReadOnlyList<LiveSegment> Segments => _segments;

    /// <summary>Intact segments that another embedder made; they are left out.</summary>
    public int ForeignCount { get; private set; }

    /// <summary>The generation of the newest manifest, or 0.</summary>
    public long Generation { get; set; }

    /// <summary>Opens what is there. Damaged segments are left out and their files are indexed again.</summary>
    /// <param name="folder">The folder of the index.</param>
    /// <param name="embedder">The embedder; segments of another one are left out.</param>
    /// <param name="warnings">Receives a sentence for each thing that was wrong.</param>
    public static PriorIndex Open(string folder, IEmbedder embedder, List<string> warnings)
    {
        var prior = new PriorIndex();
        List<SegmentEntry> entries = [.. prior.LoadManifest(folder, warnings)?.Segments ?? []];
        int named = entries.Count;
        entries.AddRange(NotIn(entries, IndexFolder.SegmentFiles(folder)));
        var verified = new Task<Segment?>[entries.Count];

        var known = CheckedSegments.Load(folder, entries.Count);

        // Each byte of the index is looked at, so all processors do, once there is enough for them.
        void VerifyOne(int at) => verified[at] = Verify(Path.Combine(folder, entries[at].Name), embedder, known);
        if (verified.Length > FewSegments)
            Parallel.For(0, verified.Length, VerifyOne);
        for (int at = 0; at < verified.Length && verified.Length <= FewSegments; at++)
            VerifyOne(at);
        for (int at = 0; at < verified.Length; at++)
        {
            if (verified[at].IsCompletedSuccessfully && verified[at].Result is not null)
                known.Add(Path.Combine(folder, entries[at].Name));
            prior.Add(verified[at], Path.Combine(folder, entries[at].Name), entries[at].DeadFiles, warnings);
            if (at < named)
                prior._knownCount = prior._segments.Count;
        }

        known.Save();
        return prior;
    }

    private static List<SegmentEntry> NotIn(List<SegmentEntry> entries, string[] files)
    {
        var known = new HashSet<string>(StringComparer.Ordinal);
        foreach (SegmentEntry entry in entries)
            known.Add(entry.Name);
        Array.Sort(files, StringComparer.Ordinal);
        var others = new List<SegmentEntry>();
        foreach (string file in files)
        {
            if (!known.Contains(Path.GetFileName(file)))
                others.Add(new SegmentEntry(Path.GetFileName(file), []));
        }

        return others;
    }

    /// <returns>The segment, or null if another embedder made it; its failure where it cannot be used.</returns>
    private static Task<Segment?> Verify(string path, IEmbedder embedder, CheckedSegments known)
    {
        Segment? segment = null;
        try
        {
            segment = Segment.Open(path);
            bool isOwn = segment.EmbedderHash == SegmentWriter.EmbedderHash(embedder.Identity) && segment.VectorBytes == embedder.VectorBytes;
            if (isOwn)
                segment.VerifyAll(checksumsOnly: known.Has(path));
            Task<Segment?> verified = Task.FromResult(isOwn ? segment : null);
            segment = isOwn ? null : segment;
            return verified;
        }
        catch (Exception error)
        {
            return Task.FromException<Segment?>(error);
        }
        finally
        {
            segment?.Dispose();
        }
    }

    /// <summary>What has become of a file.</summary>
    public FileState StateOf(in PriorFile file) => _states[file.Segment][file.File];

    /// <summary>Whether a file's content is indexed; else the entry only says why it was left out.</summary>
    public bool IsIndexed(in PriorFile file) => (SkipReason)_segments[file.Segment].Segment.Files[file.File].Skip == SkipReason.None;

    /// <summary>Says what has become of a file. Threads may say so of different files at once.</summary>
    public void Mark(in PriorFile file, FileState state) => _states[file.Segment][file.File] = state;

    /// <summary>Marks one of several versions of a file as alive and the others as dead.</summary>
    public void MarkAlive(IReadOnlyList<PriorFile> versions, in PriorFile alive)
    {
        foreach (PriorFile version in versions)
            Mark(version, version == alive ? FileState.Alive : FileState.Dead);
    }

    /// <summary>Notes that a file's content is unchanged although its stamp is not.</summary>
    public void Restamp(in PriorFile file, in FileStamp stamp)
    {
        LiveSegment live = _segments[file.Segment];
        lock (live)
        {
            live.Stamps ??= AllStamps(live);
            live.Stamps[file.File] = stamp;
            _restamped[file.Segment] = true;
        }
    }

    /// <summary>Saves the stamps that changed.</summary>
    public void SaveStamps()
    {
        for (int i = 0; i < _segments.Count; i++)
        {
            if (_restamped[i])
                StampFile.Save(_segments[i]);
            _restamped[i] = false;
        }
    }

    /// <summary>The segments as a manifest names them; those without a live file are left out.</summary>
    /// <param name="entries">Receives them.</param>
    /// <param name="seenAll">Whether the walk has seen the whole tree: then what it did not come to is gone.</param>
    public void AddEntriesTo(List<SegmentEntry> entries, bool seenAll)
    {
        for (int i = 0; i < _segments.Count; i++)
        {
            FileState[] states = _states[i];
            int[] dead = DeadOf(states, seenAll);
            if (dead.Length < states.Length)
                entries.Add(new SegmentEntry(_segments[i].Segment.Name, dead));
        }
    }

    /// <summary>Counts the indexed files that the manifest called live and the walk did not come to: they are gone.</summary>
    public long CountGone()
    {
        long count = 0;
        for (int i = 0; i < _knownCount; i++)
        {
            for (int file = 0; file < _states[i].Length; file++)
                count += _states[i][file] == FileState.Unknown && IsIndexed(new PriorFile(i, file)) ? 1 : 0;
        }

        return count;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (LiveSegment segment in _segments)
            segment.Dispose();
    }

    private static int[] DeadOf(FileState[] states, bool seenAll)
    {
        int count = 0;
        foreach (FileState state in states)
            count += IsDead(state, seenAll) ? 1 : 0;
        int[] dead = new int[count];
        for (int file = 0, at = 0; at < count; file++)
        {
            if (IsDead(states[file], seenAll))
                dead[at++] = file;
        }

        return dead;
    }

    private static bool IsDead(FileState state, bool seenAll) =>
        state == FileState.Dead || (seenAll && state == FileState.Unknown);

    private static FileStamp[] AllStamps(LiveSegment live)
    {
        var stamps = new FileStamp[live.Segment.FileCount];
        for (int file = 0; file < stamps.Length; file++)
            stamps[file] = live.StampOf(file);
        return stamps;
    }

    private Manifest? LoadManifest(string folder, List<string> warnings)
    {
        try
        {
            Manifest? manifest = Manifest.Load(folder);
            Generation = manifest?.Generation ?? 0;
            return manifest;
        }
        catch (IndexException error) when (error.Failure == IndexFailure.Damaged)
        {
            warnings.Add($"The manifest was damaged and has been rebuilt from the segments ({error.Message})");
            return null;
        }
    }

    private void Add(Task<Segment?> verified, string path, int[] deadFiles, List<string> warnings)
    {
        Segment? segment = null;
        try
        {
            segment = verified.GetAwaiter().GetResult();
            if (segment is null)
            {
                ForeignCount++;
                return;
            }

            var live = new LiveSegment(segment, deadFiles);
            StampFile.Load(live);
            segment = null;
            var states = new FileState[live.Segment.FileCount];
            foreach (int file in deadFiles)
                states[file] = FileState.Dead;
            _segments.Add(live);
            _states.Add(states);
            _restamped.Add(false);
        }
        catch (FileNotFoundException)
        {
            warnings.Add($"{path} was missing; its files are indexed again.");
        }
        catch (IndexException error) when (error.Failure == IndexFailure.Damaged)
        {
            warnings.Add($"{path} was damaged; its files are indexed again.");
        }
        finally
        {
            segment?.Dispose();
        }
    }
}
