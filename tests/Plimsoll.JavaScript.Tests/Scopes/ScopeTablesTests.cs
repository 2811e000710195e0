using Plimsoll.JavaScript.Parsing;
using Plimsoll.JavaScript.Scopes;

namespace Plimsoll.JavaScript.Tests.Scopes;

/// <summary>What the oracle does not know: pinned names, expansions, goals, scopes.</summary>
public sealed class ScopeTablesTests
{
    [Theory]
    [InlineData("(function(a){eval('a');return function(b){return a+b}})()", "a:SeenByEval b:None")]
    [InlineData("(function(a){(0,eval)('a');eval?.('a')})()", "a:None")]
    [InlineData("(function(a,o,c){with(o){a;(function(b){b})()}c})()", "a:SeenByWith o:None c:None b:None")]
    [InlineData("(function(o){with(o){var a=1}})()", "o:None a:SeenByWith")]
    [InlineData("var a;let b;function c(d){}", "a:Global b:Global c:Global d:None")]
    [InlineData("export var a;var b;export{b as c};export default function d(){}", "a:ExportedByName, Exported b:Exported d:Exported")]
    public void Symbols_ThatOthersSee_SayWhy(string text, string expected)
    {
        using ScopeTables tables = Surveys.Read(text);

        Assert.Equal(expected, string.Join(' ', Symbols(tables).Where(symbol => symbol.Declaration >= 0).OrderBy(symbol => symbol.Declaration)
            .Select(symbol => $"{tables.Names.GetString(symbol.Name)}:{symbol.Flags}")));
    }

    [Theory]
    [InlineData("var a;({a});({a}=b);var{c}=b;var{d:e}=b", "a:None a:Shorthand a:Shorthand b:None c:Shorthand b:None e:None b:None")]
    [InlineData("import{a,b as c}from'x';export{a,c as d}", "a:Import c:None a:Export c:None")]
    [InlineData("(({a,b=1})=>a)", "a:Shorthand b:Shorthand a:None")]
    public void Occurrences_ThatAreTwoNamesInOne_SayHowToGrow(string text, string expected)
    {
        using ScopeTables tables = Surveys.Read(text);

        Assert.Equal(expected, string.Join(' ', Enumerable.Range(0, tables.Occurrences.Count).Select(at => tables.Occurrences[at])
            .Select(occurrence => $"{tables.Names.GetString(tables.Symbols[occurrence.Symbol].Name)}:{occurrence.Expansion}")));
    }

    [Theory]
    [InlineData("a", SourceGoal.Detect, SourceGoal.Script)]
    [InlineData("import'a'", SourceGoal.Detect, SourceGoal.Module)]
    [InlineData("import.meta", SourceGoal.Detect, SourceGoal.Module)]
    [InlineData("await a", SourceGoal.Detect, SourceGoal.Module)]
    [InlineData("return 1", SourceGoal.DetectNode, SourceGoal.CommonJs)]
    [InlineData("with(a)b", SourceGoal.DetectNode, SourceGoal.Script)]
    public void Goal_OfAText_IsFoundOut(string text, SourceGoal asked, SourceGoal found)
    {
        using ScopeTables tables = Surveys.Read(text, asked);

        Assert.Equal(found, tables.Goal);
    }

    [Theory]
    [InlineData("(function F(){return function(t,n=hr(t)){return hr;function hr(){}};function hr(){}})", "hr", 2)]
    [InlineData("(function(){{function a(){}}return a})", "a", 1)]
    [InlineData("(function(a){{function a(){}}return a})", "a", 2)]
    [InlineData("(function(){let a;{function a(){}}return a})", "a", 2)]
    [InlineData("'use strict';(function(){{function a(){}}return a})", "a", 2)]
    [InlineData("(function(){try{}catch(e){var e=1}return e})", "e", 1)]
    [InlineData("(function(){class A{m(){return A}}return A})", "A", 1)]
    [InlineData("(function a(a){return a})", "a", 2)]
    [InlineData("(function(a){return(a,b=()=>a)=>a+b})", "a", 2)]
    public void Symbols_OfOneName_AreAsManyAsBindings(string text, string name, int expected)
    {
        using ScopeTables tables = Surveys.Read(text);
        int used = tables.Names.Find(System.Text.Encoding.UTF8.GetBytes(name));

        Assert.Equal(expected, Symbols(tables).Count(symbol => symbol.Name == used && symbol.Kind != SymbolKind.Merged));
    }

