using System.Text;
using Plimsoll.JavaScript.Equivalence;
using Plimsoll.JavaScript.Parsing;
using Plimsoll.JavaScript.Scopes;
using Plimsoll.JavaScript.Text;

namespace Plimsoll.JavaScript.Tests.Equivalence;

/// <summary>Whether a text is another with other names.</summary>
public sealed class RenamedTextTests
{
    [Theory]
    [InlineData("var a=b;", "var c=b;")]
    [InlineData("function a(b){return b+c}", "function x(y){return y+c}")]
    [InlineData("f({a});var a", "f({a: b});var b")]
    [InlineData("var {a,b=a}=c", "var {a: x,b: y=x}=c")]
    [InlineData("var {__proto__}=c;({__proto__})", "var {[\"__proto__\"]: d}=c;({[\"__proto__\"]: d})")]
    [InlineData("import {a}from'm';export {a}", "import {a as b}from'm';export {b as a}")]
    [InlineData("import {a}from'm';export {a}", "import {a}from'm';export {a}")]
    [InlineData("var \\u0061=1;a", "var b=1;b")]
    public void FirstDifference_OtherNames_IsNull(string ours, string theirs) => Assert.Null(Compare(ours, theirs));

    [Theory]
    [InlineData("var a=b;", "var c=d;")] // another global
    [InlineData("var a,b;a+b", "var a,b;b+a")] // another binding
    [InlineData("var a,b;a+b", "var c,c;c+c")] // two in one
    [InlineData("var a;a+a", "var b;b+c")] // lost
    [InlineData("var a=1", "var a=2")] // another text
    [InlineData("var a=1", "var a=1;")] // more text
    [InlineData("f({a});var a", "f({b});var b")] // another property
    [InlineData("f({a});var a", "f({b: b});var b")]
    [InlineData("var {__proto__}=c", "var {__proto__: d}=c")] // sets the prototype
    [InlineData("import {a}from'm';export {a}", "import {b}from'm';export {b}")] // another export
    [InlineData("import {a}from'm';export {a}", "import {a as b}from'm';export {b as c}")]
    [InlineData("function f(){return arguments}", "function f(){return argument}")]
    [InlineData("function f(a){return a}", "function f(a){return b}")]
    [InlineData("let a;{let b;a;b}", "let a;{let a;a;a}")] // captured
    public void FirstDifference_AnotherProgram_IsFound(string ours, string theirs) => Assert.NotNull(Compare(ours, theirs));

    private static (int Ours, int Theirs)? Compare(string ours, string theirs)
    {
        using ScopeTables one = Read(ours), other = Read(theirs);
        return RenamedText.FirstDifference(one, other, ChunkStore.Native);
    }

    private static ScopeTables Read(string text) => Parser.Survey(new SourceText(Encoding.UTF8.GetBytes(text), "text"), new SurveyOptions());
}
