using Plimsoll.Files;
using Plimsoll.Unminify.Output;

namespace Plimsoll.Unminify.Jobs;

/// <summary>Where the files of one input go.</summary>
internal sealed record OutputPlan
{
    /// <summary>The input as it was given, for messages.</summary>
    public required string InputName { get; init; }

    /// <summary>Where it lies.</summary>
    public required string InputPath { get; init; }

    /// <summary>The program in one file.</summary>
    public required string Output { get; init; }

    /// <summary>The folder for what does not fit into memory.</summary>
    public required string ScratchFolder { get; init; }

    /// <summary>The map from the output to the input.</summary>
    public string SourceMap => Output + ".map";

    /// <summary>Where an output is kept that is not the same program.</summary>
    public string Rejected => Output + ".rejected";

    /// <summary>The new names.</summary>
    public string RenameMap => Path.ChangeExtension(Output, ".rename.json");

    /// <summary>Plans all outputs of a run, and refuses what would overwrite an input or another output.</summary>
    /// <exception cref="UnminifyException">Two inputs have one output, an output is an input, or something lies where it cannot be replaced.</exception>
    public static IReadOnlyList<OutputPlan> Make(UnminifyOptions options)
    {
        List<OutputPlan> plans = [];
        HashSet<string> inputs = new(options.Inputs.Select(Path.GetFullPath), StringComparer.Ordinal);
        Dictionary<string, string> taken = new(StringComparer.OrdinalIgnoreCase);
        foreach (string input in options.Inputs)
        {
            string output = options.IsSingleFile ? Path.GetFullPath(options.Output) : Path.Join(Path.GetFullPath(options.Output), input == options.StandardInput ? "stdin.js" : Path.GetFileName(input));
            if (inputs.Contains(output) || inputs.Any(one => IsSameFile(one, output))) throw new UnminifyException(UnminifyFailure.Usage, $"the output {output} is an input; give another place with -o");
            if (!taken.TryAdd(output, input)) throw new UnminifyException(UnminifyFailure.Usage, input == taken[output] ? $"{input} is given twice; once will do" : $"{input} and {taken[output]} would both be written to {output}; run them apart, each with its own -o");
            plans.Add(new OutputPlan
            {
                InputName = input == options.StandardInput ? "stdin" : input,
                InputPath = Path.GetFullPath(input),
                Output = output,
                ScratchFolder = options.ScratchFolder ?? (options.IsDryRun ? Path.GetTempPath() : null) ?? Path.GetDirectoryName(output)!,
            });
            foreach (string file in plans[^1].Files(options)) OutputPlace.RequireFile(file);
        }

        return plans;
    }

    /// <summary>All that may be written beside each other. Maps of a bundle that is taken apart lie elsewhere.</summary>
    private IEnumerable<string> Files(UnminifyOptions options) => [Output, Rejected, .. options.WritesSourceMap ? [SourceMap] : Array.Empty<string>(), .. options.WritesRenameMap ? [RenameMap] : Array.Empty<string>()];

    /// <summary>Whether two paths lead to one file, by whatever links.</summary>
    private static bool IsSameFile(string one, string other) =>
        RegularFile.TryStamp(one, out FileStamp first) && RegularFile.TryStamp(other, out FileStamp second) && first.Inode != 0 && first == second;
}
