namespace Plimsoll.Training.Pairs;

/// <summary>Reads files of pairs line by line; the buffer holds one line.</summary>
internal static class PairReader
{
    /// <summary>Takes a line.</summary>
    public delegate void Visitor(in PairLine line);

    /// <summary>Reads all lines of all files, in order.</summary>
    /// <exception cref="TrainingException">A file is missing or damaged.</exception>
    public static void Read(IReadOnlyList<string> files, Visitor visit)
    {
        byte[] buffer = new byte[1 << 20];
        foreach (string file in files)
        {
            if (!File.Exists(file))
                throw new TrainingException($"there is no file {file}");
            using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.Read, 1);
            int kept = 0;
            for (int read; (read = stream.Read(buffer, kept, buffer.Length - kept)) > 0;)
            {
                kept = VisitLines(buffer, kept + read, visit);
                if (kept == buffer.Length)
                    Array.Resize(ref buffer, buffer.Length * 2);
            }

            if (kept > 0)
                throw new TrainingException($"{file} ends within a line");
        }
    }

    /// <returns>How many bytes of an unfinished line are left, now at the start of the buffer.</returns>
    private static int VisitLines(byte[] buffer, int length, Visitor visit)
    {
        int start = 0;
        for (int end; (end = buffer.AsSpan(start, length - start).IndexOf((byte)'\n')) >= 0; start += end + 1)
            visit(new PairLine(buffer.AsSpan(start, end)));
        buffer.AsSpan(start, length - start).CopyTo(buffer);
        return length - start;
    }
}
