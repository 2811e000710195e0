namespace Plimsoll.Memory;

/// <summary>A file does not hold what was written to it: a checksum, a length or a mark is wrong.</summary>
public sealed class DamagedFileException : IOException
{
    /// <summary>Says which file, where in it (offset in bytes), and what is wrong there.</summary>
    public DamagedFileException(string path, long offset, string problem)
        : base($"{path} is damaged at byte {offset:N0}: {problem}")
    {
        Path = path;
        Offset = offset;
    }

    /// <summary>The damaged file.</summary>
    public string Path { get; }

    /// <summary>Where the damage was noticed, in bytes from the start.</summary>
    public long Offset { get; }
}
