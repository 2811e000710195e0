using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Plimsoll.Testing;

namespace Plimsoll.Cli.Tests.Hostile;

/// <summary>A budget that is too small for a program is refused with one that does, and it really does; what need not lie in memory needs no budget.</summary>
public sealed class UnminifyBudgetTests : IDisposable
{
    private const string SmallBudget = "24MB";

    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("a list of a million", "a=[", "1,", 1_000_000, "1];")]
    [InlineData("a bundle of 30,000 modules", BundleHead, "function(e,t,n){e.exports=n(1)},", 30_000, "function(){}]);")]
    public void Unminify_BudgetTooSmall_NamesOneThatDoes(string what, string head, string part, int count, string end)
    {
        string input = _folder.Write("in.js", new StringBuilder(head).Insert(head.Length, part, count).Append(end).ToString());

        ProcessResult refused = Unminify(input, SmallBudget);

        Assert.True(refused.ExitCode == ExitCode.BudgetTooSmall, $"{what}: {refused}");
        Match told = Regex.Match(refused.StandardError, $@"^plimsoll: a budget of 24 MB is too small for {Regex.Escape(input)}; --memory (\d+MB) will do\n$");
        Assert.True(told.Success, refused.StandardError);
        Assert.Equal(["in.js"], _folder.Names());
        ProcessResult result = Unminify(input, told.Groups[1].Value);
        Assert.True(result.ExitCode == ExitCode.Ok, result.ToString());
    }

    [Fact]
    public void Unminify_ManyNames_NeedNoBudgetOfTheirOwn()
    {
        string text = string.Concat(Enumerable.Range(0, 150_000).Select(i => string.Create(CultureInfo.InvariantCulture, $"function handlerNumber{i}(a){{return a.x}}")));

        ProcessResult result = Unminify(_folder.Write("in.js", text), SmallBudget);

        Assert.True(result.ExitCode == ExitCode.Ok, result.ToString());
    }

    [Fact]
    public void Unminify_LargeRenameMap_NeedsNoBudgetOfItsOwn()
    {
        string functions = string.Join(',', Enumerable.Range(0, 300_000).Select(i => string.Create(CultureInfo.InvariantCulture, $"[\"{i:x16}\",\"own{i}\",\"first{i}\",\"second{i}\"]")));
        string map = _folder.Write("old.rename.json", $"{{\"functions\":[{functions}]}}");

        ProcessResult result = Unminify(_folder.Write("in.js", "function a(b){return b.c}a(1);"), SmallBudget, "--names-from", map);

        Assert.True(result.ExitCode == ExitCode.Ok, result.ToString());
    }

    private const string BundleHead =
        "!function(e){var t={};function n(r){if(t[r])return t[r].exports;var o=t[r]={exports:{}};return e[r].call(o.exports,o,o.exports,n),o.exports}n.m=e,n(0)}([";

    private ProcessResult Unminify(string input, string memory, params string[] more) =>
        ProcessRunner.RunTool("plimsoll", ["unminify", input, "-o", _folder.PathOf("out"), "--quiet", "--memory", memory, .. more], new ProcessSetup { Timeout = TimeSpan.FromMinutes(3) });
}
