using Plimsoll.Memory;

namespace Plimsoll.Unminify.Output;

/// <summary>A folder that outputs go to. If it was made for them and nothing came, it goes again: a run that fails leaves nothing behind.</summary>
internal sealed class OutputFolder : IDisposable
{
    private readonly string _path;
    private readonly bool _isNew;

    private OutputFolder(string path, bool isNew) => (_path, _isNew) = (path, isNew);

    /// <summary>Makes it where it is missing, and takes away what earlier runs left when they were killed.</summary>
    /// <param name="path">The folder.</param>
    /// <param name="option">The option that names another.</param>
    /// <exception cref="UnminifyException">It cannot be made, or keeps no files.</exception>
    public static OutputFolder Make(string path, string option)
    {
        try
        {
            bool isNew = !Directory.Exists(path);
            Directory.CreateDirectory(path);
            OutputPlace.RequireReal(path, option);
            AtomicFile.SweepTemporaries(path);
            return new OutputFolder(path, isNew);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new UnminifyException(UnminifyFailure.CannotWrite, $"the folder {path} cannot be made: {OutputPlace.Describe(path, error)}; give another place with {option}", error);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_isNew && Directory.Exists(_path) && !Directory.EnumerateFileSystemEntries(_path).Any()) Directory.Delete(_path);
    }
}
