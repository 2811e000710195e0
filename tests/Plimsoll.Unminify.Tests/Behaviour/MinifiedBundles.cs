using Plimsoll.Testing;

namespace Plimsoll.Unminify.Tests.Behaviour;

/// <summary>
/// The bundles that <see cref="BehaviourTests"/> un-minifies, made once a run by `behaviour.cjs` from what `eng/test` installs: each package by esbuild, the small ones also by terser, which takes its
/// time with large ones.
/// </summary>
public sealed class MinifiedBundles : IDisposable
{
    private static readonly string Script = Path.Combine(AppContext.BaseDirectory, "Behaviour", "behaviour.cjs");

    /// <summary>`PLIMSOLL_BUNDLES` asks for everything that is slow: terser with large packages, too.</summary>
    private static readonly bool WantsAll = Environment.GetEnvironmentVariable("PLIMSOLL_BUNDLES") is { Length: > 0 };

    private readonly TempFolder _folder = new();
    private readonly string? _failure;

    public MinifiedBundles()
    {
        if (TestPackages.Behaviour.WhyNot("esbuild") is not null) return;
        ProcessResult result = Node(["build", TestPackages.Behaviour.Modules, _folder.Root, WantsAll ? "all" : "small"], TimeSpan.FromMinutes(10));
        if (result.ExitCode != 0) _failure = result.ToString();
    }

    /// <summary>The packages that have a workload.</summary>
    public static IReadOnlyList<string> Names { get; } = ReadNames();

    /// <summary>Why a package cannot be tried; null where it can.</summary>
    public string? WhyNot(string name) => TestPackages.Behaviour.WhyNot("esbuild") ?? TestPackages.Behaviour.WhyNot(PackageOf(name));

    /// <summary>The minified bundles of a package.</summary>
    public IReadOnlyList<string> FilesOf(string name)
    {
        Assert.True(_failure is null, _failure);
        string[] files = Directory.GetFiles(_folder.Root, name.Replace('@', '_').Replace('/', '_') + ".*.js");
        Assert.NotEmpty(files);
        return files;
    }

    /// <summary>Loads a bundle and has it do the package's workload.</summary>
    public ProcessResult Ask(string file, string name) => Node(["run", file, name], TimeSpan.FromMinutes(2));

    public void Dispose() => _folder.Dispose();

    private static ProcessResult Node(string[] arguments, TimeSpan timeout) => ProcessRunner.Run("node", [Script, .. arguments], new ProcessSetup { Timeout = timeout });

    /// <summary>`@scope/name/file` is of the package `@scope/name`, `name/file` of `name`.</summary>
    private static string PackageOf(string name) => string.Join('/', name.Split('/').Take(name.StartsWith('@') ? 2 : 1));

    private static List<string> ReadNames()
    {
        List<string> names = [];
        foreach (string line in File.ReadLines(Path.Combine(AppContext.BaseDirectory, "Behaviour", "workloads.cjs")))
        {
            if (!line.StartsWith("  ", StringComparison.Ordinal)) continue;
            int colon = line.IndexOf(": ", StringComparison.Ordinal);
            if (colon > 0) names.Add(line[2..colon].Trim('\''));
        }

        return names;
    }
}
