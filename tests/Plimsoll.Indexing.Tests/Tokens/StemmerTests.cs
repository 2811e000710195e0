using System.Text;
using Plimsoll.Indexing.Tokens;

namespace Plimsoll.Indexing.Tests.Tokens;

public sealed class StemmerTests
{
    [Theory]
    [InlineData("parse", "parser")]
    [InlineData("parsing", "parsed")]
    [InlineData("handlers", "handle")]
    [InlineData("query", "queries")]
    [InlineData("running", "run")]
    [InlineData("validation", "validate")]
    [InlineData("validators", "validating")]
    [InlineData("classes", "class")]
    [InlineData("boxes", "box")]
    [InlineData("sockets", "socket")]
    [InlineData("connection", "connect")]
    public void IsSame_FormsOfOneWord_Yes(string left, string right) => Assert.True(Stemmer.IsSame(Bytes(left), Bytes(right)));

    [Theory]
    [InlineData("bus", "bu")]
    [InlineData("class", "clas")]
    [InlineData("status", "statu")]
    [InlineData("thing", "th")]
    [InlineData("index", "inside")]
    [InlineData("md5", "md5s")]
    [InlineData("use", "us")]
    public void IsSame_OtherWords_No(string left, string right) => Assert.False(Stemmer.IsSame(Bytes(left), Bytes(right)));

    [Fact]
    public void OtherForms_OfAWord_HaveItsStemAndAreNotItself()
    {
        List<string> forms = Stemmer.OtherForms("parser"u8).ConvertAll(Encoding.UTF8.GetString);

        Assert.Contains("parse", forms, StringComparer.Ordinal);
        Assert.Contains("parsing", forms, StringComparer.Ordinal);
        Assert.DoesNotContain("parser", forms, StringComparer.Ordinal);
        Assert.All(forms, form => Assert.True(Stemmer.IsSame("parser"u8, Bytes(form))));
    }

    [Theory]
    [InlineData("id")]
    [InlineData("sha256")]
    [InlineData("averyveryveryverylongidentifier")]
    public void OtherForms_OfWhatIsNoWord_None(string name) => Assert.Empty(Stemmer.OtherForms(Bytes(name)));

    private static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);
}
