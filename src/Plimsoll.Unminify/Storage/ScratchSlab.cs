using System.IO.MemoryMappedFiles;
using Plimsoll.Files;

namespace Plimsoll.Unminify.Storage;

/// <summary>
/// A file of a fixed size, mapped for reading and writing, whose name is gone as soon as it is made: nothing of it is left whatever happens to the process. Its room on the disk is
/// reserved at the start, because a full disk could otherwise only be told by killing the process.
/// </summary>
internal sealed unsafe class ScratchSlab : IDisposable
{
    private readonly MemoryMappedFile _file;
    private readonly MemoryMappedViewAccessor _view;

    private ScratchSlab(MemoryMappedFile file, MemoryMappedViewAccessor view)
    {
        (_file, _view) = (file, view);
        byte* pointer = null;
        _view.SafeMemoryMappedViewHandle.AcquirePointer(ref pointer);
        Pointer = pointer;
    }

    /// <summary>The first byte.</summary>
    public byte* Pointer { get; }

    /// <summary>Makes one.</summary>
    /// <param name="folder">An existing folder.</param>
    /// <param name="bytes">Its size.</param>
    /// <exception cref="IOException">The disk is full, or the folder cannot be written to.</exception>
    public static ScratchSlab Create(string folder, int bytes)
    {
        string path = Path.Join(folder, $".plimsoll-scratch-{Guid.NewGuid():N}");
        FileStreamOptions options = new()
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.ReadWrite,
            Share = FileShare.Delete,
            BufferSize = 0,
            PreallocationSize = bytes,
            Options = OperatingSystem.IsWindows() ? FileOptions.DeleteOnClose : FileOptions.None,
        };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        using FileStream stream = new(path, options);
        if (!OperatingSystem.IsWindows()) File.Delete(path);
        stream.SetLength(bytes);
        MemoryMappedFile file = MemoryMappedFile.CreateFromFile(stream, null, bytes, MemoryMappedFileAccess.ReadWrite, HandleInheritability.None, leaveOpen: false);
        // Tables are asked here and there: pages read ahead would push out those that are asked again and again, and bring the job to a standstill where memory is short.
        ScratchSlab slab = new(file, file.CreateViewAccessor(0, bytes));
        PageAdvice.Random(slab.Pointer, bytes);
        return slab;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _view.SafeMemoryMappedViewHandle.ReleasePointer();
        _view.Dispose();
        _file.Dispose();
    }
}
