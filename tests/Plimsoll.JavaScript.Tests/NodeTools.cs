namespace Plimsoll.JavaScript.Tests;

/// <summary>What `eng/test` installs from npm for these tests, under `artifacts/javascript`: test262's parser cases, and acorn and eslint-scope to compare with.</summary>
internal static class NodeTools
{
    /// <summary>The folder of the packages.</summary>
    public static string Modules { get; } = Find();

    /// <summary>The folder of the repository.</summary>
    public static string Root => Path.GetDirectoryName(Path.GetDirectoryName(Path.GetDirectoryName(Modules)))!;

    /// <summary>Skips a test, with the reason, where a package is missing.</summary>
    public static void Need(string package) =>
        Assert.SkipUnless(Directory.Exists(Path.Combine(Modules, package)), $"{package} is not installed below artifacts/javascript (./eng/test installs it with npm)");

    private static string Find()
    {
        for (string? folder = AppContext.BaseDirectory; folder is not null; folder = Path.GetDirectoryName(folder))
        {
            if (File.Exists(Path.Combine(folder, "Plimsoll.slnx"))) return Path.Combine(folder, "artifacts", "javascript", "node_modules");
        }

        return Path.Combine(AppContext.BaseDirectory, "artifacts", "javascript", "node_modules");
    }
}
