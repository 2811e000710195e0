using Plimsoll.Bench.Memory;
using Plimsoll.Bench.Outline;

return args switch
{
    ["outline-dump", string root, ..] => OutlineDump.Run(root),
    ["outline-speed", string root, ..] => OutlineSpeed.Run(root),
    ["outline-oracle", string root, .. string[] rest] => OutlineOracle.Run(root, rest),
    ["governor-cost", ..] => GovernorCost.Run(args.Length > 1 ? int.Parse(args[1]) : 15),
    _ => Usage(),
};

static int Usage()
{
    Console.Error.WriteLine("""
        outline-dump ROOT              each definition: path, line, last line, kind, name
        outline-speed ROOT             MB/s of the outline scanner and the chunker by language
        outline-oracle ROOT [TAGS]     our definitions against those of universal-ctags
        governor-cost [PAIRS]          governed against ungoverned batch work, leases per second, bytes per lease
        """);
    return 2;
}
