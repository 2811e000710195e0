using Plimsoll.Bench.Measuring;
using Plimsoll.Bench.Watching;

namespace Plimsoll.Bench.Runs;

/// <summary>The measurements of the whole program, by name.</summary>
internal static class ProductBench
{
    /// <summary>Runs one.</summary>
    /// <returns>0 done, 1 a promise was broken, 2 it could not be measured.</returns>
    public static int Run(string name, string[] args, TextWriter output)
    {
        try
        {
            BenchOptions options = BenchOptions.Parse(args);
            return name switch
            {
                "compare" => Comparison.Run(options, output),
                "limits" => LimitRun.Run(options, output),
                "kills" => KillRounds.Run(options, output),
                "serve" => ServeRun.Run(options, output),
                "digests" => DigestMatrix.Run(options, output),
                "watch" => WatchRun.Run(options, output),
                _ => throw new BenchException($"there is no measurement {name}"),
            };
        }
        catch (BenchException failure)
        {
            Console.Error.WriteLine($"{name}: {failure.Message}");
            return 2;
        }
    }
}
