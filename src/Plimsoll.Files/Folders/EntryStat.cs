namespace Plimsoll.Files;

/// <summary>What the file system says about one entry.</summary>
internal readonly record struct EntryStat(EntryKind Kind, FileStamp Stamp);
