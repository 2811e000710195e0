using Plimsoll.Bench.Runs;

namespace Plimsoll.Bench.Tests.Runs;

public sealed class QuerySampleTests
{
    [Theory]
    [InlineData("useStateHook", "use state hook")]
    [InlineData("parse_header_line", "parse header line")]
    [InlineData("HTTPServer", "httpserver")]
    [InlineData("_private", "private")]
    public void Words_OfAName_AreApart(string name, string words) => Assert.Equal(words, QuerySample.Words(name));
}
