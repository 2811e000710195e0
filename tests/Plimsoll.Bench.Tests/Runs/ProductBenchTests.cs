using Plimsoll.Testing;

namespace Plimsoll.Bench.Tests.Runs;

/// <summary>Every measurement on a tiny input, so that none can rot; and each verdict once with a product that deserves a bad one.</summary>
public sealed class ProductBenchTests : IDisposable
{
    private readonly SmallTree _tree = new();

    [Fact]
    public void Compare_SmallTree_PrintsTablesAndKeepsRawResults()
    {
        (int code, string output) = _tree.Run("compare", "--runs", "1", "--queries", "2", "--without", "rg");

        Assert.True(code == 0, output);
        Assert.Contains("plimsoll 256MB", output, StringComparison.Ordinal);
        Assert.Contains("rg: left out on request", output, StringComparison.Ordinal);
        Assert.Contains("one file changed", output, StringComparison.Ordinal);
        Assert.Contains("words of names", output, StringComparison.Ordinal);
        Assert.Equal(12, _tree.Result("figures", "files").GetInt32());
        Assert.Equal(2, _tree.Result("search", "cold", "plimsoll 256MB").GetArrayLength());
        Assert.True(_tree.Result("machine", "cores").GetInt32() > 0);
        Assert.StartsWith("plimsoll ", _tree.Result("tools", "plimsoll").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Compare_ToolsNotInstalled_NamesThemAndGoesOn()
    {
        ProcessResult result = _tree.RunAlone(new(StringComparer.Ordinal) { ["PATH"] = "/nowhere" }, "compare", "--runs", "1", "--queries", "1");

        Assert.True(result.ExitCode == 0, result.StandardOutput + result.StandardError);
        Assert.Contains("cindex: cindex is not installed", result.StandardOutput, StringComparison.Ordinal);
        Assert.Contains("fts5: sqlite3 is not installed", result.StandardOutput, StringComparison.Ordinal);
        Assert.Equal("not installed", _tree.Result("tools", "rg").GetString());
    }

    [Fact]
    public void Limits_SmallTree_SaysWhatTheGroupSaw()
    {
        Assert.SkipWhen(KernelGroupFixture.WhyNot is not null, KernelGroupFixture.WhyNot ?? "");

        (int code, string output) = _tree.Run("limits", "--memory", "128MB");

        Assert.True(code == 0, output);
        Assert.InRange(_tree.Result("run", "anon_peak_bytes").GetInt64(), 1, 128 << 20);
        Assert.Equal(32, _tree.Result("run", "digest").GetString()!.Length);
    }

    [Fact]
    public void Limits_IndexFails_SaysSo()
    {
        Assert.SkipWhen(KernelGroupFixture.WhyNot is not null, KernelGroupFixture.WhyNot ?? "");
        _tree.Replace("index", "echo no room >&2; exit 75");

        (int code, string output) = _tree.Run("limits", "--memory", "128MB");

        Assert.Equal(1, code);
        Assert.Contains("no room", output, StringComparison.Ordinal);
    }

    [Fact]
    public void Serve_SmallTree_AnswersEverybodyOrSaysWhenToComeBack()
    {
        Assert.SkipWhen(KernelGroupFixture.WhyNot is not null, KernelGroupFixture.WhyNot ?? "");

        (int code, string output) = _tree.Run("serve", "--memory", "128MB", "--clients", "200", "--seconds", "1");

        Assert.True(code == 0, output);
        Assert.Equal(3, _tree.Result("clients").GetArrayLength());
        Assert.InRange(_tree.Result("group", "anon_peak_bytes").GetInt64(), 1, 128 << 20);
    }

    [Fact]
    public void Serve_ServerThatFails_IsTwo()
    {
        Assert.SkipWhen(KernelGroupFixture.WhyNot is not null, KernelGroupFixture.WhyNot ?? "");
        _tree.Replace("serve", "echo no port >&2; exit 73");

        Assert.Equal(2, _tree.Run("serve", "--memory", "128MB", "--seconds", "1").Code);
    }

    [Fact]
    public void Kills_SmallTree_EveryDigestIsTheSame()
    {
        (int code, string output) = _tree.Run("kills", "--count", "2", "--memory", "96MB");

        Assert.True(code == 0, output);
        Assert.Equal(2, _tree.Result("rounds").GetArrayLength());
    }

    [Fact]
    public void Kills_DigestDiffers_IsOne()
    {
        _tree.Replace("status", "date +%N; exit 0");

        (int code, string output) = _tree.Run("kills", "--count", "1");

        Assert.Equal(1, code);
        Assert.Contains("1 with another digest", output, StringComparison.Ordinal);
    }

    [Fact]
    public void Digests_SmallTree_AreOne()
    {
        (int code, string output) = _tree.Run("digests");

        Assert.True(code == 0, output);
        Assert.Equal(12, _tree.Result("runs").GetArrayLength());
    }

    [Fact]
    public void Digests_DigestDiffers_IsOne()
    {
        _tree.Replace("status", "date +%N; exit 0");

        (int code, string output) = _tree.Run("digests");

        Assert.Equal(1, code);
        Assert.Contains("different digests", output, StringComparison.Ordinal);
    }

    [Fact]
    public void Watch_SmallTree_EndsAsAFreshIndex()
    {
        Assert.SkipWhen(Plimsoll.Bench.Measuring.Tools.Find("git") is null, "git is not installed");

        (int code, string output) = _tree.Run("watch", "--edits", "250", "--memory", "96MB");

        Assert.True(code == 0, output);
        Assert.Equal(_tree.Result("fresh_digest").GetString(), _tree.Result("digest").GetString());
        Assert.Equal(0, _tree.Result("problems").GetArrayLength());
    }

    [Fact]
    public void Watch_UpdateIsMissed_IsOne()
    {
        Assert.SkipWhen(Plimsoll.Bench.Measuring.Tools.Find("git") is null, "git is not installed");
        _tree.Replace("status", "date +%N; exit 0");

        (int code, string output) = _tree.Run("watch", "--edits", "2", "--memory", "96MB");

        Assert.Equal(1, code);
        Assert.Contains("DIFFERENT", output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--runs", "none")]
    [InlineData("--rounds", "5")]
    [InlineData("--runs")]
    public void Run_WrongOption_IsTwo(params string[] options) => Assert.Equal(2, _tree.Run("compare", options).Code);

    public void Dispose() => _tree.Dispose();
}
