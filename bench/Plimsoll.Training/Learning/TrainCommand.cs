using System.Diagnostics;
using Plimsoll.Memory;
using Plimsoll.Training.Judging;
using Plimsoll.Training.Pairs;

namespace Plimsoll.Training.Learning;

/// <summary>Trains a table under a memory line, judges it on repositories that were kept out, and writes it.</summary>
internal static class TrainCommand
{
    /// <summary>Text of pairs becomes at most as many bytes of tokens, and a list that grows holds its old self for a moment.</summary>
    private const int PairBytesFactor = 2;

    /// <summary>A word to count takes this much in its table, which doubles when it grows.</summary>
    private const long VocabularyBytes = 96L << 20;

    /// <summary>Runs the command.</summary>
    /// <returns>0, or 75 when the memory line is too low.</returns>
    /// <exception cref="TrainingException">The pairs are missing or damaged.</exception>
    public static int Run(TrainingOptions options, TextWriter log)
    {
        try
        {
            using var governor = new MemoryGovernor(MemoryBudget.FromBytes(options.Memory, "--memory"));
            Run(options, governor, log);
            governor.Observe();
            log.WriteLine($"peak {MemorySize.Format(governor.Snapshot().PeakUsedBytes)} of {MemorySize.Format(options.Memory)}");
            return 0;
        }
        catch (Exception error) when (error is LeaseNeverFitsException or BudgetTooSmallException)
        {
            log.WriteLine($"the memory line is too low: {error.Message}");
            return 75;
        }
    }

    /// <summary>Trains and writes the table, and says how it does on the repositories that were kept out.</summary>
    private static void Run(TrainingOptions options, MemoryGovernor governor, TextWriter log)
    {
        long start = Stopwatch.GetTimestamp();
        using MemoryLease texts = governor.Lease("pairs", LeaseKind.Managed, (BytesOf(options.Pairs) * PairBytesFactor) + VocabularyBytes, CancellationToken.None);
        ulong[] words = WordsOf(options);
        using var image = new TableImage(words, options.Edges, options.Dimensions);
        int rowCount = image.Table.RowCount;
        using MemoryLease numbers = governor.Lease(
            "training", LeaseKind.Native, image.Bytes.Length + NumberTable.BytesOf(rowCount, options.Dimensions) + Trainer.BytesOf(rowCount, options), CancellationToken.None);
        var material = Material.Read(options, image.Table);
        log.WriteLine($"{material.Descriptions.Count} descriptions, {material.Comments.Count} comments, {material.HeldOut.Count} held out, {words.Length} words  {Seconds(start)}");
        using var rows = new NumberTable(rowCount, options.Dimensions);
        SpectralStart.Fill(rows, material.Descriptions, (ulong)options.Seed);
        IReadOnlyList<HeldOut> results = Judge(image, rows, material.HeldOut, log, "untrained", start);
        using var trainer = new Trainer(rows, options);
        trainer.Train(material.Sets, (epoch, loss) => results = Judge(image, rows, material.HeldOut, log, $"epoch {epoch} loss {loss:F3}", start));
        using var output = new FileStream(options.Out, FileMode.Create, FileAccess.Write, FileShare.None);
        output.Write(image.Bytes);
        foreach (HeldOut part in results)
            log.WriteLine($"{part.Name,-40}{part.Count,8}  recall@10 {part.Recall:F3}  MRR {part.Rank:F3}");
    }

    private static ulong[] WordsOf(TrainingOptions options)
    {
        var vocabulary = new Vocabulary();
        PairReader.Read(options.Pairs, (in PairLine line) =>
        {
            if (!Material.IsHeldOut(options, line))
                vocabulary.Count(line);
        });
        return vocabulary.Take(options.Words, options.Occurrences);
    }

    private static IReadOnlyList<HeldOut> Judge(TableImage image, NumberTable rows, PairSet held, TextWriter log, string stage, long start)
    {
        image.Fill(rows.All);
        IReadOnlyList<HeldOut> results = HeldOut.Of(image.Table, held, false);
        HeldOut byRarity = HeldOut.Of(image.Table, held, true)[0];
        log.WriteLine($"{stage,-22} recall@10 {results[0].Recall:F4}  MRR {results[0].Rank:F4}  (words by rarity: {byRarity.Recall:F4} {byRarity.Rank:F4})  {Seconds(start)}");
        return results;
    }

    private static long BytesOf(IReadOnlyList<string> files)
    {
        long bytes = 0;
        foreach (string file in files)
            bytes += File.Exists(file) ? new FileInfo(file).Length : throw new TrainingException($"there is no file {file}");
        return bytes;
    }

    private static string Seconds(long start) => $"{Stopwatch.GetElapsedTime(start).TotalSeconds:F1} s";
}
