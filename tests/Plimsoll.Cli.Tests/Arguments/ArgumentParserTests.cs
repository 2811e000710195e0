using Plimsoll.Cli.Arguments;

namespace Plimsoll.Cli.Tests.Arguments;

public sealed class ArgumentParserTests
{
    private static readonly CommandSpec Command = new("sample", "a sample")
    {
        Synopsis = "[WORD...]",
        Description = [],
        Options =
        [
            new("limit", ValueKind.Integer, "") { Letter = 'k', ValueName = "N" },
            new("share", ValueKind.Number, "") { ValueName = "S" },
            new("size", ValueKind.Size, "") { ValueName = "SIZE" },
            new("budget", ValueKind.Budget, "") { ValueName = "SIZE" },
            new("mode", ValueKind.Choice, "") { Choices = ["one", "two"] },
            new("take", ValueKind.Text, "") { Repeatable = true },
            new("fresh", ValueKind.Switch, "") { Letter = 'f' },
        ],
        Examples = [],
        ArgumentsMin = 1,
        ArgumentsMax = 2,
        Run = static _ => 0,
    };

    [Theory]
    [InlineData("word", "--limit", "5")]
    [InlineData("--limit=5", "word")]
    [InlineData("-k", "5", "word")]
    [InlineData("word", "-k5")]
    [InlineData("-k4", "word", "-k", "5")]
    public void Parse_EveryFormOfAnOption_GivesTheLastValue(params string[] words)
    {
        ParsedArguments parsed = ArgumentParser.Parse(Command, words);

        Assert.Equal("5", parsed.Last("limit"));
        Assert.Equal(["word"], parsed.Arguments);
    }

    [Fact]
    public void Parse_BehindTwoDashes_EverythingIsAnArgument()
    {
        ParsedArguments parsed = ArgumentParser.Parse(Command, ["--fresh", "--", "--limit", "-k"]);

        Assert.True(parsed.Has("fresh"));
        Assert.Equal(["--limit", "-k"], parsed.Arguments);
    }

    [Fact]
    public void Parse_RepeatedOption_KeepsEveryValueInOrder()
    {
        ParsedArguments parsed = ArgumentParser.Parse(Command, ["-", "--take", "a", "--take=b"]);

        Assert.Equal(["a", "b"], parsed.All("take"));
        Assert.Equal("-", parsed.Argument(0));
        Assert.Null(parsed.Argument(1));
    }

    [Theory]
    [InlineData("sample has no option --limt; did you mean --limit?", "w", "--limt", "5")]
    [InlineData("sample has no option -x", "w", "-x")]
    [InlineData("--limit needs a value", "w", "--limit")]
    [InlineData("--limit: found 'many', expected a whole number", "w", "--limit", "many")]
    [InlineData("--limit: found '-1', expected a whole number", "w", "--limit", "-1")]
    [InlineData("--share: found 'NaN', expected a number", "w", "--share", "NaN")]
    [InlineData("--size: found '2 apples', expected a size", "w", "--size", "2 apples")]
    [InlineData("--size: found '50%', expected a size", "w", "--size", "50%")]
    [InlineData("--budget: found 'x', expected a size such as 256MB or 1GiB, or a share such as 50%", "w", "--budget", "x")]
    [InlineData("--mode: found 'three', expected one or two", "w", "--mode", "three")]
    [InlineData("--take: found '', expected a text", "w", "--take", "")]
    [InlineData("--fresh takes no value, found 'no'", "w", "--fresh=no")]
    [InlineData("sample needs more arguments")]
    [InlineData("sample does not know what to do with 'c'", "a", "b", "c")]
    public void Parse_WrongCommandLine_SaysWhatWasFoundAndExpected(string message, params string[] words)
    {
        CliException error = Assert.Throws<CliException>(() => ArgumentParser.Parse(Command, words));

        Assert.StartsWith(message, error.Message, StringComparison.Ordinal);
        Assert.Equal(ExitCode.Usage, error.Code);
    }

    [Fact]
    public void Parse_HelpWithoutTheNeededArguments_IsNoError() => Assert.True(ArgumentParser.Parse(Command, ["-h"]).Has("help"));

    [Fact]
    public void Parse_UnknownWord_SuggestsTheNearest()
    {
        CommandSpec command = Command with { Words = ["list", "reset"] };

        CliException error = Assert.Throws<CliException>(() => ArgumentParser.Parse(command, ["rest"]));

        Assert.StartsWith("sample does not know 'rest'; did you mean reset?", error.Message, StringComparison.Ordinal);
    }
}
