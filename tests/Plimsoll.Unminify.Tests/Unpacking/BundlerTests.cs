using System.Text.Json;
using Plimsoll.Testing;
using Plimsoll.Unminify.Jobs;

namespace Plimsoll.Unminify.Tests.Unpacking;

/// <summary>
/// A small application in every form that real bundlers write: each module is found and gets a file that parses by itself, and what is put together again runs as the bundle did.
/// </summary>
public sealed class BundlerTests
{
    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "Unpacking");

    [Theory]
    [InlineData("webpack5", "webpack")]
    [InlineData("webpack5-young", "webpack")] // writes concise methods
    [InlineData("webpack4", "webpack")]
    [InlineData("browserify", "browserify")]
    public void Unpack_EveryFormOfABundler_FindsAllModulesAndRunsAsBefore(string packages, string bundler)
    {
        TestPackages tools = new(packages);
        Assert.SkipWhen(tools.WhyNot(bundler) is not null, tools.WhyNot(bundler) ?? "");
        using TempFolder folder = new();
        ProcessResult built = Node(["--openssl-legacy-provider", Path.Combine(Folder, "bundle.cjs"), tools.Modules, Path.Combine(Folder, "app"), folder.Root]);
        Assert.True(built.ExitCode == 0, built.ToString());
        foreach (string way in Directory.GetDirectories(folder.Root)) Check(way);
    }

    private static void Check(string folder)
    {
        using TestJob job = new();
        string[] inputs = Directory.GetFiles(folder, "*.js");
        string output = job.Folder.PathOf("set");
        UnminifyOptions options = job.Options(inputs[0], "set") with { Inputs = inputs, IsSingleFile = false, Unpack = true, WritesSourceMap = true };
        UnminifyReport report = UnminifyJob.Run(options, null, CancellationToken.None);

        Assert.All(report.Programs, program => Assert.True(program.IsVerified));
        HashSet<string> expected = [.. JsonSerializer.Deserialize<string[]>(File.ReadAllText(Path.Combine(folder, "ids.json")))!];
        using JsonDocument manifest = JsonDocument.Parse(File.ReadAllText(Path.Combine(output, "manifest.json")));
        List<JsonElement> modules = [.. manifest.RootElement.GetProperty("files").EnumerateArray().SelectMany(file => file.GetProperty("modules").EnumerateArray())];
        List<string> missing = [.. expected.Except(modules.Select(module => module.GetProperty("id").GetString()!), StringComparer.Ordinal)];

        Assert.True(missing.Count == 0, $"{folder}: not found: {string.Join(' ', missing)}");
        Assert.NotEmpty(expected);
        ModuleChecks.AllParse(output, modules.Count);
        AssertRunsAsBefore(folder, output, inputs);
    }

    private static void AssertRunsAsBefore(string folder, string output, string[] inputs)
    {
        string page = Path.Combine(folder, "page.cjs");
        foreach (string input in inputs.Where(input => Path.GetFileName(input) is "main.js" or "one.js" or "two.js"))
        {
            bool isPage = File.Exists(page);
            ProcessResult before = Node(isPage ? [page, folder] : [input]), after = Node(isPage ? [page, output] : [Path.Combine(output, Path.GetFileName(input))]);
            Assert.True(before.ExitCode == 0, before.ToString());
            Assert.True(after.ExitCode == 0, $"{folder}: {after}");
            Assert.Equal(before.StandardOutput, after.StandardOutput);
        }
    }

    private static ProcessResult Node(string[] arguments) => ProcessRunner.Run("node", arguments, new ProcessSetup { Timeout = TimeSpan.FromMinutes(3) });
}
