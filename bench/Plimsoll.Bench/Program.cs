using Plimsoll.Bench.JavaScript;
using Plimsoll.Bench.Memory;
using Plimsoll.Bench.Names;
using Plimsoll.Bench.Onnx;
using Plimsoll.Bench.Outline;
using Plimsoll.Bench.Quality;
using Plimsoll.Bench.Redaction;
using Plimsoll.Bench.Runs;
using Plimsoll.Bench.Search;
using Plimsoll.Bench.Unminify;

return args switch
{
    ["outline-dump", string root, ..] => OutlineDump.Run(root),
    ["outline-speed", string root, ..] => OutlineSpeed.Run(root),
    ["outline-oracle", string root, .. string[] rest] => OutlineOracle.Run(root, rest),
    ["governor-cost", ..] => GovernorCost.Run(args.Length > 1 ? int.Parse(args[1]) : 60),
    ["secrets", string root, .. string[] rest] => SecretRate.Run(root, showsLines: rest is ["--lines"]),
    ["latency", ..] => LatencyBench.Run(args),
    ["definitions", ..] => DefinitionBench.Run(args),
    ["compare" or "limits" or "kills" or "digests" or "serve" or "watch", .. string[] rest] => ProductBench.Run(args[0], rest, Console.Out),
    ["quality", .. string[] rest] => QualityBench.Run(rest, Console.Out),
    ["javascript-survey", .. string[] rest] => SurveyBench.Run(rest, Console.Out),
    ["javascript-survey-once", string file] => SurveyBench.RunOnce(file),
    ["names-once", string file] => NamesOnce.Run(file, Console.Out),
    ["unminify", .. string[] rest] => UnminifyBench.Run(rest, Console.Out),
    ["onnx", .. string[] rest] => OnnxBench.Run(rest, Console.Out),
    ["onnx-child", string mode, string folder, string library, string texts] => OnnxBench.RunChild(mode, folder, library, int.Parse(texts)),
    _ => Usage(),
};

static int Usage()
{
    Console.Error.WriteLine("""
        outline-dump ROOT              each definition: path, line, last line, kind, name
        outline-speed ROOT             MB/s of the outline scanner and the chunker by language
        outline-oracle ROOT [TAGS]     our definitions against those of universal-ctags
        secrets ROOT [--lines]         lines in which a secret is seen, by kind; the lines themselves with the part that is hidden
        governor-cost [PAIRS]          governed against ungoverned batch work, leases per second, bytes per lease
        javascript-survey FILE.. [--esbuild FILE] [--rounds 5]
                                       MB/s of the JavaScript survey, warm and as a new process, bytes of its tables; processor time beside esbuild
        unminify --bundles DIR [--esbuild FILE] [--rounds 3] [--only limits|times|chunks]
                                       large bundles inside kernel memory groups, processor time in turns with esbuild, what chunks and spilling cost
        onnx [--texts 100000] [--group 300MB] [--pairs 7] [--library FILE]
                                       a small model on ONNX Runtime inside a kernel memory group, beside a control that must be killed; speed beside a bare loop
        latency --root DIR [--index-dir DIR] [--queries FILE] [--rounds N]
                                       time of searches in one process
        definitions --root DIR [--index-dir DIR] [--tags FILE] [--count N] [--seed N] [--verbose]
                                       whether searches for names find what universal-ctags finds
        compare --root DIR [--runs 5] [--memory 256MB] [--ungoverned 8GB] [--queries 30] [--without cindex,fts5,rg,csearch]
                                       time, memory and size of index and search, in turns with other tools
        limits --root DIR --memory 128MB [--group 128MB]
                                       one index run inside a kernel memory group
        kills --root DIR [--count 200] [--memory 256MB] [--seed 42]
                                       kill -9 at random instants, run again, compare digests
        digests --root DIR             12 combinations of budget, threads and batch size, compare digests
        serve --root DIR --memory 128MB [--group 128MB] [--clients 1000] [--seconds 10]
                                       plimsoll serve inside a kernel memory group: one client, a few, and a flood
        watch --root DIR [--edits 10000] [--memory 256MB] [--seed 42]
                                       changes of a copy of the tree under `plimsoll watch`: time until a search sees them, digest at the end
        quality searchbench --tasks FILE --checkouts DIR [--golden FILE]
                                       how good the answers to searchbench's questions are
        quality tokens --tasks FILE --checkouts DIR
                                       which share of them code_search of mcp answers within 2,000 tokens
        quality docstrings --data DIR [--mirrors DIR [--most 200]] [--set dev,test] [--golden FILE]
                                       how good the answers to first sentences of documentation are; --mirrors makes DIR anew
        quality signals [--tasks FILE --checkouts DIR] [--data DIR] [--golden FILE]
                                       what each signal is worth, by leaving it out
        quality features [--tasks FILE --checkouts DIR] [--data DIR] --out FILE.tsv
                                       the signals of all that was ranked, and whether it is right
        quality fit --tasks FILE --checkouts DIR --data DIR
                                       learns the weights of the signals; judges weights on repositories that they were not learnt on
        quality names --data DIR [--set tune] [--golden FILE] [--out DIR]
                                       how many original names the builtin namer finds again on minified programs
        names-once FILE.js             what naming one program takes, in this process
        All quality commands also take --only NAME,.. and --indexes DIR (keeps indexes for the next run).
        compare, limits, kills, digests, serve, watch and quality also take --out FILE.json (raw results) and --plimsoll FILE (another build of the product).
        """);
    return 2;
}
