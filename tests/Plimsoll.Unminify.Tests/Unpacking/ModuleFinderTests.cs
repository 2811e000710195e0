using System.Text;
using Plimsoll.Unminify.Unpacking;

namespace Plimsoll.Unminify.Tests.Unpacking;

/// <summary>Which programs have modules, and which ones.</summary>
public sealed class ModuleFinderTests
{
    /// <summary>The runtime of webpack 4, which takes the table as its argument.</summary>
    private const string Old = "!function(e){var t={};function n(r){if(t[r])return t[r].exports;var o=t[r]={i:r,l:!1,exports:{}};return e[r].call(o.exports,o,o.exports,n),o.l=!0,o.exports}n.m=e;n(n.s=1)}";

    /// <summary>The runtime of webpack 5, beside the table.</summary>
    private const string Young = "var t={};function n(r){var o=t[r];if(void 0!==o)return o.exports;var i=t[r]={exports:{}};return e[r](i,i.exports,n),i.exports}";

    private const string Prelude = "function(){function r(e,n,t){function o(i,f){if(!n[i]){var p=n[i]={exports:{}};e[i][0].call(p.exports,function(r){var n=e[i][1][r];return o(n||r)},p,p.exports,r,e,n,t)}return n[i].exports}for(var u=0;u<t.length;u++)o(t[u]);return o}return r}";

    [Theory]
    [InlineData(Old + "([function(e,t){},function(e,t,n){n(0)}])", "0 1")]
    [InlineData(Old + "([,,function(e,t){},,function(e,t,n){n(2)},])", "2 4")]
    [InlineData(Old + "({12:function(e,t){},1e3:function(e,t,n){n(12)},abc:function(){},\"./src/a.js\":function(e){},\"+wdc\":function(e){}})", "12 1000 abc ./src/a.js +wdc")]
    [InlineData(Old + "(Array(7).concat([function(e,t){},,function(e){}]))", "7 9")]
    [InlineData("(function(){return " + Old + "([function(e,t){}])})()", "0")]
    [InlineData("!function(e,t){module.exports=t()}(this,function(){return " + Old + "([function(e,t){},function(e,t){}])})", "0 1")]
    [InlineData("(()=>{var e={123:(e,t,n)=>{t.a=1},456:e=>e.exports=n,7:()=>{}};" + Young + "n(123)})()", "123 456 7")]
    [InlineData("(()=>{var e={45588(e,t,n){t.a=1},\"./a.js\"(e){},9(){}};" + Young + "n(9)})()", "45588 ./a.js 9")]
    [InlineData("(()=>{\"use strict\";var e={4:e=>{},5:false,6:async()=>{},7:function*(){},get 8(){},[9](e){},10:(a,b,c,d)=>{},11:(...a)=>{}};" + Young + "n(4)})()", "4")]
    [InlineData("(()=>{var t,n,e;return e={4:e=>{}},t={},n=function(r){var i=t[r]={exports:{}};return e[r](i,i.exports,n),i.exports},n(4)})()", "4")]
    [InlineData("(()=>{var e={4(){super.a},5(){()=>super . a},6(){class A extends B{constructor(){super()}b=super.c;static{super.d}}},7(){a.superb;b.super;\"super.c\"},8:()=>{},9(){class A{[super.b](){}}}};" + Young + "n(4)})()", "6 7 8")]
    [InlineData("var e={4:e=>{}};" + Young + "n(4)", "4")]
    [InlineData("(()=>{var e={4:e=>{}};var t={};function n(r){var i={id:r,module:t[r]={exports:{}},factory:e[r],require:n};i.factory.call(i.module.exports,i.module,i.module.exports,i.require)}n(4)})()", "4")]
    [InlineData("(self.webpackChunkapp=self.webpackChunkapp||[]).push([[339,\"a\"],{8:(e,t,n)=>{},9(e){}},e=>{e(e.s=8)}])", "8 9")]
    [InlineData("(window.webpackJsonp=window.webpackJsonp||[]).push([[3],[,function(e,t,n){}]])", "1")]
    [InlineData("webpackJsonp([1,2],{5:function(e,t,n){}})", "5")]
    [InlineData("exports.id=1,exports.ids=[1],exports.modules={5:(e,t,n)=>{}}", "5")]
    [InlineData("export const __webpack_ids__=[1];export const __webpack_modules__={5:(e,t,n)=>{}}", "5")]
    [InlineData("const a=[1],b={5:(e,t,n)=>{}};export{a as __webpack_ids__,b as __webpack_modules__}", "5")]
    [InlineData("(" + Prelude + ")()({1:[function(require,module,exports){},{\"./b\":2,c:undefined}],2:[function(r,m,e){},{}]},{},[1])", "1 2")]
    [InlineData("parcelRequire=function(e,r,t,n){}({\"a.js\":[function(require,module,exports){},{\"./b\":\"xY\"}]},{},[\"a.js\"],null)", "a.js")]
    public void Find_EveryFormOfTable_GivesItsModules(string text, string ids) => Assert.Equal(ids, Found.Ids(text));

