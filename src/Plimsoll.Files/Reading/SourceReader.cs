using System.Text;

namespace Plimsoll.Files;

/// <summary>Reads whole source files below a root; safe for several threads, each with its own buffer.</summary>
public sealed class SourceReader : IDisposable
{
    // An editor that saves in place is done within one attempt; a log that grows for ever is not source.
    private const int AttemptsMax = 3;

    private readonly Action? _onRead;
    private readonly bool _isPortable;
    private int _root;

    /// <summary>Opens the root.</summary>
    /// <param name="root">The folder to which paths are relative.</param>
    /// <exception cref="DirectoryNotFoundException">The root is missing or no folder.</exception>
    public SourceReader(string root)
        : this(root, null, !LibC.IsSupported)
    {
    }

    internal SourceReader(string root, Action? onRead, bool isPortable)
    {
        ArgumentException.ThrowIfNullOrEmpty(root);
        Root = Path.GetFullPath(root);
        _onRead = onRead;
        _isPortable = isPortable;
        _root = isPortable ? -1 : LibC.OpenFolder(LibC.AtCurrentFolder, Encoding.UTF8.GetBytes(Root + "\0"), followLink: true);
        if (isPortable ? !Directory.Exists(Root) : _root < 0)
        {
            throw new DirectoryNotFoundException($"cannot read below \"{root}\": it is missing, no folder, or may not be read");
        }
    }

    /// <summary>The folder to which paths are relative.</summary>
    public string Root { get; }

    /// <summary>Reads a whole file into the buffer.</summary>
    /// <param name="relativePath">Path relative to the root, '/'-separated bytes.</param>
    /// <param name="buffer">Receives text and stamp; its text is empty where the answer is not <see cref="SkipReason.None"/>.</param>
    /// <param name="maxSize">The longest file read, in bytes on disk.</param>
    /// <returns><see cref="SkipReason.None"/>, or why the file was not read.</returns>
    public SkipReason Read(ReadOnlySpan<byte> relativePath, SourceBuffer buffer, long maxSize)
    {
        ArgumentNullException.ThrowIfNull(buffer);
        buffer.Clear();
        var reason = Open(relativePath, out var source);
        if (reason != SkipReason.None)
        {
            return reason;
        }

        using (source)
        {
            reason = ReadSettled(source, buffer, Math.Min(maxSize, buffer.Maximum));
            if (reason != SkipReason.None)
            {
                buffer.Clear();
            }

            return reason;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_root >= 0)
        {
            _ = LibC.Close(_root);
            _root = -1;
        }
    }

    /// <summary>Opens a file; paths with ".." or from the file system's root are refused as vanished, because no walk gives them.</summary>
    internal SkipReason Open(ReadOnlySpan<byte> relativePath, out OpenSource source)
    {
        ObjectDisposedException.ThrowIf(!_isPortable && _root < 0, this);
        source = default;
        if (relativePath.IsEmpty || relativePath[0] == '/' || relativePath.Contains((byte)0) || HasParentPart(relativePath))
        {
            return SkipReason.Vanished;
        }

        return _isPortable
            ? OpenSource.OpenPortable(Root, relativePath, out source)
            : OpenSource.OpenLinux(_root, relativePath, out source);
    }

    private static bool HasParentPart(ReadOnlySpan<byte> path)
    {
        var at = path.IndexOf(".."u8);
        return at >= 0 && (path.SequenceEqual(".."u8) || path.StartsWith("../"u8) || path.EndsWith("/.."u8) || path.IndexOf("/../"u8) >= 0);
    }

    private SkipReason ReadSettled(in OpenSource source, SourceBuffer buffer, long maxSize)
    {
        for (var attempt = 0; attempt < AttemptsMax; attempt++)
        {
            var reason = source.Look(out var stat);
            reason = reason == SkipReason.None ? OpenSource.ReasonOf(stat.Kind) : reason;
            if (reason != SkipReason.None)
            {
                return reason;
            }

            var size = stat.Stamp.Size;
            if (size > maxSize || !buffer.TryGrow(size))
            {
                return SkipReason.TooLarge;
            }

            var length = ReadBytes(source, buffer.Room.AsSpan(0, (int)size));
            if (length < 0)
            {
                return SkipReason.Unreadable;
            }

            _onRead?.Invoke();
            if (length == size && source.Look(out var after) == SkipReason.None && after.Stamp == stat.Stamp)
            {
                buffer.Stamp = stat.Stamp;
                return SourceText.Decode(buffer, length);
            }
        }

        return SkipReason.Unstable;
    }

    private static int ReadBytes(in OpenSource source, Span<byte> into)
    {
        var length = 0;
        while (length < into.Length)
        {
            var got = source.ReadAt(into[length..], length);
            if (got <= 0)
            {
                return got < 0 ? -1 : length;
            }

            length += (int)got;
        }

        return length;
    }
}
