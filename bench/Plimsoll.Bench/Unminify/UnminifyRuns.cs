using System.Security.Cryptography;
using System.Text.Json;
using Plimsoll.Bench.Measuring;
using Plimsoll.Testing;

namespace Plimsoll.Bench.Unminify;

/// <summary>Runs of `plimsoll unminify` as its users run it.</summary>
internal sealed class UnminifyRuns : IDisposable
{
    private readonly BenchOptions _options;
    private readonly int _rounds;
    private readonly TempFolder _folder = new();
    private readonly string _file;

    public UnminifyRuns(BenchOptions options, int rounds)
    {
        (_options, _rounds) = (options, rounds);
        _file = options.Plimsoll ?? Path.Combine(Checkout.Folder, "plimsoll");
        Tool = new PlimsollTool(options);
    }

    /// <summary>The product.</summary>
    public PlimsollTool Tool { get; }

    /// <summary>A folder for what does not fit into memory.</summary>
    public string Scratch => _folder.PathOf("scratch");

    /// <summary>The whole job inside a kernel memory group.</summary>
    public LimitedUnminify Limited(string bundle, long groupBytes)
    {
        using KernelGroupFixture group = KernelGroupFixture.Create(groupBytes);
        Timing run = Unminify(bundle, "limited", []).Run(group);
        UnminifyFigures? report = run.ExitCode == 0 ? UnminifyFigures.Parse(run.Output) : null;
        return new LimitedUnminify(bundle, groupBytes, run.ExitCode, group.OomKills, group.PeakBytes, group.AnonPeakBytes, group.FailCount, run.WallMs, run.CpuMs, report, run.ExitCode == 0 ? "" : run.Errors.Trim());
    }

    /// <summary>In turns with esbuild, where there is one.</summary>
    public Pairs Beside(string bundle, string[] options, string? esbuild)
    {
        Pairs pairs = new([], [], [], []);
        for (int round = 0; round < _rounds; round++)
        {
            pairs.Add(Unminify(bundle, "timed", options).Run().Expect($"unminify {bundle}"), isOther: false);
            if (esbuild is null) continue;
            string[] arguments = [Input(bundle), "--log-level=error", "--allow-overwrite", $"--outfile={_folder.PathOf("esbuild.js")}"];
            pairs.Add(new Command(esbuild, arguments).Run().Expect("esbuild"), isOther: true);
        }

        return pairs;
    }

    /// <summary>Two ways of the product in turns, and whether they write the same bytes.</summary>
    public (Pairs Pairs, bool IsSame) Pair(string bundle, string[] first, string[] second)
    {
        Pairs pairs = new([], [], [], []);
        for (int round = 0; round < _rounds; round++)
        {
            pairs.Add(Unminify(bundle, "first", first).Run().Expect($"unminify {bundle} {string.Join(' ', first)}"), isOther: false);
            pairs.Add(Unminify(bundle, "second", second).Run().Expect($"unminify {bundle} {string.Join(' ', second)}"), isOther: true);
        }

        return (pairs, Digest(OutputOf(bundle, "first")) == Digest(OutputOf(bundle, "second")));
    }

    public void Dispose() => _folder.Dispose();

    private Command Unminify(string bundle, string output, string[] options) => new(_file, ["unminify", Input(bundle), "-o", OutputOf(bundle, output), "--json", "--quiet", .. options]);

    /// <summary>A folder for each bundle: one that has the modules of another is not written to.</summary>
    private string OutputOf(string bundle, string name) => Path.Combine(_folder.PathOf(name), Path.GetFileNameWithoutExtension(bundle));

    private string Input(string bundle) => Path.Combine(_options.Root, bundle);

    /// <summary>Names and content of every file below a folder.</summary>
    private static string Digest(string root)
    {
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (string path in Directory.EnumerateFiles(root, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
        {
            hash.AppendData(System.Text.Encoding.UTF8.GetBytes(Path.GetRelativePath(root, path)));
            using FileStream stream = File.OpenRead(path);
            hash.AppendData(SHA256.HashData(stream));
        }

        return Convert.ToHexString(hash.GetHashAndReset());
    }
}

/// <summary>Seconds of runs in turns.</summary>
internal sealed record Pairs(List<double> Cpu, List<double> Wall, List<double> OtherCpu, List<double> OtherWall)
{
    /// <summary>Adds a run.</summary>
    public void Add(Timing run, bool isOther)
    {
        (isOther ? OtherCpu : Cpu).Add(run.CpuMs / 1000);
        (isOther ? OtherWall : Wall).Add(run.WallMs / 1000);
    }
}

/// <summary>A run inside a kernel group.</summary>
internal sealed record LimitedUnminify(
    string Bundle, long GroupBytes, int ExitCode, long OomKills, long PeakBytes, long AnonPeakBytes, long FailCount, double WallMs, double CpuMs, UnminifyFigures? Report, string Message);

/// <summary>What `unminify --json` says of the only file of a run.</summary>
internal sealed record UnminifyFigures(long Identifiers, long Modules, long Chunks, long SpilledBytes, bool Verified)
{
    /// <summary>Reads the answer.</summary>
    public static UnminifyFigures Parse(string json)
    {
        using JsonDocument document = JsonDocument.Parse(json);
        JsonElement file = document.RootElement.GetProperty("files")[0];
        long Number(string name) => file.GetProperty(name).GetInt64();
        return new UnminifyFigures(Number("identifiers"), Number("modules"), Number("chunks"), Number("spilled_bytes"), file.GetProperty("verified").GetBoolean());
    }
}
