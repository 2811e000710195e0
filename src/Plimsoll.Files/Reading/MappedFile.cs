using System.IO.MemoryMappedFiles;

namespace Plimsoll.Files;

/// <summary>
/// A whole file mapped for reading. Its pages are page cache: the kernel takes them back when memory is short. The mapping is marked as
/// read at random unless it is not, since the kernel otherwise reads up to megabytes around each missing page, and inside a small memory group throws them out
/// again before they are used (measured: 380 GB read for an index of .3 GB). Who reads in order says so with <see cref="WillNeed"/>.
/// </summary>
public sealed unsafe class MappedFile : IDisposable
{
    /// <summary>What is asked for at once when reading in order: long enough for a disk, short for a small group.</summary>
    public const int Stride = 256 * 1024;

    private readonly MemoryMappedFile _file;
    private readonly MemoryMappedViewAccessor _view;
    private byte* _pointer;

    private MappedFile(MemoryMappedFile file, MemoryMappedViewAccessor view, long length, bool readsInOrder)
    {
        _file = file;
        _view = view;
        Length = length;
        _view.SafeMemoryMappedViewHandle.AcquirePointer(ref _pointer);
        if (!readsInOrder)
            PageAdvice.Random(_pointer, length);
    }

    /// <summary>The first byte.</summary>
    public byte* Pointer => _pointer;

    /// <summary>Bytes of the file when it was mapped.</summary>
    public long Length { get; }

    /// <summary>Maps a file that is neither empty nor longer than <paramref name="mostBytes"/>.</summary>
    /// <param name="path">The file.</param>
    /// <param name="mostBytes">The longest that is wanted.</param>
    /// <param name="readsInOrder">Whether most of it is read from its start to its end, so that the kernel may read ahead.</param>
    /// <exception cref="InvalidDataException">It is one of both.</exception>
    public static MappedFile Open(string path, long mostBytes, bool readsInOrder = false)
    {
        using var stream = RegularFile.OpenRead(path);
        long length = stream.Length;
        if (length == 0)
            throw new InvalidDataException("it is empty");
        if (length > mostBytes)
            throw new InvalidDataException($"it is longer than {mostBytes} bytes");
        MemoryMappedFile file = MemoryMappedFile.CreateFromFile(
            stream, null, 0, MemoryMappedFileAccess.Read, HandleInheritability.None, leaveOpen: true);
        return new MappedFile(file, file.CreateViewAccessor(0, length, MemoryMappedFileAccess.Read), length, readsInOrder);
    }

    /// <summary>Lets the kernel read a range in one go before it is used. Cheap when the pages are there.</summary>
    public void WillNeed(long offset, long length) => PageAdvice.WillNeed(_pointer + offset, Math.Min(length, Length - offset));

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_pointer == null)
            return;
        _pointer = null;
        _view.SafeMemoryMappedViewHandle.ReleasePointer();
        _view.Dispose();
        _file.Dispose();
    }
}
