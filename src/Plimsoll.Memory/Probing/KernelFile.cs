using System.Text;
using Microsoft.Win32.SafeHandles;

namespace Plimsoll.Memory;

/// <summary>
/// A kernel text file that is opened once and read again and again from its start. The kernel writes its text anew for each read at offset 0, so a
/// kept handle and <c>pread</c> cost about a microsecond where opening would cost ten, and nothing is allocated.
/// </summary>
internal sealed class KernelFile : IDisposable
{
    private readonly SafeFileHandle _handle;

    private KernelFile(string path, SafeFileHandle handle)
    {
        Path = path;
        _handle = handle;
    }

    public string Path { get; }

    /// <summary>Opens a file; null when it is missing or may not be read, and then the fault is noted.</summary>
    public static KernelFile? TryOpen(string path, List<string>? faults)
    {
        try
        {
            return new KernelFile(path, File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete));
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            faults?.Add($"{path}: {fault.Message}");
            return null;
        }
    }

    /// <summary>Reads the file from its start; -1 when the kernel refuses, as it does for a group that was removed.</summary>
    public int Read(Span<byte> buffer)
    {
        try
        {
            return RandomAccess.Read(_handle, buffer, 0);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return -1;
        }
    }

    /// <summary>Reads the file from its start until it ends or the buffer is full; long files come in pieces of a page or more.</summary>
    public int ReadFully(Span<byte> buffer)
    {
        try
        {
            int length = 0;
            int part = 1;
            while (part > 0 && length < buffer.Length)
            {
                part = RandomAccess.Read(_handle, buffer[length..], length);
                length += part;
            }

            return length;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return -1;
        }
    }

    /// <summary>
    /// Reads the file's whole text once, for the few files that are read at the start or after a change. Without a stream and a reader, whose
    /// machinery would cost every start some milliseconds.
    /// </summary>
    public static string? ReadOnce(string path, List<string>? faults)
    {
        using KernelFile? file = TryOpen(path, faults);
        byte[] buffer = new byte[16 << 10];
        int length = file?.ReadFully(buffer) ?? -1;
        while (file is not null && length == buffer.Length && length < LongestText)
        {
            buffer = new byte[buffer.Length * 4];
            length = file.ReadFully(buffer);
        }

        if (file is not null && length < 0)
            faults?.Add($"{path}: cannot be read");
        return length < 0 ? null : Encoding.UTF8.GetString(buffer, 0, length);
    }

    public void Dispose() => _handle.Dispose();

    /// <summary>A mount table of a crowded container host stays below this; anything longer is not what we are looking for.</summary>
    private const int LongestText = 4 << 20;
}
