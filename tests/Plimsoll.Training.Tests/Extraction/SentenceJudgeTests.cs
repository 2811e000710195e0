using Plimsoll.Training.Extraction;

namespace Plimsoll.Training.Tests.Extraction;

public sealed class SentenceJudgeTests
{
    [Theory]
    [InlineData("Splits a cookie header into its values", true)]
    [InlineData("Splits a header", false)]
    [InlineData("Gets or sets the longest line that is shown", false)]
    [InlineData("Licensed to the foundation under one or more agreements", false)]
    [InlineData("x = y[i] + (a << 4) ^ 0x12; b = c[2]", false)]
    [InlineData("Ünïcödé wörds äré nöt whät ä sëärch ïs öf", false)]
    [InlineData("Read the next frames of that stream", false)]
    public void Takes_Sentence_SaysWhetherItDescribes(string sentence, bool takes) =>
        Assert.Equal(takes, new SentenceJudge().Takes(sentence, Name("readNextFrameStream")));

    [Fact]
    public void Takes_SameSentenceAgain_OnlyInAnotherRepository()
    {
        var judge = new SentenceJudge();
        Assert.True(judge.Takes("Splits a cookie header into its values", Name("parse")));
        Assert.False(judge.Takes("Splits a cookie header into its values", Name("read")));
        judge.BeginRepository();
        Assert.True(judge.Takes("Splits a cookie header into its values", Name("read")));
    }

    private static TermBag Name(string name)
    {
        var bag = new TermBag();
        bag.Add(System.Text.Encoding.UTF8.GetBytes(name));
        return bag;
    }
}
