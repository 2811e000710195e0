namespace Plimsoll.Files;

/// <summary>Opens and lists folders; one way for Linux, one for every other system.</summary>
internal abstract class FolderSource
{
    /// <summary>The best way that this system has.</summary>
    public static FolderSource ForThisSystem() => LibC.IsSupported ? new LinuxFolderSource() : new PortableFolderSource();

    /// <summary>Opens the root, following links; negative where it is missing or no folder.</summary>
    public abstract int OpenRoot(string root);

    /// <summary>Opens a folder inside an open one, not following a link.</summary>
    /// <returns>The reason for a refusal; <see cref="SkipReason.None"/> where <paramref name="folder"/> is open.</returns>
    public abstract SkipReason Open(int parent, ReadOnlySpan<byte> name, out int folder);

    /// <summary>Lists an open folder, sorted; what was listed before an error is kept.</summary>
    public abstract SkipReason List(int folder, Listing listing);

    /// <summary>Looks at an entry of an open folder.</summary>
    public abstract SkipReason Look(int folder, ReadOnlySpan<byte> name, out EntryStat stat);

    /// <summary>Reads a small regular file of an open folder; null where there is none or it is longer than the limit.</summary>
    public abstract byte[]? ReadSmall(int folder, ReadOnlySpan<byte> name, int maximum);

    /// <summary>Closes an open folder.</summary>
    public abstract void Close(int folder);
}
