using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Plimsoll.Files;
using Plimsoll.Indexing.Segments;

namespace Plimsoll.Indexing.Search;

/// <summary>Compares files as they are now with what the index knows of them: size and stamp first, the content only where the stamp differs.</summary>
internal sealed class StaleCheck(string root) : IDisposable
{
    /// <summary>Bytes read at a time.</summary>
    private const int WindowBytes = 64 * 1024;

    private SourceReader? _reader;
    private WindowedReader? _windows;
    private bool _isRootMissing;

    /// <summary>Whether a file is what was indexed, has other content, or is gone.</summary>
    /// <param name="path">The file.</param>
    /// <param name="known">Its stamp when its content was last known to be what is indexed.</param>
    /// <param name="hash">The hash of that content.</param>
    public HitState StateOf(ReadOnlySpan<byte> path, in FileStamp known, in ContentHash hash)
    {
        if (!OpenRoot())
            return HitState.Deleted;
        SkipReason reason = _windows!.Open(path);
        if (reason != SkipReason.None)
            return reason == SkipReason.Vanished ? HitState.Deleted : HitState.Stale;
        try
        {
            FileStamp stamp = _windows.Stamp;
            bool isCurrent = stamp == known || (stamp.Size == known.Size && HasHash(hash));
            return isCurrent ? HitState.Current : HitState.Stale;
        }
        finally
        {
            _windows.Dispose();
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _windows?.Dispose();
        _reader?.Dispose();
    }

    private bool OpenRoot()
    {
        if (_windows is not null || _isRootMissing)
            return !_isRootMissing;
        try
        {
            _reader = new SourceReader(root);
            _windows = new WindowedReader(_reader, WindowBytes);
        }
        catch (DirectoryNotFoundException)
        {
            // An index may outlive its sources: everything it tells of is then deleted.
            _isRootMissing = true;
        }

        return !_isRootMissing;
    }

    private bool HasHash(in ContentHash wanted)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        SkipReason problem;
        while (_windows!.MoveNext(out problem))
            hash.AppendData(_windows.Text);
        Span<byte> found = stackalloc byte[SHA256.HashSizeInBytes];
        hash.GetHashAndReset(found);
        return problem == SkipReason.None && MemoryMarshal.Read<ContentHash>(found) == wanted;
    }
}
