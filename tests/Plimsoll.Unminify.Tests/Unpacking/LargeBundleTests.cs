using System.Text.Json;
using Plimsoll.Testing;
using Plimsoll.Unminify.Jobs;

namespace Plimsoll.Unminify.Tests.Unpacking;

/// <summary>
/// Large bundles come apart into all of their modules and run as before. The applications are of thousands of modules and print a line about what their libraries answer; beside them lies a list of the
/// ids that the bundler knows (`NAME.ids.json`). They take too long to make in a test.
/// </summary>
public sealed class LargeBundleTests
{
    [Theory]
    [InlineData("babylon7.js", 657)]
    [InlineData("big13.js", 6)]
    [InlineData("webpack-5.90.3.js", 4194)]
    [InlineData("webpack-5.112.2.js", 4194)]
    [InlineData("webpack-4.47.0.js", 1058)]
    [InlineData("browserify-17.0.1.js", 1059)]
    public void Unpack_ALargeBundle_FindsAllModulesAndRunsAsBefore(string file, int count)
    {
        string folder = Environment.GetEnvironmentVariable("PLIMSOLL_BUNDLES") ?? "", input = Path.Combine(folder, file);
        Assert.SkipUnless(folder.Length > 0 && File.Exists(input), $"PLIMSOLL_BUNDLES names no folder with {file}");
        using TestJob job = new();
        UnminifyOptions options = job.Options(input, "set") with { IsSingleFile = false, Unpack = true };
        ProgramReport report = Assert.Single(UnminifyJob.Run(options, null, CancellationToken.None).Programs);
        string output = job.Folder.PathOf("set");

        Assert.True(report.IsVerified);
        Assert.Equal(count, report.Modules);
        ModuleChecks.AllParse(output, count);
        AssertHasIds(output, input + ".ids.json");
        ProcessResult before = Run(input), after = Run(Path.Combine(output, file));
        Assert.True(before.ExitCode == 0, before.ToString());
        Assert.True(after.ExitCode == 0, after.ToString());
        Assert.Equal(before.StandardOutput, after.StandardOutput);
    }

    [Theory]
    [InlineData("babylon9.js")]
    [InlineData("tf.min.js")]
    [InlineData("three.min.js")]
    [InlineData("ts.terser.js")]
    public void Find_ALargeLibrary_IsNoBundle(string file)
    {
        string input = Path.Combine(Environment.GetEnvironmentVariable("PLIMSOLL_BUNDLES") ?? "", file);
        Assert.SkipUnless(File.Exists(input), $"PLIMSOLL_BUNDLES names no folder with {file}");

        Assert.Empty(Found.In(File.ReadAllBytes(input)).Modules);
    }

    [Theory]
    [InlineData("lodash/lodash.js")]
    [InlineData("lodash/lodash.min.js")]
    [InlineData("acorn/dist/acorn.js")]
    [InlineData("terser/dist/bundle.min.js")]
    [InlineData("react-dom/cjs/react-dom-client.production.js")]
    public void Find_ALibrary_IsNoBundle(string file)
    {
        string? reason = TestPackages.JavaScript.WhyNot(file[..file.IndexOf('/', StringComparison.Ordinal)]);
        Assert.SkipWhen(reason is not null, reason ?? "");

        Assert.Empty(Found.In(File.ReadAllBytes(Path.Combine(TestPackages.JavaScript.Modules, file))).Modules);
    }

    /// <summary>Each id is there, but for that of a first module that stands behind the runtime: there is no id in the bundle then.</summary>
    private static void AssertHasIds(string output, string list)
    {
        if (!File.Exists(list)) return;
        using JsonDocument manifest = JsonDocument.Parse(File.ReadAllText(Path.Combine(output, "manifest.json")));
        HashSet<string> found = new(
            manifest.RootElement.GetProperty("files").EnumerateArray().SelectMany(one => one.GetProperty("modules").EnumerateArray()).Select(one => one.GetProperty("id").GetString()!),
            StringComparer.Ordinal);
        string[] missing = [.. JsonSerializer.Deserialize<string[]>(File.ReadAllText(list))!.Where(id => !found.Contains(id))];

        Assert.True(missing.Length == (found.Contains("entry") ? 1 : 0), $"not found: {string.Join(' ', missing)}");
    }

    /// <summary>Runs a file until it has nothing to do but wait for what never comes, such as messages.</summary>
    private static ProcessResult Run(string file) => ProcessRunner.Run(
        "node",
        ["-e", "globalThis.self = globalThis.window = globalThis; require(process.argv[1]); setTimeout(() => process.exit(0), 2000);", file],
        new ProcessSetup { Timeout = TimeSpan.FromMinutes(3) });
}
