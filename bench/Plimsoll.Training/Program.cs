using Plimsoll.Training;
using Plimsoll.Training.Extraction;
using Plimsoll.Training.Learning;
using Plimsoll.Training.Names;

try
{
    return args switch
    {
        ["pairs", .. string[] rest] => PairsCommand.Run(TrainingOptions.Parse(rest), Console.Out),
        ["train", .. string[] rest] => TrainCommand.Run(TrainingOptions.Parse(rest), Console.Out),
        ["names", .. string[] rest] => NamesCommand.Run(TrainingOptions.Parse(rest), Console.Out),
        _ => Usage(),
    };
}
catch (TrainingException error)
{
    Console.Error.WriteLine(error.Message);
    return 2;
}

static int Usage()
{
    Console.Error.WriteLine("""
        pairs --root DIR [--root DIR]... --out FILE [--per-file 3]
                                       descriptions and code of documented definitions
        names --root DIR [--root DIR]... [--judge DIR]... [--never DIR]... [--hold-out PACKAGE,...] --out FILE [--epochs 3] [--seed 1]
                                       the table of names, from programs that bench/names/minify.mjs made
        """);
    return 2;
}
