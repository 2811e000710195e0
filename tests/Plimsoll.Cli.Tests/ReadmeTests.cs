using System.Text;
using System.Text.RegularExpressions;
using Plimsoll.Testing;

namespace Plimsoll.Cli.Tests;

/// <summary>The console examples of README.md, run in order as real processes on a copy of the sample tree.</summary>
public sealed class ReadmeTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Examples_RunInOrder_AnswerAsWritten()
    {
        ShopFixture.CopyTo(_folder.PathOf("shop"));
        ShopFixture.CopyBundleTo(_folder.PathOf("bundle"));
        List<(string Command, string Expected)> examples = Read(File.ReadAllText(Path.Combine(RepositoryFolder.Root, "README.md")));

        Assert.True(examples.Count >= 4, $"found {examples.Count} examples");
        foreach ((string command, string expected) in examples)
        {
            string actual = Run(command);
            Assert.True(Matches(expected, actual), $"$ {command}\nREADME.md says:\n{expected}\nthe answer is:\n{actual}");
        }
    }

    [Theory]
    [InlineData("a\n", "a\n", true)]
    [InlineData("a ... c\n", "a b c\n", true)]
    [InlineData("a\n...\nd\n", "a\nb\nc\nd\n", true)]
    [InlineData("a\n...\n", "a\n", true)]
    [InlineData("a\n", "a\nb\n", false)]
    [InlineData("a ... c\n", "a b d\n", false)]
    [InlineData("(a)\n", "a\n", false)]
    public void Matches_Dots_StandForAnythingInTheirPlace(string expected, string actual, bool matches) => Assert.Equal(matches, Matches(expected, actual));

    private string Run(string command)
    {
        List<string> words = Words(command);
        Assert.Equal("./plimsoll", words[0]);
        ProcessResult result = ProcessRunner.RunTool("plimsoll", words[1..], new ProcessSetup
        {
            WorkingFolder = _folder.PathOf("shop"),
            Environment = new Dictionary<string, string?>(StringComparer.Ordinal) { ["HOME"] = _folder.Root, ["XDG_CONFIG_HOME"] = null, ["PLIMSOLL_MEMORY"] = null },
        });
        return result.StandardOutput + result.StandardError;
    }

    /// <summary>Every `$ command` of the console blocks with the lines below it.</summary>
    private static List<(string Command, string Expected)> Read(string readme)
    {
        List<(string, string)> examples = [];
        bool inside = false;
        StringBuilder expected = new();
        string? command = null;
        foreach (string line in readme.Split('\n'))
        {
            bool isFence = line.StartsWith("```", StringComparison.Ordinal);
            if (command is not null && (isFence || line.StartsWith("$ ", StringComparison.Ordinal)))
            {
                examples.Add((command, expected.ToString()));
                command = null;
            }
            if (isFence) inside = line == "```console";
            else if (inside && line.StartsWith("$ ", StringComparison.Ordinal)) (command, expected) = (line[2..], new StringBuilder());
            else if (inside) expected.Append(line).Append('\n');
        }
        return examples;
    }

    private static bool Matches(string expected, string actual)
    {
        StringBuilder pattern = new("^");
        foreach (string line in expected.TrimEnd('\n').Split('\n'))
        {
            pattern.Append(line == "..." ? "(?:.*\n)*?" : Regex.Escape(line).Replace(@"\.\.\.", ".*", StringComparison.Ordinal) + "\n");
        }
        return Regex.IsMatch(actual, pattern.Append('$').ToString(), RegexOptions.None, TimeSpan.FromSeconds(5));
    }

    private static List<string> Words(string command)
    {
        List<string> words = [];
        foreach (Match match in Regex.Matches(command, "\"(?<word>[^\"]*)\"|'(?<word>[^']*)'|(?<word>\\S+)", RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(5)))
        {
            words.Add(match.Groups["word"].Value);
        }
        return words;
    }
}
