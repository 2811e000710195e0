using Plimsoll.Bench.Measuring;
using Plimsoll.Bench.Names;
using Plimsoll.Bench.Quality.Docstrings;
using Plimsoll.Bench.Quality.Fitting;

namespace Plimsoll.Bench.Quality;

/// <summary>The measurements of how good answers are, by name.</summary>
internal static class QualityBench
{
    /// <summary>Runs one.</summary>
    /// <returns>0 done, 1 not all could be asked, 2 it could not be measured.</returns>
    public static int Run(string[] args, TextWriter output)
    {
        string name = args.Length > 0 ? args[0] : "";
        try
        {
            QualityOptions options = QualityOptions.Parse(args.AsSpan(Math.Min(1, args.Length)));
            return name switch
            {
                "searchbench" => SearchbenchRun.Run(options, output),
                "tokens" => TokenRun.Run(options, output),
                "docstrings" => DocstringRun.Run(options, output),
                "signals" => SignalTable.Run(options, output),
                "features" => FeatureDump.Run(options, output),
                "fit" => FitCommand.Run(options, output),
                "names" => NamesBench.Run(options, output),
                _ => throw new BenchException("expected searchbench, tokens, docstrings, signals, features, fit or names"),
            };
        }
        catch (BenchException failure)
        {
            Console.Error.WriteLine($"quality {name}: {failure.Message}");
            return 2;
        }
    }
}
