using System.Text;
using Plimsoll.JavaScript.Text;

namespace Plimsoll.JavaScript.Tests.Text;

public sealed class SourceTextTests
{
    [Theory]
    [InlineData("a\nb", 2, 2, 1)]
    [InlineData("a\r\nb", 3, 2, 1)]
    [InlineData("a\rb", 2, 2, 1)]
    [InlineData("a\u2028b", 4, 2, 1)]
    [InlineData("äöb", 4, 1, 3)]
    [InlineData("\U0001F600b", 4, 1, 3)]
    public void Locate_AnOffset_CountsLinesAndCharacters(string text, int offset, int line, int column)
    {
        using SourceText source = new(Encoding.UTF8.GetBytes(text), "a.js");

        Assert.Equal((line, column), source.Locate(offset));
    }

    [Fact]
    public void CheckEncoding_ABadByte_IsNamedWithItsPlace()
    {
        using SourceText source = new(new byte[] { (byte)'a', (byte)'\n', (byte)'b', 0xC3, 0x28 }, "a.js");

        JavaScriptSyntaxException error = Assert.Throws<JavaScriptSyntaxException>(source.CheckEncoding);

        Assert.Equal((3, 2, 2), (error.Offset, error.Line, error.Column));
        Assert.StartsWith("a.js:2:2: the byte 0xC3", error.Message, StringComparison.Ordinal);
    }
}
