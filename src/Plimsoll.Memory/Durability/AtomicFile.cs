using Microsoft.Win32.SafeHandles;

namespace Plimsoll.Memory;

/// <summary>Replaces a file as a whole or not at all: whoever opens it, before or after a crash or a power cut, finds the old content or the new.</summary>
/// <remarks>
/// The content goes to a temporary file in the same folder (private to the owner), is forced to the disk, takes the final name by a rename,
/// and the folder is forced to the disk too. Without <see cref="Commit"/> nothing happens to the old file. What a crash leaves behind is
/// named <c>.name.….plimsoll-tmp</c> and goes with <see cref="SweepTemporaries"/>. A symbolic link at the path is replaced, not followed.
/// </remarks>
public sealed class AtomicFile : IDisposable
{
    internal const string TemporarySuffix = ".plimsoll-tmp";

    // One system call a 64 KB: larger ones are not faster on any disk seen, and it stays below the large object heap.
    private const int DefaultBufferBytes = 64 * 1024;

    private readonly SafeFileHandle _handle;
    private readonly FileWriter _writer;
    private readonly FileFault? _fault;
    private readonly string _temporary;
    private Stream? _stream;
    private bool _ended;
    private bool _commitTried;

    private AtomicFile(SafeFileHandle handle, string path, string temporary, int bufferBytes, FileFault? fault)
    {
        Path = path;
        _handle = handle;
        _temporary = temporary;
        _fault = fault;
        _writer = new FileWriter(handle, path, bufferBytes, fault);
    }

    /// <summary>The full path that the file will have.</summary>
    public string Path { get; }

    /// <summary>Where the new content lies until <see cref="Commit"/>, for who must look at it before it is given the name; see <see cref="Flush"/>.</summary>
    public string TemporaryPath => _temporary;

    /// <summary>Bytes written so far.</summary>
    public long Length => _writer.Length;

    /// <summary>A write-only view for code that needs a stream; closing it does not commit.</summary>
    public Stream Stream => _stream ??= new AtomicFileStream(this);

    /// <summary>Starts a new content for <paramref name="path"/>.</summary>
    /// <param name="path">The file to replace or to create; its folder must exist.</param>
    /// <param name="bufferBytes">The write buffer, 64 KB by default, made at the first small write; larger writes go past it.</param>
    /// <param name="fault">For tests: fails chosen steps.</param>
    /// <exception cref="DurableWriteException">The temporary file cannot be made.</exception>
    public static AtomicFile Create(string path, int bufferBytes = DefaultBufferBytes, FileFault? fault = null)
    {
        path = System.IO.Path.GetFullPath(path);
        try
        {
            fault?.Invoke(FileStep.Create, path, 0);
            string folder = System.IO.Path.GetDirectoryName(path) ?? throw new ArgumentException($"{path} is no file", nameof(path));
            var handle = PrivateFile.CreateLocked(folder, $".{System.IO.Path.GetFileName(path)}.", TemporarySuffix, out string temporary);
            return new AtomicFile(handle, path, temporary, bufferBytes, fault);
        }
        catch (Exception cause) when (DurableWriteException.Covers(cause))
        {
            throw DurableWriteException.From(cause, path, 0);
        }
    }

    /// <summary>Replaces <paramref name="path"/> by what <paramref name="write"/> writes; an exception out of it leaves the old file.</summary>
    /// <exception cref="DurableWriteException">It could not be written; the old file is unharmed.</exception>
    public static void Write(string path, Action<Stream> write, FileFault? fault = null)
    {
        using var file = Create(path, DefaultBufferBytes, fault);
        write(file.Stream);
        file.Commit();
    }

    /// <summary>Replaces <paramref name="path"/> by these bytes.</summary>
    /// <exception cref="DurableWriteException">It could not be written; the old file is unharmed.</exception>
    public static void Write(string path, ReadOnlySpan<byte> content, FileFault? fault = null)
    {
        using var file = Create(path, bufferBytes: 0, fault);
        file.Write(content);
        file.Commit();
    }

    /// <summary>Deletes what crashed or killed processes left in this folder; files that a living process is writing stay. Returns how many went.</summary>
    public static int SweepTemporaries(string folder) => PrivateFile.Sweep(folder, ".*" + TemporarySuffix);

    /// <summary>Whether a path is that of a file in the making, by its name.</summary>
    public static bool IsTemporary(string path)
    {
        ReadOnlySpan<char> name = System.IO.Path.GetFileName(path.AsSpan());
        return name.StartsWith(".", StringComparison.Ordinal) && name.EndsWith(TemporarySuffix, StringComparison.Ordinal);
    }

    /// <summary>Appends bytes.</summary>
    /// <exception cref="DurableWriteException">The disk refused them.</exception>
    public void Write(ReadOnlySpan<byte> bytes)
    {
        ObjectDisposedException.ThrowIf(_ended, this);
        _writer.Write(bytes);
    }

    /// <summary>Overwrites bytes already written, for a header that is known only at the end.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The range is not wholly inside what was written.</exception>
    public void WriteAt(long offset, ReadOnlySpan<byte> bytes)
    {
        ObjectDisposedException.ThrowIf(_ended, this);
        _writer.WriteAt(offset, bytes);
    }

    /// <summary>Hands what is buffered to the system, so that it can be read at <see cref="TemporaryPath"/>. Nothing is durable by that.</summary>
    /// <exception cref="DurableWriteException">The disk refused it.</exception>
    public void Flush()
    {
        ObjectDisposedException.ThrowIf(_ended, this);
        _writer.Drain();
    }

    /// <summary>Makes the new content durable and gives it the final name.</summary>
    /// <exception cref="DurableWriteException">It could not; the old file is unharmed, unless only the last step (the folder's sync) failed.</exception>
    /// <exception cref="InvalidOperationException">A commit of this object failed before.</exception>
    public void Commit()
    {
        ObjectDisposedException.ThrowIf(_ended, this);
        // After a failed flush the system may report the next one as good although the bytes are lost, so there is no second try.
        if (_commitTried) throw new InvalidOperationException($"the commit of {Path} failed before; write it anew");
        _commitTried = true;
        _writer.FlushToDisk();
        try
        {
            _fault?.Invoke(FileStep.Rename, Path, 0);
            // Windows cannot rename under an open handle; on Unix the lock is held until the name is final, so that no sweep takes the file.
            if (OperatingSystem.IsWindows()) _handle.Dispose();
            File.Move(_temporary, Path, overwrite: true);
            _ended = true;
            _handle.Dispose();
            _fault?.Invoke(FileStep.SyncFolder, Path, 0);
            Posix.SyncFolder(System.IO.Path.GetDirectoryName(Path)!);
        }
        catch (Exception cause) when (DurableWriteException.Covers(cause))
        {
            throw DurableWriteException.From(cause, Path, Length);
        }
    }

    /// <summary>Without a commit before: forgets the new content and removes its temporary file.</summary>
    public void Dispose()
    {
        if (_ended) return;
        _ended = true;
        _handle.Dispose();
        try
        {
            File.Delete(_temporary);
        }
        catch (Exception cause) when (DurableWriteException.Covers(cause))
        {
            // Whatever made the write fail may forbid this too; the name tells the next sweep what it is.
            System.Diagnostics.Debug.WriteLine($"{_temporary} stays for the next sweep: {cause.Message}");
        }
    }
}
