namespace Plimsoll.Files;

/// <summary>What an entry of a folder is.</summary>
internal enum EntryKind : byte
{
    Unknown,
    File,
    Folder,
    Symlink,
    Special,
}
