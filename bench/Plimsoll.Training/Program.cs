using Plimsoll.Training;
using Plimsoll.Training.Extraction;
using Plimsoll.Training.Learning;

try
{
    return args switch
    {
        ["pairs", .. string[] rest] => PairsCommand.Run(TrainingOptions.Parse(rest), Console.Out),
        ["train", .. string[] rest] => TrainCommand.Run(TrainingOptions.Parse(rest), Console.Out),
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
        """);
    return 2;
}
