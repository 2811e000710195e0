using System.Buffers;
using System.Text;
using Plimsoll.JavaScript.Equivalence;
using Plimsoll.JavaScript.Parsing;
using Plimsoll.JavaScript.Renaming;
using Plimsoll.JavaScript.Scopes;
using Plimsoll.JavaScript.Tests.Printing;
using Plimsoll.JavaScript.Text;

namespace Plimsoll.JavaScript.Tests.Renaming;

/// <summary>New names never change what a name means, however often the same one is wished for.</summary>
public sealed class NameAssignerTests
{
    [Theory]
    [InlineData("(function(a,b){return a+b})", "(function(value,value2){return value+value2})")]
    [InlineData("(function(a){return function(b){return b}})", "(function(value){return function(value){return value}})")]
    [InlineData("(function(a){return function(b){return a}})", "(function(value){return function(value2){return value}})")]
    [InlineData("(function(a){return value})", "(function(value2){return value})")]
    [InlineData("(function(a){return{a}})", "(function(value){return{a: value}})")]
    [InlineData("(function(__proto__){return{__proto__}})", "(function(value){return{[\"__proto__\"]: value}})")]
    [InlineData("(function(a){var{b}=a;return b})", "(function(value){var{b: value2}=value;return value2})")]
    [InlineData("(function(a){eval(a)})", "(function(a){eval(a)})")]
    [InlineData("(function(a,b){with(a)b})", "(function(value,b){with(value)b})")]
    [InlineData("(function(a){(function(value){eval(a)})})", "(function(a){(function(value){eval(a)})})")]
    [InlineData("(function(a){(function(value,o){with(o){value}return a})})", "(function(value2){(function(value,value3){with(value3){value}return value2})})")]
    [InlineData("import{a}from'm';export{a as b}", "import{a as value}from'm';export{value as b}")]
    [InlineData("function F(){return function(t,n=hr(t)){return n;function hr(){}};function hr(){}}", "function F(){return function(value2,value3=value(value2)){return value3;function value4(){}};function value(){}}")]
    [InlineData("(function(){var \\u0061=1;return a})", "(function(){var value=1;return value})")]
    [InlineData("(function(\u00e9){return\u00a0\u00e9\u00a0+1})", "(function(value){return\u00a0value\u00a0+1})")]
    public void Assign_OneNameForAll_IsGivenWhereItIsFree(string text, string expected) => Assert.Equal(expected, Rename(Encoding.UTF8.GetBytes(text), _ => ["value"]));

    [Fact]
    public void Assign_WordOfTheLanguage_IsNotTaken() => Assert.Equal("(function(other){return other})", Rename("(function(a){return a})"u8.ToArray(), _ => ["class", "other"]));

    [Theory]
    [InlineData("lodash/lodash.min.js", 1)]
    [InlineData("terser/dist/bundle.min.js", 1)]
    [InlineData("react-dom/cjs/react-dom-client.production.js", 3)]
    [InlineData("acorn/dist/acorn.mjs", 1)]
    public void Assign_FewNamesForAPublishedFile_ItStaysTheSameProgram(string file, int names)
    {
        NodeTools.Need(file[..file.IndexOf('/', StringComparison.Ordinal)]);
        byte[] text = File.ReadAllBytes(Path.Combine(NodeTools.Modules, file));
        byte[] renamed = Encoding.UTF8.GetBytes(Rename(text, symbol => [$"name{symbol % names}", "second"]));
        using ProgramDigest before = Prints.Digest(text, SourceGoal.Detect);
        using ProgramDigest after = Prints.Digest(renamed, SourceGoal.Detect);

        Assert.False(text.AsSpan().SequenceEqual(renamed));
        Assert.True(after.IsEquivalentTo(before), $"another program from {after.FirstDifference(before)}");
    }

    [Fact]
    public void Assign_OneNameForManyOfAScope_IsNotTriedAgainForEach()
    {
        const int Bindings = 300_000; // with a search from 2 on for each, 45 billion names would be tried
        byte[] text = Encoding.UTF8.GetBytes($"(function(){{var {string.Join(',', Enumerable.Range(0, Bindings).Select(i => $"a{i}"))}}})");

        string renamed = Rename(text, _ => ["value"]);

        Assert.StartsWith("(function(){var value,value2,value3,", renamed, StringComparison.Ordinal);
        Assert.EndsWith($",value{Bindings}}})", renamed, StringComparison.Ordinal);
    }

    [Fact]
    public void Rename_WithoutCare_IsNoticed()
    {
        byte[] text = "(function(a){return function(b){return a}})"u8.ToArray();
        using ScopeTables tables = Surveys.Read(text);
        using SymbolNames names = new(tables, ChunkStore.Native);
        for (int symbol = 0; symbol < tables.Symbols.Count; symbol++) names.Rename(symbol, "same");
        ArrayBufferWriter<byte> output = new();
        SourceRenamer.Write(tables, names, output);
        using ProgramDigest before = Prints.Digest(text, SourceGoal.Script);
        using ProgramDigest after = Prints.Digest(output.WrittenSpan.ToArray(), SourceGoal.Script);

        Assert.False(after.IsEquivalentTo(before));
    }

    private static string Rename(byte[] text, Func<int, IReadOnlyList<string>> candidates)
    {
        using ScopeTables tables = Surveys.Read(text);
        using SymbolNames names = new(tables, ChunkStore.Native);
        using NameAssigner assigner = new(tables, names, ChunkStore.Native);
        assigner.Assign(candidates);
        ArrayBufferWriter<byte> output = new();
        SourceRenamer.Write(tables, names, output);
        return Encoding.UTF8.GetString(output.WrittenSpan);
    }
}
