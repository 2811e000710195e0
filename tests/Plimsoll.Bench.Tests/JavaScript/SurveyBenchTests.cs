using Plimsoll.Testing;

namespace Plimsoll.Bench.Tests.JavaScript;

/// <summary>The measurement of the survey on a small program; with a stand-in for esbuild, which the tests do not install.</summary>
public sealed class SurveyBenchTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public SurveyBenchTests() => _folder.Write("a.js", "function add(first, second) { return first + second; }\n");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Survey_SmallProgram_TellsItsTables()
    {
        ProcessResult result = Run(_folder.PathOf("a.js"), "--rounds", "1");

        Assert.True(result.ExitCode == 0, result.StandardError);
        Assert.Matches(@"a\.js .* 4 +5 +2 +3 ", result.StandardOutput); // names (`arguments` is one), occurrences, scopes, bindings
    }

    [Fact]
    public void Survey_BesideAnotherTool_TellsTheRatio()
    {
        string tool = _folder.Write("tool", "#!/bin/sh\nexit 0\n");
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(tool, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);

        ProcessResult result = Run(_folder.PathOf("a.js"), "--rounds", "1", "--esbuild", tool);

        Assert.True(result.ExitCode == 0, result.StandardError);
    }

    [Theory]
    [InlineData("needs a FILE")]
    [InlineData("found 'x'", "a.js", "--rounds", "x")]
    [InlineData("Could not find file", "nothing.js")]
    public void Survey_WrongArguments_AreTold(string expected, params string[] arguments)
    {
        ProcessResult result = Run(arguments);

        Assert.Equal(2, result.ExitCode);
        Assert.Contains(expected, result.StandardError, StringComparison.Ordinal);
    }

    private static ProcessResult Run(params string[] arguments) => ProcessRunner.Run(Path.Combine(AppContext.BaseDirectory, "Plimsoll.Bench"), ["javascript-survey", .. arguments], new ProcessSetup());
}
