namespace Plimsoll.Files;

/// <summary>A folder, FIFO, socket or device lies where a file is expected.</summary>
public sealed class NoRegularFileException : IOException
{
    /// <summary>Creates the error.</summary>
    /// <param name="path">Where it lies.</param>
    public NoRegularFileException(string path)
        : base($"{path} is no regular file") => FullPath = path;

    /// <summary>Where it lies.</summary>
    public string FullPath { get; }
}
