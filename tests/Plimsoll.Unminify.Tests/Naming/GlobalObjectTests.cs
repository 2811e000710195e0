using Plimsoll.Unminify.Jobs;

namespace Plimsoll.Unminify.Tests.Naming;

/// <summary>Names at the top level of a script are properties of the global object, which others have a say in.</summary>
public sealed class GlobalObjectTests : IDisposable
{
    private readonly TestJob _job = new();

    public void Dispose() => _job.Dispose();

    [Theory]
    [InlineData("function a(e){return globalThis.queueMicrotask(e)}a(b)", "function queueMicrotask(")]
    [InlineData("function a(e){return window.open(e)}a(b)", "function open(")]
    [InlineData("var a=document.location;b(a)", "var location =")]
    [InlineData("var a=this.name;b(a)", "var name =")]
    [InlineData("function a(e){return e.total}window.total=a;window.start(a)", "function total(")]
    [InlineData("function a(e){return e.total}window['total']=a", "function total(")]
    public void Run_ScriptThatUsesTheGlobalObject_TakesNoNameOfIt(string text, string bad) => Assert.DoesNotContain(bad, _job.Run(text), StringComparison.Ordinal);

    [Theory]
    [InlineData("var n=3;(0,eval)(\"n\")", "var n = 3", KeptReason.Eval)]
    [InlineData("var n=3,e=eval;e(\"n\")", "var n = 3", KeptReason.Eval)]
    [InlineData("var n=3;new Function(\"return n\")()", "var n = 3", KeptReason.Eval)]
    [InlineData("var n=3;function f(){return this.n}f()", "var n = 3", KeptReason.TopLevel)]
    [InlineData("var n=3;globalThis.n", "var n = 3", KeptReason.TopLevel)]
    public void Run_ScriptThatReachesItsOwnNamesOtherwise_KeepsThem(string text, string kept, KeptReason reason)
    {
        Assert.Contains(kept, _job.Run(text), StringComparison.Ordinal);
        Assert.True(_job.Report(text).Kept[reason] >= 1);
    }

    [Fact]
    public void Run_ScriptThatAsksForTheGlobalObject_GetsItsNames() => Assert.DoesNotContain("var n =", _job.Run("var n=Function(\"return this\")();go(n)"), StringComparison.Ordinal);

    [Fact]
    public void Run_SeveralScripts_KeepWhatTheyMayShare()
    {
        string one = _job.Folder.Write("one.js", "var a={v:1};function b(c){return c+1}"), two = _job.Folder.Write("two.js", "go(b(a.v))");
        UnminifyOptions options = _job.Options(one, "set") with { Inputs = [one, two], IsSingleFile = false };
        UnminifyJob.Run(options, null, CancellationToken.None);

        Assert.StartsWith("var a = { v: 1 };\nfunction b(", File.ReadAllText(_job.Folder.PathOf("set/one.js")), StringComparison.Ordinal);
    }

    [Fact]
    public void Run_TheInputThroughALink_IsRefused()
    {
        string input = _job.Folder.Write("in.js", "a();");
        Directory.CreateSymbolicLink(_job.Folder.PathOf("link"), _job.Folder.Root);

        Assert.Equal(UnminifyFailure.Usage, Assert.Throws<UnminifyException>(() => UnminifyJob.Run(_job.Options(input, "link/in.js"), null, CancellationToken.None)).Failure);
        Assert.Equal("a();", File.ReadAllText(input));
    }

    [Fact]
    public void Run_Output_HasTheRightsOfAnyNewFile()
    {
        _job.Run("a();");
        string usual = _job.Folder.PathOf("usual");
        using (File.Create(usual)) Assert.True(OperatingSystem.IsWindows() || File.GetUnixFileMode(usual) == File.GetUnixFileMode(_job.Folder.PathOf("out.js")));
    }
}
