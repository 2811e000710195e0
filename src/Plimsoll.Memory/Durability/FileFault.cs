namespace Plimsoll.Memory;

/// <summary>The steps of a durable write at which a real disk can fail, and a test can make it fail.</summary>
public enum FileStep
{
    /// <summary>The file is about to be created.</summary>
    Create,

    /// <summary>The free space of the disk is about to be asked for.</summary>
    CheckSpace,

    /// <summary>Bytes are about to be handed to the system.</summary>
    Write,

    /// <summary>The content is about to be forced to the disk.</summary>
    Flush,

    /// <summary>The file is about to take its final name.</summary>
    Rename,

    /// <summary>The folder is about to be forced to the disk.</summary>
    SyncFolder,

    /// <summary>Bytes are about to be read.</summary>
    Read,
}

/// <summary>A seam for tests: called before each step. It may throw what the system would throw, or end the process.</summary>
/// <returns>How many of <paramref name="byteCount"/> bytes reach the disk before it fails; <paramref name="byteCount"/> itself when all is well.</returns>
public delegate int FileFault(FileStep step, string path, int byteCount);
