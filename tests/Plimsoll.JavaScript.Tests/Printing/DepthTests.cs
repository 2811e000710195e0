using System.Runtime.ExceptionServices;
using System.Text;
using Plimsoll.JavaScript.Equivalence;
using Plimsoll.JavaScript.Parsing;
using Plimsoll.JavaScript.Printing;
using Plimsoll.JavaScript.Text;

namespace Plimsoll.JavaScript.Tests.Printing;

/// <summary>What the parser reads can be printed and digested, however deep or long it is, on the stack that the parser asks for; a smaller stack is an error and not the end of the process.</summary>
public sealed class DepthTests
{
    private const int Long = 200_000;
    private const int SmallStack = 1_500_000;
    private const int AskedFor = 16 << 20;

    [Theory]
    [InlineData("(", "1", ")", 1)]
    [InlineData("[", "1", "]", 1)]
    [InlineData("(function(){return ", "1", "})", 3)]
    [InlineData("`${", "1", "}`", 1)]
    [InlineData("x=({a:", "1", "})", 3)]
    [InlineData("(a=>{", "1", "})", 3)]
    [InlineData("a=>", "1", "", 1)]
    [InlineData("class A{m(){", "", "}}", 1)]
    [InlineData("{", ";", "}", 1)]
    [InlineData("if(a){", ";", "}else;", 2)]
    [InlineData("for(;;)", ";", "", 2)] // it gets braces
    [InlineData("!", "1", "", 1)]
    [InlineData("f(", "1", ")", 1)]
    [InlineData("a?(", "1", "):b", 2)]
    [InlineData("a**", "1", "", 1)]
    [InlineData("new ", "A", "", 2)] // it gets parentheses
    public void Print_AProgramNearTheLimit_StaysWhatItIs(string open, string middle, string close, int levels)
    {
        int count = (Parser.DepthMax - 10) / levels;
        AssertStays(Repeated(open, count) + middle + Repeated(close, count), AskedFor);
    }

    [Theory]
    [InlineData("(function(){return ", "1", "})")]
    [InlineData("(a=>{", "1", "})")]
    [InlineData("[", "1", "]")]
    [InlineData("{", ";", "}")]
    public void Print_OnASmallStack_IsRefusedWhereItDoesNotFit(string open, string middle, string close)
    {
        for (int count = 100; count < Parser.DepthMax; count += 100)
        {
            string text = Repeated(open, count) + middle + Repeated(close, count);
            if (Failure(text, SmallStack) is { } failure) Assert.IsType<JavaScriptSyntaxException>(failure);
        }
    }

    [Theory]
    [InlineData("a", "+a", "")]
    [InlineData("a", ".a", "")]
    [InlineData("a", ",a", "")]
    [InlineData("a", "?a:a", "")]
    [InlineData("x=a", "?a:a", "")]
    [InlineData("a", "=a", "")]
    [InlineData("a", "()", "")]
    [InlineData("a", "&&a", "")]
    [InlineData("x=a", "&&a", "")]
    [InlineData("if(a);", "else if(a);", "")]
    [InlineData("a", "?.a", "")]
    [InlineData("a", "`b`", "")]
    [InlineData("[", "a,", "]")]
    [InlineData("var a", ",a", "")]
    [InlineData("", "(function(){var b;return b+c})();", "")]
    public void Print_ALongProgram_StaysWhatItIs(string first, string repeated, string last) => AssertStays(first + Repeated(repeated, Long) + last, SmallStack);

    private static string Repeated(string text, int count) => new StringBuilder().Insert(0, text, count).ToString();

    private static void AssertStays(string text, int stack)
    {
        if (Failure(text, stack) is { } failure) ExceptionDispatchInfo.Throw(failure);
    }

    /// <summary>Prints and digests on a thread with a stack of so many bytes.</summary>
    private static Exception? Failure(string text, int stack)
    {
        Exception? failure = null;
        Thread thread = new(() => failure = Record.Exception(() => PrintAndCompare(Encoding.UTF8.GetBytes(text))), stack);
        thread.Start();
        thread.Join();
        return failure;
    }

    private static void PrintAndCompare(byte[] text)
    {
        using ProgramDigest expected = Prints.Digest(text, SourceGoal.Script);
        byte[] printed = Prints.Print(text, SourceGoal.Script, new PrintOptions { Format = false });
        using ProgramDigest found = Prints.Digest(printed, SourceGoal.Script);
        Assert.True(found.IsEquivalentTo(expected), "another program");
    }
}
