using Plimsoll.Unminify.Naming;

namespace Plimsoll.Unminify.Tests.Naming;

/// <summary>Which names a machine made.</summary>
public sealed class WornNameTests
{
    [Theory]
    [InlineData("a")]
    [InlineData("_")]
    [InlineData("$")]
    [InlineData("aB")]
    [InlineData("zQ1")]
    [InlineData("abq")]
    [InlineData("___")]
    [InlineData("____")]
    [InlineData("_0x3fa2")]
    [InlineData("_0x12ab_3")]
    [InlineData("e12")]
    [InlineData("t$1")]
    [InlineData("_a12")]
    [InlineData("ab_3")]
    public void Is_MadeByAMachine_IsTrue(string name) => Assert.True(WornName.Is(name));

    [Theory]
    [InlineData("err")]
    [InlineData("Map")]
    [InlineData("key")]
    [InlineData("node")]
    [InlineData("__assign")]
    [InlineData("_extends")]
    [InlineData("utf8")]
    [InlineData("isNaN2")]
    [InlineData("naïf")]
    public void Is_ChosenByAPerson_IsFalse(string name) => Assert.False(WornName.Is(name));
}
