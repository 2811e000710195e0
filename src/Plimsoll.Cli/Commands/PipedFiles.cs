using Plimsoll.Cli.Output;

namespace Plimsoll.Cli.Commands;

/// <summary>Files that stand for standard input and output while a job works on them: a job reads its input several times, and delivers nothing before it is checked.</summary>
internal sealed class PipedFiles(Terminal terminal) : IDisposable
{
    /// <summary>What is typed for a stream.</summary>
    public const string Dash = "-";

    private string? _folder;

    private string Folder => _folder ??= Directory.CreateTempSubdirectory("plimsoll-").FullName;

    /// <summary>Where the program is written that goes to standard output in the end.</summary>
    public string OutputPath => Path.Join(Folder, "out", "stdout.js");

    /// <summary>Reads all of standard input into a file and returns its path.</summary>
    /// <exception cref="CliException">There is more than a program may have.</exception>
    public string ReadInput(long bytesMax)
    {
        string path = Path.Join(Folder, "stdin");
        using Stream input = terminal.OpenInput();
        using FileStream file = new(path, FileMode.CreateNew, FileAccess.Write, FileShare.Read, bufferSize: 0);
        byte[] buffer = new byte[64 * 1024];
        for (int read; (read = input.Read(buffer)) > 0;)
        {
            if (file.Position + read > bytesMax) throw new CliException(ExitCode.BadData, $"stdin has more than {bytesMax} bytes, which are the most that one program may have");
            file.Write(buffer.AsSpan(0, read));
        }
        return path;
    }

    /// <summary>Writes the program to standard output.</summary>
    public void WriteOutput()
    {
        using FileStream file = File.OpenRead(OutputPath);
        terminal.Out.Flush();
        file.CopyTo(terminal.OutStream);
        terminal.OutStream.Flush();
    }

    public void Dispose()
    {
        if (_folder is not null) Directory.Delete(_folder, recursive: true);
    }
}
