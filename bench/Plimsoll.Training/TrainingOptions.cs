using System.Globalization;
using Plimsoll.Memory;

namespace Plimsoll.Training;

/// <summary>What the commands are told, in the form `--name value`; an unknown name is an error.</summary>
internal sealed record TrainingOptions
{
    /// <summary>Repositories to take pairs from.</summary>
    public IReadOnlyList<string> Roots { get; init; } = [];

    /// <summary>Files of pairs.</summary>
    public IReadOnlyList<string> Pairs { get; init; } = [];

    /// <summary>Folders of programs whose functions are never learnt from.</summary>
    public IReadOnlyList<string> Never { get; init; } = [];

    /// <summary>Folders of programs that are judged, and learnt from as little or as much as the roots happen to have of them.</summary>
    public IReadOnlyList<string> Judge { get; init; } = [];

    /// <summary>Where the result goes.</summary>
    public string Out { get; init; } = "";

    /// <summary>Pairs that one file may give.</summary>
    public int PerFile { get; init; } = 20;

    /// <summary>Repositories that are only judged on.</summary>
    public IReadOnlyList<string> HoldOut { get; init; } = [];

    /// <summary>Whether comments inside functions are learnt to lie near the code around them, too.</summary>
    public bool WithComments { get; init; } = true;

    /// <summary>The share of a text's tokens that is left out each time.</summary>
    public float Dropped { get; init; } = .1f;

    /// <summary>How large a difference between cosines is; smaller ones make near misses count more.</summary>
    public float Temperature { get; init; } = .07f;

    /// <summary>What all random choices are drawn from.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>Numbers a row.</summary>
    public int Dimensions { get; init; } = 192;

    /// <summary>Words with a row of their own.</summary>
    public int Words { get; init; } = 40_000;

    /// <summary>Texts in which a word must occur to get one.</summary>
    public int Occurrences { get; init; } = 4;

    /// <summary>Rows for first letters of unknown words, and as many for last ones.</summary>
    public int Edges { get; init; } = 1024;

    /// <summary>How often each pair is learnt from.</summary>
    public int Epochs { get; init; } = 4;

    /// <summary>Pairs that are told apart at once.</summary>
    public int Batch { get; init; } = 1024;

    /// <summary>The largest step of a number.</summary>
    public float Rate { get; init; } = .03f;

    /// <summary>The line for the memory of the process.</summary>
    public long Memory { get; init; } = 2L << 30;

    /// <summary>Reads the options after the name of the command.</summary>
    /// <exception cref="TrainingException">An option is unknown, has no value or a wrong one.</exception>
    public static TrainingOptions Parse(ReadOnlySpan<string> args)
    {
        TrainingOptions options = new();
        for (int i = 0; i < args.Length; i += 2)
        {
            if (i + 1 == args.Length)
                throw new TrainingException($"{args[i]} needs a value");
            options = options.With(args[i], args[i + 1]);
        }

        return options.Out.Length > 0 ? options : throw new TrainingException("--out FILE is needed");
    }

    private TrainingOptions With(string name, string value) => name switch
    {
        "--root" => this with { Roots = [.. Roots, Path.GetFullPath(value)] },
        "--pairs" => this with { Pairs = [.. Pairs, Path.GetFullPath(value)] },
        "--never" => this with { Never = [.. Never, Path.GetFullPath(value)] },
        "--judge" => this with { Judge = [.. Judge, Path.GetFullPath(value)] },
        "--out" => this with { Out = Path.GetFullPath(value) },
        "--per-file" => this with { PerFile = Number(name, value) },
        "--hold-out" => this with { HoldOut = value.Split(',') },
        "--seed" => this with { Seed = Number(name, value) },
        "--dimensions" => this with { Dimensions = Number(name, value) },
        "--words" => this with { Words = Number(name, value) },
        "--occurrences" => this with { Occurrences = Number(name, value) },
        "--edges" => this with { Edges = Number(name, value) },
        "--epochs" => this with { Epochs = Number(name, value) },
        "--batch" => this with { Batch = Number(name, value) },
        "--rate" => this with { Rate = Fraction(name, value) },
        "--comments" => this with { WithComments = value switch { "on" => true, "off" => false, _ => throw new TrainingException("--comments: on or off") } },
        "--dropped" => this with { Dropped = Fraction(name, value) },
        "--temperature" => this with { Temperature = Fraction(name, value) },
        "--memory" => this with { Memory = MemorySize.Parse(value) },
        _ => throw new TrainingException($"unknown option {name}; run without arguments to see what there is"),
    };

    private static float Fraction(string name, string value) =>
        float.TryParse(value, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out float number) && number is >= 0 and <= 1
            ? number : throw new TrainingException($"{name}: found '{value}', expected a number from 0 to 1");

    private static int Number(string name, string value) =>
        int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out int number) && number > 0
            ? number : throw new TrainingException($"{name}: found '{value}', expected a whole number from 1");
}
