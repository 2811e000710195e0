using System.Text;
using Microsoft.Win32.SafeHandles;

namespace Plimsoll.Files;

/// <summary>Opens files by name that are wanted only if they are files: a FIFO in their place would block for ever, a device would never end.</summary>
public static class RegularFile
{
    /// <summary>Opens a file for reading, unbuffered; links are followed. Others may write, rename and delete it meanwhile.</summary>
    /// <exception cref="FileNotFoundException">It is not there.</exception>
    /// <exception cref="DirectoryNotFoundException">A folder above it is not there.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be read.</exception>
    /// <exception cref="NoRegularFileException">It is a folder, FIFO, socket or device.</exception>
    /// <exception cref="IOException">The system failed.</exception>
    public static FileStream OpenRead(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        if (LibC.IsSupported && !path.Contains('\0', StringComparison.Ordinal))
        {
            int descriptor = LibC.OpenFile(LibC.AtCurrentFolder, Encoding.UTF8.GetBytes(path + "\0"), followLink: true);
            if (descriptor >= 0)
                return OpenDescriptor(path, new SafeFileHandle(descriptor, ownsHandle: true));
        }

        // What the system refused above it refuses here too, and .NET's exceptions say it better.
        return new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
    }

    /// <summary>The stamp of a file, with the number and the time of change that the kernel gives and nobody can set; links are followed.</summary>
    /// <param name="path">The file.</param>
    /// <param name="stamp">Its stamp.</param>
    /// <returns>Whether there is such a file and the system tells.</returns>
    public static bool TryStamp(string path, out FileStamp stamp)
    {
        stamp = default;
        if (!LibC.IsSupported || LibC.Look(LibC.AtCurrentFolder, Encoding.UTF8.GetBytes(path + "\0"), flags: 0, out EntryStat stat) != 0)
            return false;
        stamp = stat.Stamp;
        return stat.Kind == EntryKind.File;
    }

    private static FileStream OpenDescriptor(string path, SafeFileHandle handle)
    {
        if (LibC.Look((int)handle.DangerousGetHandle(), "\0"u8, LibC.EmptyPath, out EntryStat stat) == 0 && stat.Kind == EntryKind.File)
            return new FileStream(handle, FileAccess.Read, bufferSize: 0);
        handle.Dispose();
        throw new NoRegularFileException(path);
    }
}
