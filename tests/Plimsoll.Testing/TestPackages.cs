namespace Plimsoll.Testing;

/// <summary>What `eng/test` installs from npm for tests, in a folder below `artifacts`.</summary>
/// <param name="folder">The name of the folder.</param>
public sealed class TestPackages(string folder)
{
    /// <summary>The package that the test command does not install.</summary>
    private const string TooLarge = "@tensorflow/tfjs";

    /// <summary>test262's parser cases, acorn and eslint-scope to compare with, and some published files.</summary>
    public static TestPackages JavaScript { get; } = new("javascript");

    /// <summary>Packages whose behaviour is compared before and after un-minifying, with the tools that bundle and minify them.</summary>
    public static TestPackages Behaviour { get; } = new("behaviour");

    /// <summary>The folder of the packages.</summary>
    public string Modules { get; } = Path.Combine(FindRoot(), "artifacts", folder, "node_modules");

    /// <summary>The folder of the repository.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>Why a test that runs node cannot; null where it can.</summary>
    public static string? WhyNoNode { get; } = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Any(static folder => File.Exists(Path.Combine(folder, "node")))
        ? null
        : "node is not installed (./eng/test installs it where it may)";

    /// <summary>Why a test that needs a package cannot run; null where it can.</summary>
    public string? WhyNot(string package) =>
        Directory.Exists(Path.Combine(Modules, package)) ? null : $"{package} is not installed below artifacts/{folder} ({(package == TooLarge ? "too large for ./eng/test: install it there with npm" : "./eng/test installs it with npm")})";

    private static string FindRoot()
    {
        for (string? at = AppContext.BaseDirectory; at is not null; at = Path.GetDirectoryName(at))
        {
            if (File.Exists(Path.Combine(at, "Plimsoll.slnx"))) return at;
        }

        return AppContext.BaseDirectory;
    }
}
