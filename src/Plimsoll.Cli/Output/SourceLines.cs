using System.Text;

namespace Plimsoll.Cli.Output;

/// <summary>A few lines of a source file for showing; long lines are cut, and the file is read by blocks only as far as needed.</summary>
internal static class SourceLines
{
    private const int BlockBytes = 32 * 1024;

    /// <summary>What a wide terminal shows; a cut line ends in "...".</summary>
    private const int LineBytesMax = 160;

    /// <summary>Reads lines.</summary>
    /// <param name="path">The file.</param>
    /// <param name="first">The first line, from 1.</param>
    /// <param name="count">The most lines.</param>
    /// <returns>The lines, without line ends and control characters; fewer where the file ends or cannot be read.</returns>
    public static List<string> Read(string path, int first, int count)
    {
        List<string> lines = [];
        if (count <= 0) return lines;
        try
        {
            using FileStream stream = new(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
            Collect(stream, first, count, lines);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // The result stands without its text: the file is gone or unreadable, which the stale mark says.
            lines.Clear();
        }
        return lines;
    }

    private static void Collect(FileStream stream, int first, int count, List<string> lines)
    {
        byte[] block = new byte[BlockBytes];
        byte[] line = new byte[LineBytesMax];
        int number = 1, length = 0;
        bool any = false;
        int read;
        while ((read = stream.Read(block)) > 0)
        {
            for (int at = 0; at < read; at++)
            {
                if (number < first)
                {
                    int next = block.AsSpan(at, read - at).IndexOf((byte)'\n');
                    if (next < 0) break;
                    at += next;
                    number++;
                    continue;
                }
                any = true;
                if (block[at] != '\n')
                {
                    if (length < LineBytesMax) line[length] = block[at];
                    length++;
                    continue;
                }
                lines.Add(Text(line, length));
                if (lines.Count == count) return;
                (length, any) = (0, false);
            }
        }
        if (any) lines.Add(Text(line, length));
    }

    private static string Text(byte[] line, int length)
    {
        string text = Encoding.UTF8.GetString(line, 0, Math.Min(length, LineBytesMax));
        if (length > LineBytesMax) return PlainText.Clean(text) + "...";
        return PlainText.Clean(text.TrimEnd('\r'));
    }
}
