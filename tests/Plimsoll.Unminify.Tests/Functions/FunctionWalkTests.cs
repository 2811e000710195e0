using System.Text;
using Plimsoll.JavaScript.Parsing;
using Plimsoll.JavaScript.Scopes;
using Plimsoll.JavaScript.Text;
using Plimsoll.Unminify.Functions;

namespace Plimsoll.Unminify.Tests.Functions;

/// <summary>Each program has one function of interest, which is the last that closes but for the wrapper.</summary>
public sealed class FunctionWalkTests
{
    [Theory]
    [InlineData("function q(x){return a(x)+b(x)}", "function z(k){return b(k)+a(k)}")]
    [InlineData("function q(x){return x?q(a(x)):b}", "function w(e){return e?w(b(e)):a}")]
    [InlineData("c=function q(x){return x?q(a(x)):b}", "c=function w(e){return e?w(b(e)):a}")]
    public void Key_OtherLetters_IsTheSame(string one, string other) => Assert.Equal(Look(one).Key, Look(other).Key);

    [Theory]
    [InlineData("function q(x){return a(x)+b(x)}", "function q(x){return a(x)+a(x)}")]
    [InlineData("function q(x){return a(b(x))+a(x)}", "function q(x){return a(b(x))+b(x)}")]
    [InlineData("function q(x){return q(x)+a(x)}", "function q(x){return a(x)+a(x)}")]
    public void Key_OtherBindingsOfTheOutside_IsAnother(string one, string other)
    {
        Assert.Equal(Look(one).Print, Look(other).Print);
        Assert.NotEqual(Look(one).Key, Look(other).Key);
    }

    [Theory]
    [InlineData("function q(x){return q(x)+a(x)+b}")]
    [InlineData("c=function q(x){return q(x)+a(x)+b}")]
    [InlineData("var d=function q(x){return q(x)+a(x)+b}")]
    [InlineData("var d=function(x){return d(x)+a(x)+b}")]
    public void Outers_AreWithoutWhatTheFunctionIsCalledBy(string program) => Assert.Equal("a b", string.Join(' ', Look(program).Outers));

    [Fact]
    public void Functions_AreUsedAgain_AndKeepNothing()
    {
        string[] alone = [.. Enumerable.Range(0, 3).Select(i => Describe($"function q{i}(x,y){{return a(x,y,{i})}}"))];
        string program = string.Concat(Enumerable.Range(0, 3).Select(i => $"function q{i}(x,y){{return a(x,y,{i})}}"));

        Assert.Equal(string.Join('\n', alone), string.Join('\n', Walk(program).Take(3)));

        static string Describe(string text) => Walk(text)[0].ToString();
    }

    private static Seen Look(string program) => Walk(program)[^2];

    private static List<Seen> Walk(string program)
    {
        using SourceText source = new(Encoding.UTF8.GetBytes($"(function(){{var a,b,c;{program}}})()"), "program.js");
        using ScopeTables tables = Parser.Survey(source, new SurveyOptions());
        List<Seen> seen = [];
        FunctionWalk.Run(tables, ChunkStore.Native, function => seen.Add(new Seen(function.Print, function.Key, Names(function.Locals), Names(function.Outers))));
        return seen;

        string[] Names(IReadOnlyList<int> symbols) => [.. symbols.Select(symbol => tables.Names.GetString(tables.Symbols[symbol].Name))];
    }

    private sealed record Seen(ulong Print, ulong Key, string[] Locals, string[] Outers)
    {
        public override string ToString() => $"{Key:x} {string.Join(',', Locals)} {string.Join(',', Outers)}";
    }
}
