using Plimsoll.Bench.Outline;

return args switch
{
    ["outline-dump", string root, ..] => OutlineDump.Run(root),
    ["outline-speed", string root, ..] => OutlineSpeed.Run(root),
    ["outline-oracle", string root, .. string[] rest] => OutlineOracle.Run(root, rest),
    _ => Usage(),
};

static int Usage()
{
    Console.Error.WriteLine("""
        outline-dump ROOT              each definition: path, line, last line, kind, name
        outline-speed ROOT             MB/s of the outline scanner and the chunker by language
        outline-oracle ROOT [TAGS]     our definitions against those of universal-ctags
        """);
    return 2;
}
