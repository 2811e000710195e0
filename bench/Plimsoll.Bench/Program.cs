using Plimsoll.Bench.Memory;
using Plimsoll.Bench.Outline;
using Plimsoll.Bench.Search;

return args switch
{
    ["outline-dump", string root, ..] => OutlineDump.Run(root),
    ["outline-speed", string root, ..] => OutlineSpeed.Run(root),
    ["outline-oracle", string root, .. string[] rest] => OutlineOracle.Run(root, rest),
    ["governor-cost", ..] => GovernorCost.Run(args.Length > 1 ? int.Parse(args[1]) : 15),
    ["latency", ..] => LatencyBench.Run(args),
    ["definitions", ..] => DefinitionBench.Run(args),
    _ => Usage(),
};

static int Usage()
{
    Console.Error.WriteLine("""
        outline-dump ROOT              each definition: path, line, last line, kind, name
        outline-speed ROOT             MB/s of the outline scanner and the chunker by language
        outline-oracle ROOT [TAGS]     our definitions against those of universal-ctags
        governor-cost [PAIRS]          governed against ungoverned batch work, leases per second, bytes per lease
        latency --root DIR [--index-dir DIR] [--queries FILE] [--rounds N]
                                       time of searches in one process
        definitions --root DIR [--index-dir DIR] [--tags FILE] [--count N] [--seed N] [--verbose]
                                       whether searches for names find what universal-ctags finds
        """);
    return 2;
}
