using System.Collections;
using Plimsoll.Files;

namespace Plimsoll.Indexing.Segments;

/// <summary>A segment together with which of its files are dead.</summary>
internal sealed class LiveSegment : IDisposable
{
    private readonly BitArray? _dead;

    /// <summary>Puts a segment and its dead files together.</summary>
    /// <exception cref="IndexException">The segment is damaged, or it has no such files.</exception>
    public LiveSegment(Segment segment, int[] deadFiles)
    {
        Segment = segment;
        DeadFiles = deadFiles;
        if (deadFiles.Length == 0)
            return;
        _dead = new BitArray(segment.FileCount);
        foreach (int file in deadFiles)
        {
            segment.RequireFile((uint)file);
            _dead[file] = true;
            DeadChunkCount += (int)segment.Files[file].ChunkCount;
        }
    }

    /// <summary>The segment.</summary>
    public Segment Segment { get; }

    /// <summary>Indexes of the dead files, ascending.</summary>
    public int[] DeadFiles { get; }

    /// <summary>Whether any file is dead.</summary>
    public bool HasDead => _dead is not null;

    /// <summary>Chunks of dead files.</summary>
    public int DeadChunkCount { get; }

    /// <summary>Chunks of live files.</summary>
    public int LiveChunkCount => Segment.ChunkCount - DeadChunkCount;

    /// <summary>Newer stamps of files whose content was found unchanged, by index; null when there are none.</summary>
    public FileStamp[]? Stamps { get; set; }

    /// <summary>What a file's metadata was when its content was last known to be what is indexed.</summary>
    public FileStamp StampOf(int file)
    {
        if (Stamps is not null)
            return Stamps[file];
        ref readonly FileRecord record = ref Segment.Files[file];
        return new FileStamp(record.Size, record.ModifiedNs, record.ChangedNs, record.Inode);
    }

    /// <summary>Whether a file is dead.</summary>
    public bool IsDead(int file) => _dead is not null && _dead[file];

    /// <inheritdoc/>
    public void Dispose() => Segment.Dispose();
}
