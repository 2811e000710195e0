using System.Text;
using Plimsoll.JavaScript.Parsing;
using Plimsoll.JavaScript.Text;

namespace Plimsoll.JavaScript.Tests.Parsing;

/// <summary>Programs that nest very deep are refused, and those that are only long are read, on a small stack too.</summary>
public sealed class DepthTests
{
    private const int Deep = 1_000_000;
    private const int Long = 1_000_000;
    private const int SmallStack = 1_500_000;

    [Theory]
    [InlineData("(", "1", ")")]
    [InlineData("[", "1", "]")]
    [InlineData("(function(){return ", "1", "})")]
    [InlineData("`${", "1", "}`")]
    [InlineData("{", ";", "}")]
    [InlineData("if(a)", ";", " else ;")]
    [InlineData("!", "1", "")]
    [InlineData("a=>", "1", "")]
    [InlineData("(a=>{", "1", "})")]
    [InlineData("({a:", "1", "})")]
    [InlineData("[a=", "1", "]=b")]
    [InlineData("new ", "A", "")]
    [InlineData("a**", "1", "")]
    [InlineData("class A{m(){", "", "}}")]
    [InlineData("a:", ";", "")]
    [InlineData("async(", "1", ")")]
    [InlineData("/", "(", "/")]
    public void Survey_ADeepProgram_IsRefusedClearly(string open, string middle, string close)
    {
        string text = open == "/" ? "/" + string.Concat(Enumerable.Repeat("(", Deep)) + "a" + string.Concat(Enumerable.Repeat(")", Deep)) + "/"
            : string.Concat(Enumerable.Repeat(open, Deep)) + middle + string.Concat(Enumerable.Repeat(close, Deep));

        foreach (int stack in (int[])[SmallStack, 16 << 20])
        {
            JavaScriptSyntaxException? error = OnStack(stack, text);
            Assert.NotNull(error);
            Assert.Matches("nested|nest deeper|already", error.Message);
        }
    }

    [Theory]
    [InlineData("(", "1", ")", 1)]
    [InlineData("[", "1", "]", 1)]
    [InlineData("(function(){return ", "1", "})", 3)]
    [InlineData("`${", "1", "}`", 1)]
    [InlineData("({a:", "1", "})", 2)]
    [InlineData("(a=>{", "1", "})", 3)]
    [InlineData("class A{m(){", "", "}}", 1)]
    [InlineData("{", ";", "}", 1)]
    [InlineData("!", "1", "", 1)]
    public void Survey_AProgramNearTheLimit_IsReadOnTheStackThatIsAskedFor(string open, string middle, string close, int levels)
    {
        int count = (Parser.DepthMax - 10) / levels;
        string text = string.Concat(Enumerable.Repeat(open, count)) + middle + string.Concat(Enumerable.Repeat(close, count));

        Assert.Null(OnStack(16 << 20, text)?.Message);
    }

    [Theory]
    [InlineData("a", "+a", "")]
    [InlineData("a", ".a", "")]
    [InlineData("a", ",a", "")]
    [InlineData("a", "?a:a", "")]
    [InlineData("a", "=a", "")]
    [InlineData("a", "()", "")]
    [InlineData("a", "&&a", "")]
    [InlineData("if(a);", "else if(a);", "")]
    [InlineData("a", "?.a", "")]
    [InlineData("a", "`b`", "")]
    [InlineData("[", "a,", "]")]
    [InlineData("", "a;", "")]
    [InlineData("var a", ",a", "")]
    [InlineData("", "(function(){var b;return b+c})();", "")]
    public void Survey_ALongProgram_IsRead(string first, string repeated, string last)
    {
        string text = first + new StringBuilder().Insert(0, repeated, Long) + last;

        Assert.Null(OnStack(SmallStack, text)?.Message);
    }

    private static JavaScriptSyntaxException? OnStack(int bytes, string text)
    {
        JavaScriptSyntaxException? error = null;
        Thread thread = new(() => error = Surveys.Error(Encoding.UTF8.GetBytes(text), SourceGoal.Detect), bytes);
        thread.Start();
        thread.Join();
        return error;
    }
}
