using System.Runtime.CompilerServices;
using Plimsoll.Indexing.Segments;

namespace Plimsoll.Indexing.Search;

/// <summary>Goes through the chunks of the files that have a term in their path, ascending.</summary>
internal unsafe ref struct PathChunks
{
    /// <summary>Behind the last chunk.</summary>
    public const uint None = uint.MaxValue;

    private readonly Segment _segment;
    private readonly FileRecord* _files;
    private readonly byte* _end;
    private byte* _at;
    private uint _file;
    private uint _fileEnd;

    /// <summary>Starts at the first chunk.</summary>
    public PathChunks(SegmentView view, in TermPostings postings)
    {
        _segment = view.Live.Segment;
        _files = view.Files;
        _at = postings.Files;
        _end = postings.End;
        NextFile();
    }

    /// <summary>The current chunk, or <see cref="None"/>.</summary>
    public uint Chunk { get; private set; }

    /// <summary>What the term's place in the path counts.</summary>
    public float Weight { get; private set; }

    /// <summary>Goes to the next chunk.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void MoveNext()
    {
        if (++Chunk == _fileEnd)
            NextFile();
    }

    private void NextFile()
    {
        while (_at < _end)
        {
            bool isFirst = _fileEnd == 0;
            _at = PostingCode.ReadNumber(_at, _end, out uint code);

            // A list that stands still would make a search of a forged index last for hours.
            _file = code >= 2 || isFirst ? _file + (code >> 1) : uint.MaxValue;
            _segment.RequireFile(_file);
            FileRecord* file = _files + _file;
            if (file->ChunkCount == 0)
                continue;
            Chunk = file->FirstChunk;
            _fileEnd = Chunk + file->ChunkCount;
            Weight = (code & 1) != 0 ? Ranking.FileNameWeight : Ranking.FolderWeight;
            return;
        }

        Chunk = None;
    }
}