    [Theory]
    [InlineData("var e={123:(e,t,n)=>{},456:(e,t,n)=>{}};function f(a,b){return e[a](a,b)}")]
    [InlineData("var handlers={click(e){},key(e,t){}};function dispatch(e){return handlers[e.type](e,e.target)}")]
    [InlineData("var a={b:function(module,exports,require){}};a.b(module,module.exports,require)")]
    [InlineData("list.push([[1,2],{a(){},b(){}}])")]
    [InlineData("exports.modules={a(){},b(){}}")]
    [InlineData("(function(e,t){})([function(e){},function(t){}],2)")]
    [InlineData("f([[function(e){},{a:1}]],{},[])")]
    [InlineData("f({a:[function(e){},{b:{}}]},{},[1])")]
    [InlineData("f({},{},[1])")]
    [InlineData("(()=>{var e={};" + Young + "n(4)})()")]
    [InlineData("")]
    public void Find_OrdinaryCode_GivesNone(string text) => Assert.Empty(Found.In(text).Modules);

    [Fact]
    public void Find_ATableInAModule_IsTheModulesOwn()
    {
        string inner = "(()=>{var e={1:e=>{},2:e=>{}};" + Young + "n(1)})()";

        Assert.Equal("8 9", Found.Ids("(()=>{var e={8:e=>{" + inner + "},9:function(e){return " + inner + "}};" + Young + "n(8)})()"));
    }

    [Fact]
    public void Find_ALibraryThatAProgramCarriesAlong_IsNoBundleOfTheProgram()
    {
        string code = string.Concat(Enumerable.Range(0, 400).Select(i => $"function f{i}(a,b){{return a.x{i}+b(\"some text\")}}"));
        string library = "function lib(){return (()=>{var e={1:e=>{" + new string(' ', 600) + "},2:e=>{}};" + Young + "return n(1)})()}";

        Assert.Empty(Found.In("(()=>{" + code + library + code + "})()").Modules);
        Assert.Equal("1 2", Found.Ids("(()=>{" + library + "})()"));
    }

    [Theory]
    [InlineData(Old + "([function(e){},function(e){}])", "1")]
    [InlineData("(()=>{var e={97:e=>{}};" + Young + "var r=n(97);module.exports=r})()", "97")]
    [InlineData("(()=>{var e={97:e=>{},98:e=>{}};" + Young + "var r={};(()=>{var a=n(97),b=n(98)})()})()", "")]
    [InlineData("(" + Prelude + ")()({1:[function(r,m,e){},{}],2:[function(r,m,e){},{}]},{},[2,1])", "2 1")]
    public void Find_WhatRunsFirst_IsTold(string text, string entries) => Assert.Equal(entries, string.Join(' ', Found.In(text).Tables[0].Entries));

    [Fact]
    public void Find_AnEntryBehindTheRuntime_IsAModuleToo()
    {
        Bundle bundle = Found.In("(()=>{var e={97:e=>{}};" + Young + "var r={};(()=>{var a=n(97);a()})()})()");

        Assert.Equal("97 entry", string.Join(' ', bundle.Modules.Select(module => module.Id)));
        Assert.True(bundle.Modules[1].IsInlined);
    }

    [Fact]
    public void Find_SeveralBundlesInOneFile_GivesAllOfThem()
    {
        string one = "(()=>{var e={1:e=>{},2:e=>{}};" + Young + "n(1)})();";
        Bundle bundle = Found.In(one + one + Old + "([function(e){}]);");

        Assert.Equal("1 2 1 2 0", string.Join(' ', bundle.Modules.Select(module => module.Id)));
        Assert.Equal([0, 0, 1, 1, 2], bundle.Modules.Select(module => module.Table));
    }

    [Fact]
    public void Find_AModule_IsWhereItSaysAndKnowsItsParameters()
    {
        string text = "(()=>{var e={1:(e,t)=>{t.a=1},2:(e)=>(e.b),3:function(){eval(\"x\")}};" + Young + "n(1)})()";
        Bundle bundle = Found.In(text);

        Assert.Equal("{t.a=1} e.b {eval(\"x\")}", string.Join(' ', bundle.Modules.Select(module => text[module.BodyStart..module.BodyEnd])));
        Assert.Equal("module exports module", string.Join(' ', bundle.ParameterNames.Select(wish => wish.Name)));
        Assert.Equal([false, false, true], bundle.Modules.Select(module => module.IsEvaluated));
    }

    [Fact]
    public void Find_ManyTablesSideBySide_TakesTimeByTheirNumber()
    {
        StringBuilder text = new();
        for (int i = 0; i < 5_000; i++) text.Append("x=").Append(i).Append(";(()=>{var e={1:e=>{}};").Append(Young).Append("n(1)})();");

        Assert.Equal(5_000, Found.In(text.ToString()).Modules.Count);
    }
}
