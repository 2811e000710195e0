using System.Text;
using Plimsoll.JavaScript.Parsing;

namespace Plimsoll.JavaScript.Tests.Parsing;

/// <summary>The parser cases of test262: what is a program is accepted, what is none is rejected.</summary>
public sealed class ConformanceTests
{
    /// <summary>Cases that the published edition counts otherwise than ECMAScript 2025 does, each with its reason.</summary>
    private static readonly Dictionary<string, string> Outdated = new(StringComparer.Ordinal)
    {
        ["fail/0d5e450f1da8a92a.js"] = NonOctal,
        ["fail/748656edbfb2d0bb.js"] = NonOctal,
        ["fail/79f882da06f88c9f.js"] = NonOctal,
        ["fail/92b6af54adef3624.js"] = NonOctal,
        ["fail/8af69d8f15295ed2.js"] = Separators,
        ["fail/647e21f8f157c338.js"] = Separators,
        ["fail/98204d734f8c72b3.js"] = Fields,
        ["fail/ef81b93cf9bdb4ec.js"] = Fields,
        ["fail/e3fbcf63d7e43ead.js"] = "for (var x = 1 in y) is a program in sloppy mode: Annex B.3.5, since ES2017",
        ["fail/c060a3014ad24dfd.js"] = "U+2B81E was no character then and is a letter since Unicode 18",
        ["early/12a74c60f52a60de.js"] = Functions,
        ["early/be7329119eaa3d47.js"] = Functions,
        ["early/ec31fa5e521c5df4.js"] = Functions,
        ["early/1aff49273f3e3a98.js"] = Functions,
        ["early/0f5f47108da5c34e.js"] = "a for-of loop may declare the var of a catch parameter that is a plain name: Annex B.3.4 has had no exception for it since ES2020",
    };

    private const string NonOctal = "\\\\8 and \\\\9 are escapes in sloppy mode: Annex B.1.2, since ES2021";
    private const string Separators = "U+2028 and U+2029 may stand in strings, since ES2019";
    private const string Fields = "classes have fields, since ES2022";
    private const string Functions = "functions of one block may have one name in sloppy mode: Annex B.3.2.4";

    [Theory]
    [InlineData("pass", true)]
    [InlineData("pass-explicit", true)]
    [InlineData("fail", false)]
    [InlineData("early", false)]
    public void Survey_Test262Cases_AreJudgedAsTheStandardDoes(string folder, bool accepted)
    {
        NodeTools.Need("test262-parser-tests");
        List<string> wrong = [];
        int count = 0;
        foreach (string path in Directory.EnumerateFiles(Path.Combine(NodeTools.Modules, "test262-parser-tests", folder), "*.js"))
        {
            string name = Path.GetFileName(path);
            if (Outdated.ContainsKey($"{folder}/{name}")) continue;
            SourceGoal goal = name.EndsWith(".module.js", StringComparison.Ordinal) ? SourceGoal.Module : SourceGoal.Script;
            var error = Surveys.Error(File.ReadAllBytes(path), goal);
            if (error is null != accepted) wrong.Add($"{folder}/{name}: {error?.Message ?? "accepted"}: {File.ReadAllText(path)}");
            count++;
        }

        Assert.True(count > 500, $"only {count} cases were found");
        Assert.True(wrong.Count == 0, $"{wrong.Count} of {count} are judged wrongly:\n{string.Join('\n', wrong)}");
    }

    /// <summary>What a comparison with acorn has found to be judged wrongly, and what lies beside it.</summary>
    [Theory]
    [InlineData("b: let[0]", false)]
    [InlineData("if (a) let\n[0]", false)]
    [InlineData("b: let\n{}", true)]
    [InlineData("for (a = 0 in b);", false)]
    [InlineData("for ([] = a of b);", false)]
    [InlineData("for ([a = 0] of b);", true)]
    [InlineData("for (var a = 0 in b);", true)]
    [InlineData("var\uFEFF", false)]
    [InlineData("var\uFEFFa", true)]
    [InlineData("function\u2028", false)]
    [InlineData("if\u00A0(a);", true)]
    [InlineData("v\\u0061r a", false)]
    [InlineData("var ifé, éif", true)]
    [InlineData("08.51_0", true)]
    [InlineData("08e1_0", true)]
    [InlineData("08_1.5", false)]
    [InlineData("\U0002B81E", true)]
    [InlineData("/\\p{sc=Sidetic}/u", true)]
    [InlineData("/\\p{sc=sidetic}/u", false)]
    [InlineData("/\\p{Script=}/u", false)]
    [InlineData("/\\p{é}/u", false)]
    [InlineData("/\\p{Lu/u", false)]
    [InlineData("/(?<a>b)|(?<a>c)/", true)]
    [InlineData("/(?<a>b)(?<a>c)/", false)]
    [InlineData("/(?:(?<a>b)|c)(?<a>d)/", false)]
    [InlineData("/(?:(?<a>b)|(?<a>c))|(?<a>d)/", true)]
    [InlineData("/(?:(?<a>b)|(?<a>c)|d(?<a>e)(?:f|(?<a>g)))/", false)]
    [InlineData("/(?<a>(?<a>b))/", false)]
    [InlineData("/(?<a>b|(?<a>c))/", false)]
    public void Survey_RareScripts_AreJudgedAsTheStandardDoes(string text, bool accepted) =>
        Assert.Equal(accepted, Surveys.Error(Encoding.UTF8.GetBytes(text), SourceGoal.Script) is null);
}
