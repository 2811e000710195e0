using System.Buffers.Binary;

namespace Plimsoll.Files;

/// <summary>
/// Streams the paths of a git index (versions 2, 3 and 4) in their sorted order, to be merged with a walk in the same order.
/// Paths must be asked for in ascending order. A damaged rest of the index counts as its end, and so does one with a path or with links
/// longer than any repository has: an index comes with the tree, and must not take memory without bounds.
/// </summary>
internal sealed class GitIndexReader : IDisposable
{
    private const int FixedPart = 40;
    private const int GitLinkMode = 0xE000;

    // Sixteen times what Linux takes as a path.
    private const int PathLengthMax = 64 * 1024;

    // Of all links with what keeping each takes: some ten thousand other repositories inside one.
    private const int LinkBytesMax = 1024 * 1024;
    private const int LinkOverhead = 32;

    private readonly Stream _stream;
    private readonly int _hashLength;
    private readonly int _version;
    private readonly List<byte[]> _gitLinks = [];
    private readonly byte[] _bytes = new byte[32 * 1024];
    private byte[] _path = new byte[256];
    private int _pathLength;
    private int _linkBytes;
    private int _at;
    private int _filled;
    private uint _left;

    private GitIndexReader(Stream stream, int hashLength)
    {
        _stream = stream;
        _hashLength = hashLength;
        if (!Need(12) || !_bytes.AsSpan(0, 4).SequenceEqual("DIRC"u8))
        {
            return;
        }

        _version = BinaryPrimitives.ReadInt32BigEndian(_bytes.AsSpan(4));
        _left = _version is >= 2 and <= 4 ? BinaryPrimitives.ReadUInt32BigEndian(_bytes.AsSpan(8)) : 0;
        _at = 12;
        Next();
    }

    /// <summary>Whether the entries are used up.</summary>
    public bool IsAtEnd { get; private set; }

    /// <summary>Opens an index file; null where it is missing or unreadable.</summary>
    public static GitIndexReader? TryOpen(string path, int hashLength)
    {
        try
        {
            return new GitIndexReader(RegularFile.OpenRead(path), hashLength);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>Reads an index from any stream.</summary>
    public static GitIndexReader From(Stream stream, int hashLength) => new(stream, hashLength);

    /// <summary>Whether the index has this file.</summary>
    public bool HasFile(ReadOnlySpan<byte> path) => MoveTo(path) && Current.SequenceEqual(path);

    /// <summary>Whether the index has anything below this folder, whose path ends in '/'.</summary>
    public bool HasBelow(ReadOnlySpan<byte> folder) => MoveTo(folder) && Current.StartsWith(folder);

    /// <summary>Whether the index has this folder, given without a '/', as another repository's.</summary>
    public bool HasGitLink(ReadOnlySpan<byte> folder)
    {
        _ = HasBelow(folder);
        var (low, high) = (0, _gitLinks.Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            var order = folder.SequenceCompareTo(_gitLinks[middle]);
            if (order == 0)
            {
                return true;
            }

            (low, high) = order < 0 ? (low, middle) : (middle + 1, high);
        }

        return false;
    }

    /// <inheritdoc/>
    public void Dispose() => _stream.Dispose();

    private ReadOnlySpan<byte> Current => _path.AsSpan(0, _pathLength);

    private bool MoveTo(ReadOnlySpan<byte> path)
    {
        while (!IsAtEnd && Current.SequenceCompareTo(path) < 0)
        {
            Next();
        }

        return !IsAtEnd;
    }

    private void Next()
    {
        if (_left == 0 || !TryReadEntry())
        {
            IsAtEnd = true;
            return;
        }

        _left--;
    }

    private bool TryReadEntry()
    {
        var header = FixedPart + _hashLength + 2;
        if (!Need(header + 2))
        {
            return false;
        }

        var mode = BinaryPrimitives.ReadInt32BigEndian(_bytes.AsSpan(_at + 24));
        var isExtended = (_bytes[_at + header - 2] & 0x40) != 0 && _version >= 3;
        header += isExtended ? 2 : 0;
        _at += header;
        var isRead = _version == 4 ? TryReadPackedPath() : TryReadPaddedPath(header);
        return isRead && (mode != GitLinkMode || TryKeepLink());
    }

    private bool TryKeepLink()
    {
        _linkBytes += _pathLength + LinkOverhead;
        if (_linkBytes > LinkBytesMax)
        {
            return false;
        }

        _gitLinks.Add(Current.ToArray());
        return true;
    }

    /// <summary>Version 4: how many bytes of the path before to drop, then the rest up to a zero.</summary>
    private bool TryReadPackedPath()
    {
        long dropped = -1;
        byte part;
        do
        {
            if (!Need(1))
            {
                return false;
            }

            part = _bytes[_at++];
            dropped = ((dropped + 1) << 7) | (byte)(part & 0x7F);
        }
        while ((part & 0x80) != 0 && dropped <= _pathLength);

        if (dropped > _pathLength)
        {
            return false;
        }

        _pathLength -= (int)dropped;
        return TryReadToZero();
    }

    /// <summary>Versions 2 and 3: the path, and zeros up to a multiple of eight bytes of the entry.</summary>
    private bool TryReadPaddedPath(int header)
    {
        _pathLength = 0;
        if (!TryReadToZero())
        {
            return false;
        }

        var zeros = 8 - ((header + _pathLength) & 7);
        return Skip(zeros - 1);
    }

    private bool TryReadToZero()
    {
        while (Need(1))
        {
            var rest = _bytes.AsSpan(_at, _filled - _at);
            var length = rest.IndexOf((byte)0);
            var part = length < 0 ? rest : rest[..length];
            if (_pathLength + part.Length > PathLengthMax)
            {
                return false;
            }

            if (_pathLength + part.Length > _path.Length)
            {
                Array.Resize(ref _path, 2 * (_pathLength + part.Length));
            }

            part.CopyTo(_path.AsSpan(_pathLength));
            _pathLength += part.Length;
            _at += part.Length + (length < 0 ? 0 : 1);
            if (length >= 0)
            {
                return true;
            }
        }

        return false;
    }

    private bool Skip(int count)
    {
        var isThere = Need(count);
        _at += isThere ? count : 0;
        return isThere;
    }

    /// <summary>Sees to it that so many bytes are in the buffer.</summary>
    private bool Need(int count)
    {
        if (_filled - _at >= count)
        {
            return true;
        }

        _bytes.AsSpan(_at, _filled - _at).CopyTo(_bytes);
        _filled -= _at;
        _at = 0;
        while (_filled < count)
        {
            var got = _stream.Read(_bytes, _filled, _bytes.Length - _filled);
            if (got == 0)
            {
                return false;
            }

            _filled += got;
        }

        return true;
    }
}
