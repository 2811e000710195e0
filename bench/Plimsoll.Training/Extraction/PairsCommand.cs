using System.Diagnostics;

namespace Plimsoll.Training.Extraction;

/// <summary>Extracts pairs from repositories and says how many.</summary>
internal static class PairsCommand
{
    /// <summary>Runs the command.</summary>
    /// <exception cref="TrainingException">A root is missing.</exception>
    public static int Run(TrainingOptions options, TextWriter log)
    {
        long start = Stopwatch.GetTimestamp();
        using var output = new FileStream(options.Out, FileMode.Create, FileAccess.Write, FileShare.None, 1 << 20);
        var extractor = new PairExtractor(output, options.PerFile);
        foreach (string root in options.Roots)
        {
            if (!Directory.Exists(root))
                throw new TrainingException($"{root} is no folder");
            (long files, long pairs) = (extractor.Files, extractor.Pairs);
            extractor.Extract(root);
            log.WriteLine($"{Path.GetFileName(root),-40}{extractor.Files - files,8} files{extractor.Pairs - pairs,8} pairs");
        }

        log.WriteLine($"{"all",-40}{extractor.Files,8} files{extractor.Pairs,8} pairs  {Stopwatch.GetElapsedTime(start).TotalSeconds:F1} s");
        return 0;
    }
}
