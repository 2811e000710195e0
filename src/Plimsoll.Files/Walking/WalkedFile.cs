namespace Plimsoll.Files;

/// <summary>One regular file that a walk takes.</summary>
/// <param name="Path">The path relative to the root, '/'-separated, in the bytes the file system gives (not always UTF-8).</param>
/// <param name="Size">Length in bytes.</param>
/// <param name="ModifiedNs">Time of the last change of the content, in nanoseconds since 1970 (UTC).</param>
/// <param name="ChangedNs">Time of the last change of the inode, in nanoseconds since 1970 (UTC); the content's where the system has none.</param>
/// <param name="Inode">The file system's number of the file; 0 where the system has none.</param>
public readonly record struct WalkedFile(byte[] Path, long Size, long ModifiedNs, long ChangedNs, ulong Inode)
{
    /// <summary>The file's stamp as the walk saw it.</summary>
    public FileStamp Stamp => new(Size, ModifiedNs, ChangedNs, Inode);
}
