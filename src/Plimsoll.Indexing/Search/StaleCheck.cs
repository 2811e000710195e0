using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Plimsoll.Files;
using Plimsoll.Indexing.Segments;

namespace Plimsoll.Indexing.Search;

/// <summary>Compares files as they are now with what the index knows of them: size and time first, the content only where the time differs.</summary>
internal sealed class StaleCheck(string root) : IDisposable
{
    /// <summary>Bytes read at a time.</summary>
    private const int WindowBytes = 64 * 1024;

    private SourceReader? _reader;
    private WindowedReader? _windows;
    private bool _isRootMissing;

    /// <summary>Whether a file is gone or has other content than was indexed.</summary>
    /// <param name="path">The file.</param>
    /// <param name="known">Its stamp when its content was last known to be what is indexed.</param>
    /// <param name="hash">The hash of that content.</param>
    public bool IsStale(ReadOnlySpan<byte> path, in FileStamp known, in ContentHash hash)
    {
        if (!OpenRoot() || _windows!.Open(path) != SkipReason.None)
            return true;
        try
        {
            FileStamp stamp = _windows.Stamp;
            if (stamp.Size != known.Size)
                return true;
            return stamp.ModifiedNs != known.ModifiedNs && !HasHash(hash);
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
            // An index may outlive its sources: everything it tells of is then stale.
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
