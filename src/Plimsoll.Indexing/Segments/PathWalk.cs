namespace Plimsoll.Indexing.Segments;

/// <summary>Goes through the files of several segments at once, in the byte order of their paths; equal paths by the order of the segments.</summary>
internal sealed class PathWalk
{
    private readonly IReadOnlyList<LiveSegment> _inputs;
    private readonly int[] _positions;

    /// <summary>Starts before the first file.</summary>
    public PathWalk(IReadOnlyList<LiveSegment> inputs)
    {
        _inputs = inputs;
        _positions = new int[inputs.Count];
    }

    /// <summary>The segment of the current file.</summary>
    public int Input { get; private set; } = -1;

    /// <summary>The current file's index in its segment.</summary>
    public int File { get; private set; }

    /// <summary>The current file's path.</summary>
    public ReadOnlySpan<byte> Path => _inputs[Input].Segment.PathOf(File);

    /// <summary>Moves to the next file.</summary>
    public bool MoveNext()
    {
        Input = -1;
        for (int input = 0; input < _positions.Length; input++)
        {
            if (_positions[input] < _inputs[input].Segment.FileCount
                && (Input < 0 || PathAt(input).SequenceCompareTo(PathAt(Input)) < 0))
            {
                Input = input;
            }
        }

        if (Input < 0)
            return false;
        File = (int)_inputs[Input].Segment.FileOrder[_positions[Input]++];
        return true;
    }

    private ReadOnlySpan<byte> PathAt(int input)
    {
        Segment segment = _inputs[input].Segment;
        return segment.PathOf((int)segment.FileOrder[_positions[input]]);
    }
}
