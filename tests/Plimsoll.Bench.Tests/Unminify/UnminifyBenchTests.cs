using Plimsoll.Bench.Unminify;
using Plimsoll.Testing;

namespace Plimsoll.Bench.Tests.Unminify;

/// <summary>The measurement of un-minifying on bundles of one line, with a stand-in for esbuild, which these tests do not need.</summary>
public sealed class UnminifyBenchTests : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly SmallTree _product = new();

    public UnminifyBenchTests()
    {
        foreach (string name in (string[])["tf.min.js", "babylon7.js", "big13.js", "big45.js"]) _folder.Write(name, "function a(b,c){return b.map(d=>d*c)}go(a);");
    }

    public void Dispose()
    {
        _product.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public void Times_BesideAnotherTool_TellsTheRatioOfEachBundle()
    {
        string tool = _folder.Write("tool", "#!/bin/sh\nexit 0\n");
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(tool, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);

        (int code, string output) = Run("--only", "times", "--rounds", "1", "--esbuild", tool);

        Assert.Equal(0, code);
        foreach (string name in (string[])["tf.min.js", "babylon7.js", "big13.js", "big45.js"]) Assert.Matches(name.Replace(".", @"\.", StringComparison.Ordinal) + " +names only +[0-9.]+ ", output);
    }

    [Fact]
    public void Chunks_SmallBundles_AreTheSameBytes()
    {
        (int code, string output) = Run("--only", "chunks", "--rounds", "1");

        Assert.Equal(0, code);
        Assert.DoesNotContain("False", output, StringComparison.Ordinal);
        Assert.Contains("True", output, StringComparison.Ordinal);
    }

    [Fact]
    public void Limits_InGroups_SaysWhetherEachFinished()
    {
        Assert.SkipWhen(KernelGroupFixture.WhyNot is not null, KernelGroupFixture.WhyNot ?? "");
        (int good, string output) = Run("--only", "limits");
        Assert.True(good == 0, output);

        _folder.Write("big13.js", "no program at all (");
        (int bad, output) = Run("--only", "limits");
        Assert.Equal(1, bad);
        Assert.Contains("big13.js", output, StringComparison.Ordinal);
    }

    [Fact]
    public void Run_WithoutBundles_SaysWhatIsWanted()
    {
        using StringWriter output = new();
        Assert.Equal(2, UnminifyBench.Run([], output));
    }

    private (int Code, string Output) Run(params string[] arguments)
    {
        using StringWriter output = new();
        int code = UnminifyBench.Run(["--bundles", _folder.Root, "--plimsoll", _product.Plimsoll, .. arguments], output);
        return (code, output.ToString());
    }
}
