using System.Collections;

namespace Plimsoll.Indexing.Segments;

/// <summary>A segment together with which of its files are dead.</summary>
internal sealed class LiveSegment : IDisposable
{
    private readonly BitArray? _dead;

    /// <summary>Puts a segment and its dead files together.</summary>
    public LiveSegment(Segment segment, int[] deadFiles)
    {
        Segment = segment;
        DeadFiles = deadFiles;
        if (deadFiles.Length == 0)
            return;
        _dead = new BitArray(segment.FileCount);
        foreach (int file in deadFiles)
        {
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

    /// <summary>Whether a file is dead.</summary>
    public bool IsDead(int file) => _dead is not null && _dead[file];

    /// <inheritdoc/>
    public void Dispose() => Segment.Dispose();
}
