using Plimsoll.Indexing.Segments;

namespace Plimsoll.Indexing.Search;

/// <summary>
/// A segment as a search walks over it: pointers to its parts. A part is verified when its pointer is first taken, so what is read
/// through the pointer is what was written.
/// </summary>
internal sealed unsafe class SegmentView
{
    private byte* _paths;
    private byte* _definitions;
    private sbyte* _vectors;
    private byte[]? _fileStates;

    /// <summary>Takes the pointers that every search needs.</summary>
    public SegmentView(LiveSegment live, int index, int repository = 0)
    {
        Live = live;
        Index = index;
        Repository = repository;

        // The spans are of a mapped file: what they point to stays where it is.
        fixed (ChunkRecord* chunks = live.Segment.Chunks)
            Chunks = chunks;
        fixed (FileRecord* files = live.Segment.Files)
            Files = files;
        ChunkCount = live.Segment.ChunkCount;
        FileCount = live.Segment.FileCount;
    }

    public LiveSegment Live { get; }

    /// <summary>The segment's place among all that are searched.</summary>
    public int Index { get; }

    /// <summary>Which of the repositories that are searched together it belongs to.</summary>
    public int Repository { get; }

    public int ChunkCount { get; }

    public int FileCount { get; }

    public ChunkRecord* Chunks { get; }

    public FileRecord* Files { get; }

    /// <summary>The vectors, one after the other.</summary>
    public sbyte* Vectors
    {
        get
        {
            if (_vectors == null)
            {
                fixed (sbyte* vectors = Live.Segment.Vectors)
                    _vectors = vectors;
            }

            return _vectors;
        }
    }

    /// <summary>Where the definitions of all chunks end.</summary>
    public byte* DefinitionsEnd { get; private set; }

    /// <summary>The definitions of all chunks.</summary>
    public byte* Definitions
    {
        get
        {
            if (_definitions == null)
            {
                ReadOnlySpan<byte> part = Live.Segment.Definitions;
                fixed (byte* definitions = part)
                    _definitions = definitions;
                DefinitionsEnd = _definitions + part.Length;
            }

            return _definitions;
        }
    }

    /// <summary>For each file whether the filters of the query take it: 0 unknown, 1 yes, 2 no.</summary>
    public byte[] FileStates => _fileStates ??= new byte[FileCount];

    /// <summary>Whether a file is live and its content indexed.</summary>
    public bool IsIndexed(int file) => Files[file].Skip == 0 && !Live.IsDead(file);

    /// <summary>The path of a file.</summary>
    public ReadOnlySpan<byte> PathOf(int file)
    {
        if (_paths == null)
        {
            fixed (byte* paths = Live.Segment.Paths)
                _paths = paths;
        }

        FileRecord* record = Files + file;
        return new ReadOnlySpan<byte>(_paths + record->PathOffset, record->PathLength);
    }

    /// <summary>Says that the vectors are read in order from this number on.</summary>
    public void ReadVectorsAhead(int position, ref long asked) =>
        Live.Segment.ReadAhead(new ReadOnlySpan<sbyte>(Vectors, ChunkCount * Live.Segment.VectorBytes), position, ref asked);

    /// <summary>The path of a chunk's file.</summary>
    public ReadOnlySpan<byte> PathOfChunk(int chunk) => PathOf((int)Chunks[chunk].File);
}
