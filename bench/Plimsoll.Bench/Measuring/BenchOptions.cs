using System.Globalization;
using Plimsoll.Memory;

namespace Plimsoll.Bench.Measuring;

/// <summary>What all measurements of the whole program are told, in the form `--name value`; an unknown name is an error.</summary>
internal sealed record BenchOptions
{
    /// <summary>The tree to index. It is only read.</summary>
    public required string Root { get; init; }

    /// <summary>The command that runs the product: `plimsoll` in the checkout when not given.</summary>
    public string? Plimsoll { get; init; }

    /// <summary>Where the raw results go: `bench/results/COMMAND-TREE.json` in the checkout when not given.</summary>
    public string? Out { get; init; }

    /// <summary>The budget of the governed runs.</summary>
    public string Memory { get; init; } = "256MB";

    /// <summary>The budget of the runs that are to feel none.</summary>
    public string Ungoverned { get; init; } = "8GB";

    /// <summary>The limit of the kernel group in bytes; null: the same as <see cref="Memory"/>.</summary>
    public long? Group { get; init; }

    /// <summary>Rounds of a comparison: in each round everybody runs once.</summary>
    public int Runs { get; init; } = 5;

    /// <summary>Names and phrases to search for.</summary>
    public int Queries { get; init; } = 30;

    /// <summary>How many runs to kill.</summary>
    public int Count { get; init; } = 200;

    /// <summary>Clients that ask a server at the same time.</summary>
    public int Clients { get; init; } = 1000;

    /// <summary>How long they ask.</summary>
    public int Seconds { get; init; } = 10;

    /// <summary>How many changes to make under a watcher.</summary>
    public int Edits { get; init; } = 10_000;

    /// <summary>What the random instants and the queries are drawn from.</summary>
    public int Seed { get; init; } = 42;

    /// <summary>Competitors to leave out, by name.</summary>
    public string[] Without { get; init; } = [];

    /// <summary>The name under which results of this tree are kept: no path, so that results of different machines can be compared.</summary>
    public string Tree => Path.GetFileName(Root.TrimEnd('/'));

    /// <summary>Reads the options after the name of the measurement.</summary>
    /// <exception cref="BenchException">An option is unknown, has no value or a wrong one.</exception>
    public static BenchOptions Parse(string[] args)
    {
        BenchOptions options = new() { Root = "" };
        for (int i = 0; i < args.Length; i += 2)
        {
            if (i + 1 == args.Length) throw new BenchException($"{args[i]} needs a value");
            options = options.With(args[i], args[i + 1]);
        }
        if (options.Root.Length == 0) throw new BenchException("--root DIR is needed: the tree to measure on");
        return Directory.Exists(options.Root) ? options : throw new BenchException($"{options.Root} is no folder");
    }

    private BenchOptions With(string name, string value) => name switch
    {
        "--root" => this with { Root = Path.GetFullPath(value) },
        "--plimsoll" => this with { Plimsoll = Path.GetFullPath(value) },
        "--out" => this with { Out = Path.GetFullPath(value) },
        "--memory" => this with { Memory = value },
        "--ungoverned" => this with { Ungoverned = value },
        "--group" => this with { Group = MemorySize.Parse(value) },
        "--runs" => this with { Runs = Number(name, value) },
        "--queries" => this with { Queries = Number(name, value) },
        "--count" => this with { Count = Number(name, value) },
        "--clients" => this with { Clients = Number(name, value) },
        "--seconds" => this with { Seconds = Number(name, value) },
        "--edits" => this with { Edits = Number(name, value) },
        "--seed" => this with { Seed = Number(name, value) },
        "--without" => this with { Without = value.Split(',') },
        _ => throw new BenchException($"unknown option {name}; run without arguments to see what there is"),
    };

    private static int Number(string name, string value) =>
        int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out int number) && number > 0
            ? number : throw new BenchException($"{name}: found '{value}', expected a whole number from 1");
}
