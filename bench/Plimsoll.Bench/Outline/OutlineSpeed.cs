using System.Diagnostics;
using Plimsoll.Indexing.Languages;
using Plimsoll.Indexing.Outlining;

namespace Plimsoll.Bench.Outline;

/// <summary>How fast the scanner and the chunker read each language of a tree: bytes by time, the files already in memory.</summary>
internal static class OutlineSpeed
{
    private const int Kinds = 256;

    internal static int Run(string root)
    {
        var scanner = new OutlineScanner();
        var chunker = new Chunker();
        using var outline = new Plimsoll.Indexing.Outlining.Outline();
        var chunks = new List<Chunk>();
        long[] bytes = new long[Kinds];
        long[] scan = new long[Kinds];
        long[] split = new long[Kinds];
        long[] definitions = new long[Kinds];
        long[] count = new long[Kinds];
        SourceTree.Visit(root, (_, buffer, length, language) =>
        {
            long start = Stopwatch.GetTimestamp();
            scanner.Scan(buffer.AsSpan(0, length), language, outline);
            long middle = Stopwatch.GetTimestamp();
            chunks.Clear();
            chunker.Split(buffer.AsSpan(0, length), language, outline, chunks);
            long stop = Stopwatch.GetTimestamp();
            bytes[language.Id] += length;
            scan[language.Id] += middle - start;
            split[language.Id] += stop - middle;
            definitions[language.Id] += outline.DefinitionCount;
            count[language.Id] += chunks.Count;
        });
        Console.WriteLine($"{"language",-18}{"MB",9}{"scan MB/s",11}{"split MB/s",11}{"definitions",13}{"chunks",10}{"bytes/chunk",13}");
        foreach (Language language in LanguageTable.All)
        {
            int id = language.Id;
            if (bytes[id] > 10_000) Print(language.Name, bytes[id], scan[id], split[id], definitions[id], count[id]);
        }

        Print("all", bytes.Sum(), scan.Sum(), split.Sum(), definitions.Sum(), count.Sum());
        return 0;
    }

    private static void Print(string name, long bytes, long scan, long split, long definitions, long chunks)
    {
        double megabytes = bytes / 1e6;
        Console.WriteLine($"{name,-18}{megabytes,9:F1}{megabytes / Seconds(scan),11:F0}{megabytes / Seconds(split),11:F0}{definitions,13}{chunks,10}{(double)bytes / chunks,13:F0}");
    }

    private static double Seconds(long ticks) => Math.Max(1, ticks) / (double)Stopwatch.Frequency;
}
