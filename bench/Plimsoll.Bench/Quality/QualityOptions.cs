using System.Globalization;
using Plimsoll.Bench.Measuring;

namespace Plimsoll.Bench.Quality;

/// <summary>What the measurements of quality are told, in the form `--name value`; an unknown name is an error.</summary>
internal sealed record QualityOptions
{
    /// <summary>The questions of searchbench, or null.</summary>
    public string? Tasks { get; init; }

    /// <summary>The repositories that they ask, a folder each. They are only read.</summary>
    public string? Checkouts { get; init; }

    /// <summary>The folder of the docstring benchmark: repositories without the documentation that is asked for, and the questions.</summary>
    public string? Data { get; init; }

    /// <summary>Git mirrors to prepare <see cref="Data"/> from, or null when it is prepared.</summary>
    public string? Mirrors { get; init; }

    /// <summary>Which repositories <see cref="Data"/> has: `bench/quality/repositories.txt` in the checkout when not given.</summary>
    public string? Repositories { get; init; }

    /// <summary>Which sets of the docstring benchmark are asked; none for those that a measurement asks by itself.</summary>
    public IReadOnlyList<string> Sets { get; init; } = [];

    /// <summary>Repositories to ask, by name; none for all.</summary>
    public IReadOnlyList<string> Only { get; init; } = [];

    /// <summary>Questions that one repository may have.</summary>
    public int Most { get; init; } = 200;

    /// <summary>Where indexes are kept, so that the next run finds them; null for a temporary folder.</summary>
    public string? Indexes { get; init; }

    /// <summary>The command that runs the product: `plimsoll` in the checkout when not given.</summary>
    public string? Plimsoll { get; init; }

    /// <summary>Where the table goes that is compared from commit to commit; null: nowhere.</summary>
    public string? Golden { get; init; }

    /// <summary>Where raw results or features go; null: in `bench/results` of the checkout.</summary>
    public string? Out { get; init; }

    /// <summary>Reads the options after the name of the measurement.</summary>
    /// <exception cref="BenchException">An option is unknown, has no value or a wrong one.</exception>
    public static QualityOptions Parse(ReadOnlySpan<string> args)
    {
        QualityOptions options = new();
        for (int i = 0; i < args.Length; i += 2)
        {
            if (i + 1 == args.Length) throw new BenchException($"{args[i]} needs a value");
            options = options.With(args[i], args[i + 1]);
        }
        return options;
    }

    /// <summary>The value of an option that is needed.</summary>
    /// <exception cref="BenchException">It was not given.</exception>
    public static string Need(string? value, string name) => value ?? throw new BenchException($"{name} is needed");

    private QualityOptions With(string name, string value) => name switch
    {
        "--tasks" => this with { Tasks = Path.GetFullPath(value) },
        "--checkouts" => this with { Checkouts = Path.GetFullPath(value) },
        "--data" => this with { Data = Path.GetFullPath(value) },
        "--mirrors" => this with { Mirrors = Path.GetFullPath(value) },
        "--repositories" => this with { Repositories = Path.GetFullPath(value) },
        "--set" => this with { Sets = value.Split(',') },
        "--only" => this with { Only = value.Split(',') },
        "--most" => this with { Most = Number(name, value) },
        "--indexes" => this with { Indexes = Path.GetFullPath(value) },
        "--plimsoll" => this with { Plimsoll = Path.GetFullPath(value) },
        "--golden" => this with { Golden = Path.GetFullPath(value) },
        "--out" => this with { Out = Path.GetFullPath(value) },
        _ => throw new BenchException($"unknown option {name}; run without arguments to see what there is"),
    };

    private static int Number(string name, string value) =>
        int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out int number) && number > 0
            ? number : throw new BenchException($"{name}: found '{value}', expected a whole number from 1");
}
