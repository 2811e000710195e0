using System.Text;
using System.Text.Json;
using Plimsoll.Testing;

namespace Plimsoll.Cli.Tests.Hostile;

/// <summary>A program of 7 MB in one statement is un-minified inside a kernel group in which a parser that keeps the whole tree dies.</summary>
public sealed class UnminifyLimitTests : IDisposable
{
    private const long GroupBytes = 64 << 20;
    private const int Copies = 90;

    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Unminify_LargeStatement_FinishesWhereATreeOfItDoesNot()
    {
        Assert.SkipWhen(KernelGroupFixture.WhyNot is not null, KernelGroupFixture.WhyNot ?? "");
        Assert.SkipWhen(TestPackages.JavaScript.WhyNot("lodash") is not null, TestPackages.JavaScript.WhyNot("lodash") ?? "");
        string input = WriteLargeStatement();
        using (KernelGroupFixture group = KernelGroupFixture.Create(GroupBytes))
        {
            ProcessResult control = ProcessRunner.Run(
                "node", ["-e", "require(process.argv[1]).parse(require('fs').readFileSync(process.argv[2],'utf8'),{ecmaVersion:2022})", Path.Combine(TestPackages.JavaScript.Modules, "acorn"), input], In(group));
            Assert.True(control.ExitCode != 0 && group.OomKills > 0, $"the control does not die: {control}");
        }

        using (KernelGroupFixture group = KernelGroupFixture.Create(GroupBytes))
        {
            ProcessResult result = ProcessRunner.RunTool("plimsoll", ["unminify", input, "-o", _folder.PathOf("out"), "--no-unpack", "--json", "--quiet"], In(group));

            Assert.True(result.ExitCode == ExitCode.Ok, result.ToString());
            Assert.Equal(0, group.OomKills);
            using JsonDocument json = JsonDocument.Parse(result.StandardOutput);
            Assert.True(json.RootElement.GetProperty("files")[0].GetProperty("verified").GetBoolean());
            Assert.True(json.RootElement.GetProperty("files")[0].GetProperty("chunks").GetInt64() > Copies);
        }
    }

    private static ProcessSetup In(KernelGroupFixture group) => new() { Group = group, Timeout = TimeSpan.FromMinutes(5) };

    private string WriteLargeStatement()
    {
        string library = File.ReadAllText(Path.Combine(TestPackages.JavaScript.Modules, "lodash", "lodash.min.js"));
        StringBuilder text = new("!function(){var a=0;");
        for (int i = 0; i < Copies; i++) text.Append("(function(b){").Append(library).Append("\n})(a++);");
        text.Append("}();");
        return _folder.Write("large.js", text.ToString());
    }
}
