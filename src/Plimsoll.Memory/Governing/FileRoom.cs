namespace Plimsoll.Memory;

/// <summary>
/// Learns how much room the program's own file pages need in a tight kernel group, in bytes on top of the slack's floor. When the group is
/// the first to read the runtime's files it pays for their pages, 25 MB and more. Then memory that keeps to the line leaves them too little
/// room: the kernel takes back code that runs, reads it again, and the process crawls or, with all its file pages locked by reading
/// ahead, is killed. Reading files once, however many, does not look like that: nothing is needed again.
/// </summary>
internal sealed class FileRoom(long stepBytes)
{
    /// <summary>A reading is judged against one at most so many readings ago, 400 ms by default.</summary>
    private const int Window = 4;

    /// <summary>One step of room is given up after so many quiet readings, three seconds by default.</summary>
    private const int Quiet = 32;

    private const long LeastMajorFaults = 4;

    /// <summary>Two megabytes in pages of 4 KB.</summary>
    private const long LeastRefaults = 512;

    private FilePageFigures _before;
    private bool _isKnown;
    private int _sinceVerdict;
    private int _quiet;

    /// <summary>Room wanted on top of the slack's floor.</summary>
    public long Bytes { get; private set; }

    /// <summary>
    /// The room to begin with: a quarter of the budget when the group pays for that much mapped code, less what the floor and a limit above
    /// the budget leave to it anyway. Memory fills faster than the first readings follow.
    /// </summary>
    public void Begin(in GovernorReading reading, long budgetBytes, long inFloorBytes, long capBytes)
    {
        if (reading.LimitBytes == long.MaxValue) return;
        long spare = Math.Max(0, reading.LimitBytes - budgetBytes);
        long needed = Math.Min(reading.FilePages.MappedBytes, budgetBytes / 4) - inFloorBytes - spare;
        Bytes = Math.Clamp(needed, 0, Math.Max(0, capBytes));
    }

    /// <summary>Judges a reading: the room doubles while the process crawls, and shrinks slowly when it does not. True when it grew.</summary>
    public bool Add(in FilePageFigures pages, long capBytes)
    {
        bool crawls = _isKnown && Crawls(pages);
        if (crawls)
        {
            Bytes = Math.Min(capBytes, Math.Max(2 * Bytes, 2 * stepBytes));
            _quiet = 0;
            _sinceVerdict = Window;
        }
        else if (++_quiet >= Quiet)
        {
            Bytes = Math.Max(0, Bytes - stepBytes);
            _quiet = 0;
        }

        if (_isKnown && ++_sinceVerdict < Window) return crawls;
        _before = pages;
        _isKnown = true;
        _sinceVerdict = 0;
        return crawls;
    }

    private bool Crawls(in FilePageFigures pages) =>
        pages.LimitHits > _before.LimitHits
        && pages.MajorFaults - _before.MajorFaults >= LeastMajorFaults
        && pages.Refaults - _before.Refaults >= LeastRefaults;
}
