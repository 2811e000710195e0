using Plimsoll.Files;
using Plimsoll.JavaScript.Text;
using Plimsoll.Unminify.Jobs;

namespace Plimsoll.Unminify.Storage;

/// <summary>The text of a file as the parser wants it: mapped, so that its pages are the kernel's to take back.</summary>
internal sealed unsafe class ProgramText : IDisposable
{
    private readonly MappedFile? _file;

    private ProgramText(MappedFile? file, string name)
    {
        _file = file;
        Source = file is null ? new SourceText(ReadOnlyMemory<byte>.Empty, name) : new SourceText(file.Pointer, (int)file.Length, name);
    }

    /// <summary>The text.</summary>
    public SourceText Source { get; }

    /// <summary>Opens a file.</summary>
    /// <param name="path">Where it lies.</param>
    /// <param name="name">What messages call it.</param>
    /// <exception cref="UnminifyException">It is not there, no file, or too long.</exception>
    public static ProgramText Open(string path, string name)
    {
        try
        {
            using (FileStream probe = RegularFile.OpenRead(path))
            {
                if (probe.Length == 0) return new ProgramText(null, name);
                if (probe.Length > UnminifyOptions.InputBytesMax) throw new UnminifyException(UnminifyFailure.BadInput, $"{name} has {probe.Length} bytes; {UnminifyOptions.InputBytesMax} are the most that one file may have");
            }

            return new ProgramText(MappedFile.Open(path, UnminifyOptions.InputBytesMax, readsInOrder: true), name);
        }
        catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new UnminifyException(UnminifyFailure.NotFound, $"{name} is not there; give the path of a JavaScript file", error);
        }
        catch (NoRegularFileException error)
        {
            throw new UnminifyException(UnminifyFailure.NotFound, $"{name} is {(Directory.Exists(path) ? "a folder; give the files in it" : "no regular file; give the path of a JavaScript file, or - for standard input")}", error);
        }
        catch (UnauthorizedAccessException error)
        {
            throw new UnminifyException(UnminifyFailure.NotFound, $"{name} cannot be read: permission denied; give yourself the right to, or another file", error);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Source.Dispose();
        _file?.Dispose();
    }
}
