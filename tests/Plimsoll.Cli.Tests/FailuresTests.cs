using Plimsoll.Cli.Output;
using Plimsoll.Indexing;
using Plimsoll.Testing;

namespace Plimsoll.Cli.Tests;

public sealed class FailuresTests
{
    public static TheoryData<string, int> Kinds => new()
    {
        { "usage", ExitCode.Usage },
        { "format", ExitCode.Usage },
        { "cancelled", ExitCode.Interrupted },
        { "missing", ExitCode.NoInput },
        { "folder", ExitCode.NoInput },
        { "denied", ExitCode.CannotWrite },
        { "full", ExitCode.CannotWrite },
        { "io", ExitCode.Io },
        { "memory", ExitCode.BudgetTooSmall },
        { "defect", ExitCode.Internal },
    };

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Report_Failure_HasItsDocumentedCodeAndOneMessage(string kind, int code)
    {
        (int found, string message) = Report(Make(kind));

        Assert.Equal(code, found);
        Assert.StartsWith("plimsoll: ", message, StringComparison.Ordinal);
        Assert.False(char.IsUpper(message["plimsoll: ".Length]), message);
        Assert.DoesNotContain("   at ", message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(IndexFailure.NotFound, ExitCode.NoInput)]
    [InlineData(IndexFailure.Damaged, ExitCode.BadData)]
    [InlineData(IndexFailure.Usage, ExitCode.Usage)]
    [InlineData(IndexFailure.Locked, ExitCode.CannotWrite)]
    [InlineData(IndexFailure.CannotWrite, ExitCode.CannotWrite)]
    [InlineData(IndexFailure.InputOutput, ExitCode.Io)]
    [InlineData(IndexFailure.BudgetTooSmall, ExitCode.BudgetTooSmall)]
    public void Report_FailureOfTheIndex_HasItsDocumentedCode(IndexFailure kind, int code) => Assert.Equal(code, Report(new IndexException(kind, "why")).Code);

    [Fact]
    public void Report_WithTrace_ShowsWhere()
    {
        (_, string message) = Report(Make("defect"), ("PLIMSOLL_TRACE", "1"));

        Assert.Contains("InvalidOperationException: broken", message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("There is no index.", "plimsoll: there is no index.\n")]
    [InlineData("A posting is damaged.", "plimsoll: a posting is damaged.\n")]
    [InlineData("PLIMSOLL_LIMIT: found 'x'", "plimsoll: PLIMSOLL_LIMIT: found 'x'\n")]
    [InlineData("I/O failed", "plimsoll: I/O failed\n")]
    public void Report_Message_BeginsSmallUnlessItIsAName(string message, string expected) =>
        Assert.Equal(expected, Report(new IndexException(IndexFailure.Damaged, message)).Message);

    private static Exception Make(string kind) => kind switch
    {
        "usage" => CliException.Usage("what was expected"),
        "format" => new FormatException("no size"),
        "cancelled" => new OperationCanceledException(),
        "missing" => new FileNotFoundException("gone"),
        "folder" => new DirectoryNotFoundException("gone"),
        "denied" => new UnauthorizedAccessException("no"),
        "full" => FaultyStream.Error(FaultyStream.NoSpace),
        "io" => FaultyStream.Error(FaultyStream.IoError),
        "memory" => new OutOfMemoryException(),
        _ => new InvalidOperationException("broken"),
    };

    private static (int Code, string Message) Report(Exception error, (string Name, string Value)? variable = null)
    {
        CliRunner cli = new("/");
        if (variable is { } given) cli[given.Name] = given.Value;
        using MemoryStream message = new();
        int code;
        using (Terminal terminal = cli.Open(new MemoryStream(), message)) code = Failures.Report(error, terminal);
        return (code, System.Text.Encoding.UTF8.GetString(message.ToArray()));
    }
}
