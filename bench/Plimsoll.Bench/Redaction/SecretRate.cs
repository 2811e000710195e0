using System.Diagnostics;
using System.Text;
using Plimsoll.Bench.Outline;
using Plimsoll.Files;

namespace Plimsoll.Bench.Redaction;

/// <summary>In how many lines of a tree a secret is seen, by kind, and how fast: what the redaction of snippets hides of real sources.</summary>
internal static class SecretRate
{
    private const string Mark = "[redacted ";

    internal static int Run(string root, bool showsLines)
    {
        SecretRedactor redactor = new();
        SortedDictionary<string, long> kinds = new(StringComparer.Ordinal);
        long lines = 0, hidden = 0, bytes = 0, ticks = 0, files = 0;
        SourceTree.Visit(root, (path, buffer, length, _) =>
        {
            // What is left out of an index as a whole shows no lines.
            ReadOnlySpan<byte> text = buffer.AsSpan(0, length);
            if (ContentInspector.Classify(Encoding.UTF8.GetBytes(path), text) != SkipReason.None) return;
            files++;
            bytes += length;
            redactor.Reset();
            int number = 0;
            foreach (Range range in text.Split((byte)'\n'))
            {
                number++;
                ReadOnlySpan<byte> line = text[range];
                long start = Stopwatch.GetTimestamp();
                ReadOnlySpan<byte> shown = redactor.Redact(line);
                ticks += Stopwatch.GetTimestamp() - start;
                if (shown.SequenceEqual(line)) continue;
                hidden++;
                string seen = Encoding.UTF8.GetString(shown);
                int at = seen.IndexOf(Mark, StringComparison.Ordinal) + Mark.Length;
                string kind = seen[at..seen.IndexOf(']', at)];
                kinds[kind] = kinds.GetValueOrDefault(kind) + 1;
                if (showsLines) Console.WriteLine($"{kind}\t{path}:{number}\t{Encoding.UTF8.GetString(line.Trim(" \t\r"u8))}");
            }

            lines += number;
        });
        Console.WriteLine($"{files} files, {lines} lines, {bytes / 1e6:F1} MB; {hidden} lines hidden in part ({1e6 * hidden / Math.Max(1, lines):F1} of a million); {bytes / 1e6 / Math.Max(1e-9, ticks / (double)Stopwatch.Frequency):F0} MB/s");
        foreach ((string kind, long count) in kinds) Console.WriteLine($"  {kind,-20} {count}");
        return 0;
    }
}
