using Plimsoll.Memory;

namespace Plimsoll.Unminify.Output;

/// <summary>A folder that outputs go to. If it was made for them and nothing came, it goes again: a run that fails leaves nothing behind.</summary>
internal sealed class OutputFolder : IDisposable
{
    private readonly string _path;
    private readonly bool _isNew;

    private OutputFolder(string path, bool isNew) => (_path, _isNew) = (path, isNew);

    /// <summary>Makes it where it is missing, and takes away what earlier runs left when they were killed.</summary>
    /// <exception cref="UnminifyException">It cannot be made.</exception>
    public static OutputFolder Make(string path)
    {
        try
        {
            bool isNew = !Directory.Exists(path);
            Directory.CreateDirectory(path);
            AtomicFile.SweepTemporaries(path);
            return new OutputFolder(path, isNew);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new UnminifyException(UnminifyFailure.CannotWrite, $"{path} cannot be made: {error.Message}; give another place with -o", error);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_isNew && Directory.Exists(_path) && !Directory.EnumerateFileSystemEntries(_path).Any()) Directory.Delete(_path);
    }
}
