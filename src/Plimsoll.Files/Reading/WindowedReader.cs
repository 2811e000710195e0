namespace Plimsoll.Files;

/// <summary>Reads a file of any length through one window of constant size, cut at line ends.</summary>
public sealed class WindowedReader : IDisposable
{
    private readonly byte[] _window;

    /// <summary>Makes a reader with its window; it can be opened again and again.</summary>
    /// <param name="reader">Gives the files.</param>
    /// <param name="windowSize">Bytes of the window, at least 1 KiB.</param>
    public WindowedReader(SourceReader reader, int windowSize)
    {
        ArgumentNullException.ThrowIfNull(reader);
        ArgumentOutOfRangeException.ThrowIfLessThan(windowSize, 1024);
        _window = new byte[windowSize];
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
        _ = relativePath;
        Stamp = default;
        (Length, FirstLine, ContinuesLine) = (0, 1, false);
        return SkipReason.Vanished;
    }

    /// <summary>Goes to the next window.</summary>
    /// <param name="problem">Where the answer is false: <see cref="SkipReason.None"/> at the end of the file, else why reading stopped (then all windows of this file are to be dropped).</param>
    public bool MoveNext(out SkipReason problem)
    {
        problem = SkipReason.None;
        return false;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
    }
}
