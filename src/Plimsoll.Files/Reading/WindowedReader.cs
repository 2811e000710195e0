namespace Plimsoll.Files;

/// <summary>
/// Reads a file of any length through one window of constant size. Windows are cut at line ends; a line longer than the window is cut
/// at the window. Line numbers are those of the whole file. Not safe for several threads at once.
/// </summary>
public sealed class WindowedReader : IDisposable
{
    private readonly SourceReader _reader;
    private readonly byte[] _window;
    private readonly byte[] _units;
    private OpenSource _source;
    private bool _isOpen;
    private bool _isAtEnd;
    private SourceEncoding _encoding;
    private long _offset;
    private int _filled;
    private int _nextLine;
    private bool _nextContinues;

    /// <summary>Makes a reader with its window; it can be opened again and again.</summary>
    /// <param name="reader">Gives the files.</param>
    /// <param name="windowSize">Bytes of the window, at least 1 KiB.</param>
    public WindowedReader(SourceReader reader, int windowSize)
    {
        ArgumentNullException.ThrowIfNull(reader);
        ArgumentOutOfRangeException.ThrowIfLessThan(windowSize, 1024);
        _reader = reader;
        _window = new byte[windowSize];
        _units = new byte[512];
    }

    /// <summary>The current window's text: whole lines, unless one line is longer than the window.</summary>
    public ReadOnlySpan<byte> Text => _window.AsSpan(0, Length);

    /// <summary>Length of the current window's text in bytes.</summary>
    public int Length { get; private set; }

    /// <summary>The 1-based number of the line with which the current window starts.</summary>
    public int FirstLine { get; private set; }

    /// <summary>Whether the current window starts inside a line that began in an earlier one.</summary>
    public bool ContinuesLine { get; private set; }

    /// <summary>The state of the file when it was opened.</summary>
    public FileStamp Stamp { get; private set; }

    /// <summary>Opens a file, before its first window.</summary>
    /// <param name="relativePath">Path relative to the reader's root.</param>
    /// <returns><see cref="SkipReason.None"/>, or why the file cannot be read.</returns>
    public SkipReason Open(ReadOnlySpan<byte> relativePath)
    {
        Dispose();
        (Length, _filled, _offset, _nextLine, _nextContinues, _isAtEnd) = (0, 0, 0, 1, false, false);
        var reason = _reader.Open(relativePath, out _source);
        if (reason != SkipReason.None)
        {
            return reason;
        }

        _isOpen = true;
        reason = _source.Look(out var stat);
        reason = reason == SkipReason.None ? OpenSource.ReasonOf(stat.Kind) : reason;
        Stamp = stat.Stamp;
        return reason == SkipReason.None ? DetectEncoding() : reason;
    }

    /// <summary>Goes to the next window.</summary>
    /// <param name="problem">
    /// Where the answer is false: <see cref="SkipReason.None"/> at the end of the file, else why reading stopped; then the windows given
    /// before belong to no one state of the file and are to be dropped.
    /// </param>
    public bool MoveNext(out SkipReason problem)
    {
        problem = SkipReason.None;
        if (!_isOpen)
        {
            return false;
        }

        _window.AsSpan(Length, _filled - Length).CopyTo(_window);
        (_filled, Length) = (_filled - Length, 0);
        problem = Fill();
        if (problem == SkipReason.None && (_isAtEnd || _offset > Stamp.Size))
        {
            problem = Check();
        }

        if (problem != SkipReason.None || _filled == 0)
        {
            Dispose();
            return false;
        }

        Cut();
        return true;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_isOpen)
        {
            _source.Dispose();
            _isOpen = false;
        }
    }

    private SkipReason DetectEncoding()
    {
        Span<byte> start = stackalloc byte[4];
        var got = _source.ReadAt(start, 0);
        if (got < 0)
        {
            return SkipReason.Unreadable;
        }

        _encoding = SourceText.Detect(start[..(int)got], out var markLength);
        _offset = markLength;
        return SkipReason.None;
    }

    private SkipReason Fill()
    {
        while (!_isAtEnd && _filled < _window.Length)
        {
            var room = _window.AsSpan(_filled);
            if (_encoding != SourceEncoding.Bytes && room.Length < 16)
            {
                break;
            }

            var got = _encoding == SourceEncoding.Bytes ? _source.ReadAt(room, _offset) : FillFromUnits(room);
            if (got < 0)
            {
                return SkipReason.Unreadable;
            }

            _isAtEnd |= got == 0;
            _filled += _encoding == SourceEncoding.Bytes ? (int)got : 0;
            _offset += got;
        }

        return SkipReason.None;
    }

    /// <summary>Reads a piece of UTF-16 that surely fits into the room; answers how many bytes of the file were used.</summary>
    private long FillFromUnits(Span<byte> room)
    {
        // A code unit of two bytes becomes at most three.
        var wanted = _units.AsSpan(0, Math.Min(_units.Length, room.Length / 3 * 2));
        var got = _source.ReadAt(wanted, _offset);
        if (got <= 0)
        {
            return got;
        }

        var isLast = _offset + got >= Stamp.Size;
        SourceText.TryTranscode(_encoding, wanted[..(int)got], room, isLast, out var consumed, out var written);
        _filled += written;
        // Nothing used in the middle of the file: it was cut there meanwhile.
        return isLast ? got : consumed > 0 ? consumed : -1;
    }

    /// <summary>At the end of the file, or beyond where it was: it must still be the file that was opened.</summary>
    private SkipReason Check() =>
        _offset == Stamp.Size && _source.Look(out var stat) == SkipReason.None && stat.Stamp == Stamp ? SkipReason.None : SkipReason.Unstable;

    private void Cut()
    {
        (FirstLine, ContinuesLine) = (_nextLine, _nextContinues);
        var end = _isAtEnd ? _filled : _window.AsSpan(0, _filled).LastIndexOf((byte)'\n') + 1;
        Length = end > 0 ? end : CutInsideLine();
        _nextLine += Text.Count((byte)'\n');
        _nextContinues = _window[Length - 1] != '\n';
    }

    /// <summary>Where a line fills the whole window, cuts it between two characters.</summary>
    private int CutInsideLine()
    {
        var end = _filled;
        while (end > _filled - 4 && (_window[end - 1] & 0xC0) == 0x80)
        {
            end--;
        }

        var isLead = _window[end - 1] >= 0xC0;
        var needed = _window[end - 1] switch
        {
            >= 0xF0 => 4,
            >= 0xE0 => 3,
            >= 0xC0 => 2,
            _ => 1,
        };
        return isLead && _filled - end + 1 < needed ? end - 1 : _filled;
    }
}