    [Theory]
    [InlineData("(function(){return function(t,n=h(t)){return h;function h(){}};function h(){}})", "h", "B A A B")]
    [InlineData("(function(){return (t,n=()=>h(t))=>{var h;return h};var h})", "h", "B A A B")]
    [InlineData("(function(){return function(h,n=()=>h){var h;return h};var h})", "h", "A A A A B")]
    [InlineData("(function(){h;{h;function h(){}}h})", "h", "A A A A")]
    [InlineData("(function(){h;{let h;{function h(){}h}}h})", "h", "C A B B C")]
    [InlineData("(function h(){h;var a=function h(){h}})", "h", "A A B B")]
    [InlineData("async(h,h=>h);h=>h", "h", "C A A B B")]
    public void Occurrences_OfOneName_AreBoundToTheRightDeclaration(string text, string name, string expected)
    {
        using ScopeTables tables = Surveys.Read(text);
        int used = tables.Names.Find(System.Text.Encoding.UTF8.GetBytes(name));
        List<int> bound = [.. Enumerable.Range(0, tables.Occurrences.Count).Select(at => tables.Occurrences[at].Symbol).Where(symbol => tables.Symbols[symbol].Name == used)];
        // Letters go by declaration; what is free comes last.
        List<int> order = [.. bound.Distinct().OrderBy(symbol => (uint)tables.Symbols[symbol].Declaration)];

        Assert.Equal(expected, string.Join(' ', bound.Select(symbol => (char)('A' + order.IndexOf(symbol)))));
    }

    [Theory]
    [InlineData("function f(a,b=()=>1){let c;{let d;(()=>{let e})()}{f}for(let g of a);try{}catch(h){}}")]
    [InlineData("((a,b=function(){return function(c){}})=>{let d;{(()=>1);let e}})")]
    [InlineData("async(function(a){return b=>a});async(a=>1,b=>{let c});async (x,y=()=>z)=>{x}")]
    public void Scopes_OfAProgram_NestAndHoldTheirSymbols(string text)
    {
        using ScopeTables tables = Surveys.Read(text);
        Assert.Equal(text.Length, tables.Scopes[0].End);
        for (int at = 1; at < tables.Scopes.Count; at++)
        {
            Scope scope = tables.Scopes[at], parent = tables.Scopes[scope.Parent];
            Assert.True(scope.Parent < at && parent.Start <= scope.Start && scope.End <= parent.End, $"scope {at} does not lie in {scope.Parent}");
            Assert.True(tables.Scopes[at - 1].Start <= scope.Start, $"scope {at} is out of order");
            Assert.InRange(scope.FirstOccurrence, parent.FirstOccurrence, scope.EndOccurrence);
            Assert.InRange(scope.EndOccurrence, scope.FirstOccurrence, parent.EndOccurrence);
        }

        int linked = 0;
        for (int at = 0; at < tables.Scopes.Count; at++)
        {
            for (int symbol = tables.Scopes[at].FirstSymbol; symbol >= 0; symbol = tables.Symbols[symbol].Next, linked++)
            {
                Assert.Equal(at, tables.Symbols[symbol].Scope);
                if (tables.Symbols[symbol].Declaration >= 0) Assert.InRange(tables.Symbols[symbol].Declaration, tables.Scopes[at].Start, tables.Scopes[at].End);
            }
        }

        Assert.Equal(tables.Symbols.Count, linked);
        Assert.Equal(tables.Occurrences.Count, Symbols(tables).Sum(symbol => symbol.Occurrences));
    }

    private static List<Symbol> Symbols(ScopeTables tables) => [.. Enumerable.Range(0, tables.Symbols.Count).Select(at => tables.Symbols[at])];
}
