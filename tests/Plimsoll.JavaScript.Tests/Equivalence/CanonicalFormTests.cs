using System.Text;
using Plimsoll.JavaScript.Equivalence;
using Plimsoll.JavaScript.Parsing;
using Plimsoll.JavaScript.Tests.Printing;

namespace Plimsoll.JavaScript.Tests.Equivalence;

/// <summary>What is one program and what is not.</summary>
public sealed class CanonicalFormTests
{
    [Theory]
    [InlineData("function f(a,b){return a-b}", "function f(first,second){return first-second}")]
    [InlineData("x=void 0;y=!0", "x=undefined;y=true")]
    [InlineData("x=5e3+0x10+'\\x41'", "x=5000+16+\"A\"")]
    [InlineData("a&&b();c||d()", "if(a){b()}if(!c)d()")]
    [InlineData("a!=b||c()", "if(a==b){c()}")]
    [InlineData("a?b():c()", "if(a)b();else{c()}")]
    [InlineData("function f(){return a(),b}", "function f(){a();return b;}")]
    [InlineData("var a=1,b;", "var a=1;var b")]
    [InlineData("1<a[\"b\"]", "a.b>1")]
    [InlineData("(function(){let a;{let b;a=b}})", "(function(){let a;{let a2;a=a2}})")]
    [InlineData("x=()=>a", "x=()=>{return a}")]
    [InlineData("x=()=>(a&&b(),c)", "x=()=>{if(a)b();return c}")]
    [InlineData("x=async a=>({a})", "x=async a=>{return{a}}")]
    public void Digest_SaidInAnotherWay_IsEqual(string one, string other) => Assert.True(AreEqual(one, other));

    [Theory]
    [InlineData("function f(a,b){return a-b}", "function f(a,b){return b-a}")]
    [InlineData("function f(a){return a}", "function f(b){return a}")]
    [InlineData("(function(){let a;{let b;a=b}})", "(function(){let a;{let a;a=a}})")]
    [InlineData("(function(n){return function(){return n}})", "(function(n){return function(n){return n}})")]
    [InlineData("x=a", "x=b")]
    [InlineData("x.a=1", "x.b=1")]
    [InlineData("x={a:1}", "x={a:2}")]
    [InlineData("function*f(){}", "function f(){}")]
    [InlineData("async function f(){}", "function f(){}")]
    [InlineData("a(b)", "a?.(b)")]
    [InlineData("(a?.b).c", "a?.b.c")]
    [InlineData("a?.b.c", "a.b?.c")]
    [InlineData("a=function(){}", "(a)=function(){}")]
    [InlineData("x=()=>{a}", "x=()=>a")]
    [InlineData("x=()=>a", "x=()=>{return;a}")]
    [InlineData("x=()=>a", "x=function(){return a}")]
    [InlineData("x=()=>(a,b)", "x=()=>{return a;b}")]
    [InlineData("x=()=>[a=>b,c]", "x=()=>[a=>[b,c]]")]
    [InlineData("a-(b-c)", "a-b-c")]
    [InlineData("a<b||c()", "if(a>=b)c()")]
    [InlineData("(function(undefined){x=void 0})", "(function(undefined){x=undefined})")]
    [InlineData("x={__proto__}", "x={__proto__:__proto__}")]
    [InlineData("\"use strict\";a", "(\"use strict\");a")]
    [InlineData("let a;a=1", "const b=1")]
    [InlineData("l:for(;;)break l", "l:for(;;)break")]
    [InlineData("++a", "a++")]
    [InlineData("class A{static a=1}", "class A{a=1}")]
    [InlineData("switch(a){case 1:b;case 2:c}", "switch(a){case 1:case 2:b;c}")]
    public void Digest_OfAnotherProgram_Differs(string one, string other) => Assert.False(AreEqual(one, other));

    [Fact]
    public void FirstDifference_FarInside_IsFoundNearby()
    {
        string Program(string middle) => string.Concat(Enumerable.Range(0, 2000).Select(i => i == 1500 ? middle : $"a{i}();"));
        using ProgramDigest one = Prints.Digest(Encoding.UTF8.GetBytes(Program("b();")), SourceGoal.Script);
        using ProgramDigest other = Prints.Digest(Encoding.UTF8.GetBytes(Program("c();")), SourceGoal.Script);

        (int ours, int theirs) = one.FirstDifference(other);

        Assert.False(one.IsEquivalentTo(other));
        Assert.Equal(ours, theirs);
        Assert.InRange(ours, Program("b();").IndexOf("b()", StringComparison.Ordinal) - 64 * 10, Program("b();").IndexOf("b()", StringComparison.Ordinal));
    }

    private static bool AreEqual(string one, string other)
    {
        using ProgramDigest first = Prints.Digest(Encoding.UTF8.GetBytes(one), SourceGoal.Script);
        using ProgramDigest second = Prints.Digest(Encoding.UTF8.GetBytes(other), SourceGoal.Script);
        return first.IsEquivalentTo(second);
    }
}
