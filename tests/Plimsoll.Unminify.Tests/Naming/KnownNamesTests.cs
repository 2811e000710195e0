using Plimsoll.Unminify.Jobs;

namespace Plimsoll.Unminify.Tests.Naming;

/// <summary>Functions that well-known packages have, with other letters than theirs.</summary>
public sealed class KnownNamesTests : IDisposable
{
    private const string Copies = """
        (function(){var q={};function W(a){return a&&(a._vnode&&a._vnode._dom||1==a.nodeType&&a)||null}function c(d,f){let g=d;if("auto"===f)for(;(0,q.isParenthesisNode)(g);)g=g.content;return!!(0,q.isConstantNode)(g)||!!(0,q.isOperatorNode)(g)&&c(g.args[0],f)}W(1),c(3,4)})()
        """;

    private readonly TestJob _job = new();

    public void Dispose() => _job.Dispose();

    [Fact]
    public void ACopy_IsRecognizedAndHasTheNamesOfItsAuthors()
    {
        ProgramReport report = _job.Report(Copies);

        string output = File.ReadAllText(_job.Folder.PathOf("out.js"));
        Assert.Contains("function findDomNode(component)", output, StringComparison.Ordinal);
        Assert.Contains("let curNode = expr", output, StringComparison.Ordinal);
        Assert.InRange(report.Recognized, 5, report.Renamed);
    }

    [Fact]
    public void NamesThatComeFromElsewhere_AreNotCounted()
    {
        _job.Run(Copies, options => options with { WritesRenameMap = true });
        string map = _job.Folder.Write("other.json", File.ReadAllText(_job.Folder.PathOf("out.rename.json")).Replace("component", "thing", StringComparison.Ordinal));

        long all = _job.Report(Copies).Recognized, rest = _job.Report(Copies, options => options with { NamesFrom = [map] }).Recognized;

        Assert.Equal(all - 1, rest);
    }

    [Fact]
    public void AFunctionThatIsAlmostACopy_IsNotRecognized() => Assert.Equal(0, _job.Report(Copies.Replace("._dom", "._don", StringComparison.Ordinal).Replace("auto", "audo", StringComparison.Ordinal)).Recognized);
}
