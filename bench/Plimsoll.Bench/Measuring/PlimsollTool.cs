using System.Text.Json;
using Plimsoll.Testing;

namespace Plimsoll.Bench.Measuring;

/// <summary>The product, run as its users run it: the launcher of this checkout, or the command that was given.</summary>
internal sealed class PlimsollTool
{
    private readonly string _file;
    private readonly string _root;

    /// <summary>Runs it once, so that no measurement pays for a build.</summary>
    /// <exception cref="BenchException">It does not run.</exception>
    public PlimsollTool(BenchOptions options)
    {
        _file = options.Plimsoll ?? Path.Combine(Checkout.Folder, "plimsoll");
        _root = options.Root;
        Version = new Command(_file, ["--version"]).Run().Expect(_file).Output.Trim();
    }

    /// <summary>Version and commit, as the program says them.</summary>
    public string Version { get; }

    /// <summary>Process start and nothing else.</summary>
    public Command Start() => new(_file, ["--version"]);

    /// <summary>`index` of the tree (or of another folder) with a JSON answer.</summary>
    public Command Index(string indexFolder, string? memory, string[]? more = null, string? root = null)
    {
        string[] budget = memory is null ? [] : ["--memory", memory];
        return new Command(_file, ["index", root ?? _root, "--index-dir", indexFolder, .. budget, "--json", "--quiet", .. more ?? []]);
    }

    /// <summary>`watch` of a folder with JSON lines.</summary>
    public Command Watch(string root, string indexFolder, string memory) => new(_file, ["watch", root, "--index-dir", indexFolder, "--memory", memory, "--json"]);

    /// <summary>What was left out, a line each.</summary>
    public Command Skipped(string root, string indexFolder) => new(_file, ["status", root, "--index-dir", indexFolder, "--skipped"]);

    /// <summary>`search` for words.</summary>
    public Command Search(string indexFolder, string words) => new(_file, ["search", "--root", _root, "--index-dir", indexFolder, "--format", "plain", words]);

    /// <summary>`search` for a question a line of a file, with a JSON line each.</summary>
    public Command Batch(string root, string indexFolder, string file, string view, int limit) =>
        new(_file, ["search", "--root", root, "--index-dir", indexFolder, "--batch", file, "--view", view, "--limit", $"{limit}", "--json", "--quiet"]);

    /// <summary>Starts a command that runs until it is ended.</summary>
    public RunningProcess Start(string[] arguments, ProcessSetup setup) => ProcessRunner.Start(_file, arguments, setup);

    /// <summary>The logical digest of an index.</summary>
    public string Digest(string indexFolder, string? root = null) =>
        new Command(_file, ["status", "--root", root ?? _root, "--index-dir", indexFolder, "--digest"]).Run().Expect("status --digest").Output.Trim();
}

/// <summary>What `index --json` says of a run.</summary>
internal sealed record IndexFigures(long Files, long Unchanged, long Chunks, long SourceBytes, long IndexBytes, long Segments, long PeakBytes)
{
    /// <summary>Index bytes in percent of the source bytes.</summary>
    public double SharePercent => SourceBytes > 0 ? 100.0 * IndexBytes / SourceBytes : double.NaN;

    /// <summary>Reads the answer.</summary>
    public static IndexFigures Parse(string json)
    {
        using JsonDocument document = JsonDocument.Parse(json);
        JsonElement root = document.RootElement;
        long Number(string name) => root.GetProperty(name).GetInt64();
        return new IndexFigures(Number("files"), Number("unchanged"), Number("chunks"), Number("source_bytes"), Number("index_bytes"), Number("segments"), Number("peak_bytes"));
    }
}
