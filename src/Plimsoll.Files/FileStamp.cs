namespace Plimsoll.Files;

/// <summary>What tells one state of a file from another without reading it.</summary>
/// <param name="Size">Length in bytes on disk.</param>
/// <param name="ModifiedNs">Time of the last change of the content, in nanoseconds since 1970 (UTC).</param>
/// <param name="ChangedNs">Time of the last change of the inode, in nanoseconds since 1970 (UTC).</param>
/// <param name="Inode">The file system's number of the file; 0 where the system has none.</param>
public readonly record struct FileStamp(long Size, long ModifiedNs, long ChangedNs, ulong Inode);
