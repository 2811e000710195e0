using Plimsoll.Tidy.Tests.Rules;

namespace Plimsoll.Tidy.Tests;

/// <summary>The rules, applied to the repository itself.</summary>
public sealed class RepositoryTests
{
    [Fact]
    public void Files_OfTheRepository_AreFound()
    {
        Assert.Contains(Repository.Files, file => file.Path == "src/Plimsoll.Cli/Program.cs");
        Assert.Contains(Repository.Files, file => file.Path == "README.md");
        Assert.DoesNotContain(Repository.Files, file => file.Path.Contains("/obj/", StringComparison.Ordinal));
    }

    [Fact]
    public void Code_InTheProduct_CallsNothingBanned() => AssertClean(BannedCalls.Check);

    [Fact]
    public void Projects_OfTheProduct_KnowOnlyTheLayersBelow() => AssertClean(Layers.Check);

    [Fact]
    public void Comments_Everywhere_AreFinishedSentences() => AssertClean(Comments.Check);

    [Fact]
    public void Files_Everywhere_AreShort() => AssertClean(Shape.CheckLength);

    [Fact]
    public void Catches_Everywhere_DoSomething() => AssertClean(Shape.CheckCatches);

    [Fact]
    public void Texts_Everywhere_NameNoMachine() => AssertClean(Shape.CheckPaths);

    private static void AssertClean(Func<SourceFile, IEnumerable<string>> rule)
    {
        List<string> violations = [.. Repository.Files.SelectMany(rule)];
        Assert.True(violations.Count == 0, string.Join('\n', violations));
    }
}
