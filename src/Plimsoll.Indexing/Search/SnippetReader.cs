using System.Text;
using Plimsoll.Files;

namespace Plimsoll.Indexing.Search;

/// <summary>A line of a source file.</summary>
/// <param name="Number">Its number, 1-based.</param>
/// <param name="Text">Its text without the line end; bytes that are not UTF-8 appear as U+FFFD, and secrets as a marker that says what was there.</param>
/// <param name="IsCut">Whether it is longer than what is shown.</param>
public readonly record struct SnippetLine(int Number, string Text, bool IsCut);

/// <summary>
/// Reads lines of source files for showing them. A file goes by in windows and only the wanted lines are kept, each and all
/// together bounded, so that a file of one line of a gigabyte costs no more than any other. Secrets are replaced here, so that nothing that shows source
/// can forget to. Not safe for several threads.
/// </summary>
public sealed class SnippetReader : IDisposable
{
    /// <summary>Bytes of a line that are shown: more than fit on any screen's line are of no use.</summary>
    public const int LineBytesMost = 512;

    /// <summary>Bytes of a snippet that are shown.</summary>
    public const int SnippetBytesMost = 64 * 1024;

    private const int WindowBytes = 64 * 1024;

    /// <summary>Bytes of a line that are looked through for secrets: one that begins in what is shown must be known as a whole.</summary>
    private const int LookBytesMost = LineBytesMost + 4096;

    private readonly SourceReader _reader;
    private readonly WindowedReader _windows;
    private readonly List<SnippetLine> _lines = [];
    private readonly SecretRedactor? _secrets;
    private int _left;

    /// <summary>Opens the root of the sources.</summary>
    /// <param name="root">The folder of the sources.</param>
    /// <param name="redacts">Whether secrets are replaced by a marker; default true.</param>
    /// <exception cref="DirectoryNotFoundException">The root is missing.</exception>
    public SnippetReader(string root, bool redacts = true)
    {
        _secrets = redacts ? new SecretRedactor() : null;
        _reader = new SourceReader(root);
        _windows = new WindowedReader(_reader, WindowBytes);
    }

    /// <summary>Reads lines.</summary>
    /// <param name="path">The file, relative to the root, as bytes.</param>
    /// <param name="firstLine">The first line, 1-based.</param>
    /// <param name="lastLine">The last line; lines behind the file's end are left out.</param>
    /// <returns>The lines as far as they are there and fit; empty when the file cannot be read.</returns>
    public IReadOnlyList<SnippetLine> Read(ReadOnlySpan<byte> path, int firstLine, int lastLine)
    {
        _lines.Clear();
        _left = SnippetBytesMost;
        _secrets?.Reset();
        if (_windows.Open(path) != SkipReason.None)
            return [];
        try
        {
            while (_windows.MoveNext(out _))
            {
                if (!TakeWindow(_windows.Text, firstLine, lastLine))
                    break;
            }
        }
        finally
        {
            _windows.Dispose();
        }

        return _lines.ToArray();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _windows.Dispose();
        _reader.Dispose();
    }

    /// <summary>Takes the wanted lines of a window; answers whether more may follow.</summary>
    private bool TakeWindow(ReadOnlySpan<byte> text, int firstLine, int lastLine)
    {
        int number = _windows.FirstLine;
        bool continues = _windows.ContinuesLine;
        text = PassOver(text, ref number, firstLine, ref continues);
        while (!text.IsEmpty)
        {
            if (number > lastLine || _left <= 0)
                return false;
            int end = text.IndexOf((byte)'\n');
            Take(number, text[..(end < 0 ? text.Length : end)], continues);
            if (end < 0)
                return true;
            text = text[(end + 1)..];
            number++;
            continues = false;
        }

        return true;
    }

    /// <summary>Leaves out the lines of a window before the first wanted one.</summary>
    private ReadOnlySpan<byte> PassOver(ReadOnlySpan<byte> text, scoped ref int number, int firstLine, scoped ref bool continues)
    {
        ReadOnlySpan<byte> rest = text;
        while (number < firstLine && !rest.IsEmpty)
        {
            int end = rest.IndexOf((byte)'\n');
            rest = end < 0 ? [] : rest[(end + 1)..];
            number++;
            continues = false;
        }

        _secrets?.Pass(text[..^rest.Length]);
        return rest;
    }

    private void Take(int number, ReadOnlySpan<byte> line, bool continues)
    {
        if (continues && _lines.Count > 0)
        {
            // The line began in the window before and was longer than is shown.
            _lines[^1] = _lines[^1] with { IsCut = true };
            return;
        }

        line = line.TrimEnd((byte)'\r');
        bool isCut = _secrets is not null && line.Length > LookBytesMost;
        if (_secrets is not null)
            line = _secrets.Redact(isCut ? line[..LookBytesMost] : line);
        int length = Math.Min(Math.Min(line.Length, LineBytesMost), _left);
        while (length > 0 && length < line.Length && (line[length] & 0xC0) == 0x80)
            length--;
        _lines.Add(new SnippetLine(number, Encoding.UTF8.GetString(line[..length]), isCut || length < line.Length));
        _left -= Math.Max(1, length);
    }
}
