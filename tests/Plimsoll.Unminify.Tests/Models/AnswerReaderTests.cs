using System.Text;
using System.Text.Json;
using Plimsoll.Unminify.Models;

namespace Plimsoll.Unminify.Tests.Models;

public sealed class AnswerReaderTests
{
    [Theory]
    [InlineData("{\"_1\":\"first\",\"_2\":\"second\"}")]
    [InlineData("{\"1\":\"first\",\"2\":\"second\"}")]
    [InlineData("{\"names\":{\"_1\":\"first\",\"_2\":\"second\"}}")]
    [InlineData("[{\"id\":\"_1\",\"name\":\"first\"},{\"name\":\"second\",\"id\":2}]")]
    [InlineData("{\"names\":[{\"id\":1,\"name\":\"first\"},{\"id\":2,\"name\":\"second\"}]}")]
    [InlineData("Sure!\n```json\n{\"_1\": \"first\", \"_2\": \"second\"}\n```\nAnything else?")]
    [InlineData("{\"_1\":\"first\",\"_2\":\"second\",\"_3\":\"beyond\",\"why\":[1,{\"a\":null}]}")]
    [InlineData("{\"_1\":\"first\",\"_2\":\"second\",\"_2\":\"second\"}")]
    public void Read_AllFormsOfAnAnswer_GiveTheNames(string content)
    {
        AnswerReader answer = Read(content);

        Assert.Equal(("first", null), answer[0]);
        Assert.Equal(("second", null), answer[1]);
    }

    [Theory]
    [InlineData("{\"_1\":\"first\"}", FallbackReason.Missing)]
    [InlineData("{\"_1\":\"first\",\"_2\":\"sec", FallbackReason.Truncated)]
    [InlineData("{\"_1\":\"first\",\"_2\":", FallbackReason.Truncated)]
    [InlineData("{\"_1\":\"first\",\"_2\":\"second\",\"_2\":\"other\"}", FallbackReason.Duplicate)]
    [InlineData("{\"_1\":\"first\",\"_2\":\"return\"}", FallbackReason.Reserved)]
    [InlineData("{\"_1\":\"first\",\"_2\":\"Promise\"}", FallbackReason.Reserved)]
    [InlineData("{\"_1\":\"first\",\"_2\":\"e\"}", FallbackReason.TooShort)]
    [InlineData("{\"_1\":\"first\",\"_2\":\"qz\"}", FallbackReason.TooShort)]
    [InlineData("{\"_1\":\"first\",\"_2\":\"_2\"}", FallbackReason.Invalid)]
    [InlineData("{\"_1\":\"first\",\"_2\":\"\"}", FallbackReason.Invalid)]
    [InlineData("{\"_1\":\"first\",\"_2\":\"2nd\"}", FallbackReason.Invalid)]
    [InlineData("{\"_1\":\"first\",\"_2\":\"a-b\"}", FallbackReason.Invalid)]
    [InlineData("{\"_1\":\"first\",\"_2\":\"\\u0000\"}", FallbackReason.Invalid)]
    [InlineData("{\"_1\":\"first\",\"_2\":\"__proto__\"}", FallbackReason.Invalid)]
    [InlineData("{\"_1\":\"first\",\"_2\":null}", FallbackReason.Missing)]
    [InlineData("{\"_1\":\"first\",\"_2\":[\"second\"]}", FallbackReason.Missing)]
    [InlineData("{\"_1\":\"first\",\"_2\":\"\\ud800\"}", FallbackReason.Truncated)]
    public void Read_NameThatIsNone_SaysWhyAndKeepsTheOther(string content, FallbackReason reason)
    {
        AnswerReader answer = Read(content);

        Assert.Equal(("first", null), answer[0]);
        Assert.Equal((null, reason), answer[1]);
    }

    [Theory]
    [InlineData("")]
    [InlineData("I cannot help with that.")]
    [InlineData("[]")]
    [InlineData("{\"error\":{\"id\":7,\"name\":\"x\"}}")]
    public void Read_NothingThatWasAskedFor_IsOfAnotherForm(string content) => Assert.Equal((null, FallbackReason.WrongSchema), Read(content)[0]);

    [Fact]
    public void Read_AnythingCutAnywhere_NeverFails()
    {
        byte[] whole = Encoding.UTF8.GetBytes("text {\"names\":[{\"id\":\"_1\",\"name\":\"\\u0066irst\"},{\"id\":2,\"name\":\"sécond\"}]}");
        for (int length = 0; length <= whole.Length; length++) Assert.NotNull(AnswerReader.Read(whole.AsSpan(0, length), 2)[1].Fault);
    }

    [Fact]
    public void ReadDocument_Whole_GivesTextAndTokens()
    {
        ModelAnswer answer = Document("{\"id\":\"x\",\"choices\":[{\"index\":0,\"message\":{\"role\":\"assistant\",\"content\":\"{\\\"_1\\\":\\\"a\\\"}\"}}],\"usage\":{\"prompt_tokens\":12,\"completion_tokens\":3}}");

        Assert.Equal(("{\"_1\":\"a\"}", 12, 3), (Encoding.UTF8.GetString(answer.Content.Span), answer.InputTokens, answer.OutputTokens));
    }

    [Theory]
    [InlineData("{\"choices\":[{\"message\":{\"content\":\"{\\\"_1\\\":\\\"fir", "{\"_1\":\"fir")]
    [InlineData("{\"choices\":[{\"message\":{\"content\":\"abc\\", "abc")]
    [InlineData("{\"choices\":[{\"message\":{\"content\":\"abc\\u00", "abc")]
    [InlineData("{\"choices\":[{\"message\":{\"content\":\"abc\"}]}", "abc")]
    [InlineData("{\"choices\":[{\"message\":{\"content\":null,\"refusal\":\"no\"}}]}", "")]
    public void ReadDocument_BrokenOffWithinTheText_GivesWhatIsThere(string document, string content) => Assert.Equal(content, Encoding.UTF8.GetString(Document(document).Content.Span));

    [Theory]
    [InlineData("")]
    [InlineData("<html>")]
    [InlineData("{\"choices\":[")]
    [InlineData("{\"error\":{\"message\":\"overloaded\"}}")]
    public void ReadDocument_WithoutText_IsNoAnswer(string document) => Assert.ThrowsAny<JsonException>(() => Document(document));

    private static AnswerReader Read(string content) => AnswerReader.Read(Encoding.UTF8.GetBytes(content), 2);

    private static ModelAnswer Document(string text) => ModelAnswer.Read(Encoding.UTF8.GetBytes(text));
}
