namespace Plimsoll.Files;

/// <summary>Reads whole source files below a root; safe for several threads, each with its own buffer.</summary>
public sealed class SourceReader : IDisposable
{
    /// <summary>Opens the root.</summary>
    /// <param name="root">The folder to which paths are relative.</param>
    /// <exception cref="DirectoryNotFoundException">The root is missing or no folder.</exception>
    public SourceReader(string root) => Root = root;

    /// <summary>The folder to which paths are relative.</summary>
    public string Root { get; }

    /// <summary>Reads a whole file into the buffer.</summary>
    /// <param name="relativePath">Path relative to the root, '/'-separated bytes.</param>
    /// <param name="buffer">Receives text and stamp; its text is empty where the answer is not <see cref="SkipReason.None"/>.</param>
    /// <param name="maxSize">The longest file read, in bytes on disk.</param>
    /// <returns><see cref="SkipReason.None"/>, or why the file was not read.</returns>
    public SkipReason Read(ReadOnlySpan<byte> relativePath, SourceBuffer buffer, long maxSize)
    {
        _ = relativePath;
        buffer.Stamp = new FileStamp(maxSize, 0, 0, 0);
        return SkipReason.Vanished;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
    }
}
