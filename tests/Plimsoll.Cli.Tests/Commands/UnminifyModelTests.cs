using System.Globalization;
using System.Text.Json;
using Plimsoll.Testing;
using Signal = Plimsoll.Testing.PosixSignal;

namespace Plimsoll.Cli.Tests.Commands;

/// <summary>`unminify --namer openai` as a process of its own, which is killed for real.</summary>
public sealed class UnminifyModelTests : IDisposable
{
    private const string Key = "sk-test-0123456789abcdefghijklmnop";

    /// <summary>Rounds of killing; more in a run that is meant to find what is rare.</summary>
    private static readonly int Kills = int.Parse(Environment.GetEnvironmentVariable("PLIMSOLL_KILLS") ?? "6", CultureInfo.InvariantCulture);

    private readonly TempFolder _folder = new();
    private readonly ModelServer _server = new();

    public UnminifyModelTests() => _folder.Write("app.js", MinifiedProgram.Make(60));

    public void Dispose()
    {
        _server.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public void Unminify_KilledAtRandomInstants_GoesOnToTheSameBytes()
    {
        const int AtATime = 4;
        string expected = Undisturbed(out int batches);
        Random random = new(7);
        int inTheMiddle = 0;
        for (int round = 0; round < Kills; round++)
        {
            using ModelServer server = new();
            using SemaphoreSlim asked = new(0);
            server.Behave = request =>
            {
                asked.Release();
                return server.Answer(request) with { Delay = TimeSpan.FromMilliseconds(30) };
            };
            string answers = $"answers{round}", output = $"out{round}";
            using (RunningProcess running = Start(server, output, answers, "--requests", $"{AtATime}"))
            {
                for (int left = random.Next(batches + 1); left > 0 && asked.Wait(TimeSpan.FromSeconds(30)); left--)
                {
                    // Up to a request that is drawn by lot, and some time into it.
                }

                running.KillAt(TimeSpan.Zero);
                if (running.Wait().ExitCode == 137 && server.Requests.Length > 0) inTheMiddle++;
            }

            bool hadEnded = File.Exists(_folder.PathOf($"{output}/app.js"));
            Assert.True(hadEnded || server.Requests.Length == 0 || Directory.GetFiles(_folder.PathOf($"{output}/.unminify")).Length == 1, "no checkpoint");
            ProcessResult resumed = Run(server, output, answers);

            Assert.True(resumed.ExitCode == 0, resumed.ToString());
            Assert.Equal(expected, File.ReadAllText(_folder.PathOf($"{output}/app.js")));
            Assert.Equal("app.js", Path.GetFileName(Assert.Single(Directory.GetFileSystemEntries(_folder.PathOf(output)))));

            // Twice is asked only what was on its way.
            Assert.Equal(batches, server.Answered.Count);
            Assert.InRange(server.Requests.Length, batches, batches + AtATime);
        }

        Assert.True(inTheMiddle * 2 >= Kills, $"{inTheMiddle} of {Kills} kills fell between the first request and the end");
    }

    [Fact]
    public void Unminify_Terminated_KeepsTheAnswersAndGoesOn()
    {
        string expected = Undisturbed(out int batches);
        using SemaphoreSlim asked = new(0);
        _server.Behave = request =>
        {
            asked.Release();
            return _server.Answer(request) with { Delay = TimeSpan.FromMilliseconds(30) };
        };
        using (RunningProcess running = Start(_server, "out", "answers", "--requests", "1"))
        {
            for (int i = 0; i < 4; i++) Assert.True(asked.Wait(TimeSpan.FromMinutes(1), TestContext.Current.CancellationToken), "nothing is asked");
            running.Signal(Signal.Terminate);
            ProcessResult stopped = running.Wait();

            Assert.True(stopped.ExitCode == ExitCode.Terminated, stopped.ToString());
            Assert.Contains("nothing is written, the answers that came are kept", stopped.StandardError, StringComparison.Ordinal);
            Assert.Equal(".unminify", Path.GetFileName(Assert.Single(Directory.GetFileSystemEntries(_folder.PathOf("out")))));
        }

        ProcessResult resumed = Run(_server, "out", "answers");

        Assert.True(resumed.ExitCode == ExitCode.Ok, resumed.ToString());
        Assert.Equal(expected, File.ReadAllText(_folder.PathOf("out/app.js")));
        Assert.Equal(batches, _server.Answered.Count);
        Assert.InRange(_server.Requests.Length, batches, batches + 1); // twice only what was on its way
    }

    [Fact]
    public void Unminify_ServerThatDies_IsUnavailableAndTheSameCommandGoesOn()
    {
        string expected = Undisturbed(out _);
        _server.Behave = request =>
        {
            if (request.Number >= 6) _server.Stop();
            return _server.Answer(request);
        };

        ProcessResult died = Run(_server, "out", "answers", "--service-patience", "1", "--requests", "1");

        Assert.True(died.ExitCode == ExitCode.Unavailable, died.ToString());
        Assert.Contains("5 of ", died.StandardError, StringComparison.Ordinal);
        Assert.Contains("the same command goes on from there", died.StandardError, StringComparison.Ordinal);
        string shown = Plimsoll("checkpoints", "show", "out").StandardOutput;
        Assert.Contains("unminify  ", shown, StringComparison.Ordinal);
        Assert.Contains("    model  namer\n", shown, StringComparison.Ordinal);
        using JsonDocument list = JsonDocument.Parse(Plimsoll("checkpoints", "list", "out", "--json").StandardOutput);
        Assert.Equal("unminify", list.RootElement.GetProperty("checkpoints")[0].GetProperty("job").GetString());
        _server.Behave = _server.Answer;
        _server.Start();
        Assert.Equal(0, Run(_server, "out", "answers").ExitCode);
        Assert.Equal(expected, File.ReadAllText(_folder.PathOf("out/app.js")));
        Assert.All(_server.Answered, question => Assert.Equal(1, question.Value));
        Assert.Contains("nothing is saved", Plimsoll("checkpoints", "list", "out").StandardError, StringComparison.Ordinal);
    }

    [Fact]
    public void Unminify_Key_IsSentAndNowhereElse()
    {
        _server.Behave = request => request.Number == 2 ? new ModelAnswer(500, $"{{\"error\":\"wrong key {Key}\"}}") : _server.Answer(request);
        ProcessResult run = Run(_server, "out", "answers", "--json");
        _server.Behave = _ => new ModelAnswer(401, $"the key {Key} is unknown");
        ProcessResult refused = Run(_server, "out", "others");

        Assert.Equal((0, ExitCode.Unavailable), (run.ExitCode, refused.ExitCode));
        Assert.All(_server.Requests, request => Assert.Contains($"Authorization: Bearer {Key}", request.Headers, StringComparison.OrdinalIgnoreCase));
        Assert.Contains("refuses the key", refused.StandardError, StringComparison.Ordinal);
        Assert.DoesNotContain(Key, run + refused.ToString(), StringComparison.Ordinal);
        foreach (string file in Directory.GetFiles(_folder.Root, "*", SearchOption.AllDirectories)) Assert.DoesNotContain(Key, File.ReadAllText(file), StringComparison.Ordinal);
        using JsonDocument json = JsonDocument.Parse(run.StandardOutput);
        JsonElement model = json.RootElement.GetProperty("files")[0].GetProperty("model");
        Assert.Equal(1, model.GetProperty("retries").GetInt32());
        Assert.Equal(model.GetProperty("batches").GetInt32() + 1, model.GetProperty("requests").GetInt32());
    }

    [Fact]
    public void Unminify_AnswersOfTheUser_LieInTheCacheFolderAndAreClearedOnlyWhenAskedFor()
    {
        Plimsoll(Arguments(_server, "out"));
        string answers = _folder.PathOf("cache/plimsoll/answers");
        int kept = Directory.GetFiles(answers, "*.answer", SearchOption.AllDirectories).Length;
        Assert.Equal(_server.Requests.Length, kept);

        Plimsoll("checkpoints", "clear", "out");
        Assert.Equal("{\"cleared\":0}\n", Plimsoll("checkpoints", "clear", "--model-answers", "--older-than", "1", "--json").StandardOutput);
        Assert.Equal($"{{\"cleared\":{kept}}}\n", Plimsoll("checkpoints", "clear", "--model-answers", "--json").StandardOutput);
    }

    [Fact]
    public void Unminify_DryRun_TellsThePriceAndDoesNothing()
    {
        ProcessResult plan = Run(_server, "out", "answers", "--dry-run", "--price-in", "2", "--price-out", "8");

        Assert.True(plan.ExitCode == 0, plan.ToString());
        Assert.Matches(@"model    .*app\.js: \d+ identifiers in \d+ requests; about \d+ tokens to send and \d+ to get, about 0\.\d+ to pay\n", plan.StandardOutput);
        Assert.Contains("nothing was sent and nothing is written", plan.StandardOutput, StringComparison.Ordinal);
        Assert.Empty(_server.Requests);
        Assert.False(Directory.Exists(_folder.PathOf("out")) || Directory.Exists(_folder.PathOf("answers")));
    }

    [Fact]
    public void Unminify_MorePriceThanWanted_IsRefusedWithoutATerminal()
    {
        string[] price = ["--price-in", "2", "--price-out", "8", "--max-price", "0.001"];

        ProcessResult refused = Run(_server, "out", "answers", price);

        Assert.True(refused.ExitCode == ExitCode.No, refused.ToString());
        Assert.Contains("more than --max-price 0.001; nothing was sent", refused.StandardError, StringComparison.Ordinal);
        Assert.Empty(_server.Requests);
        Assert.Equal(0, Run(_server, "out", "answers", [.. price, "--yes"]).ExitCode);
    }

    [Theory]
    [InlineData("n\n", ExitCode.No)]
    [InlineData("", ExitCode.No)]
    [InlineData("yes\n", ExitCode.Ok)]
    public void Unminify_ManyNamesOnATerminal_AsksFirst(string said, int code)
    {
        _folder.Write("big.js", MinifiedProgram.Make(100));
        CliRunner cli = new(_folder.Root) { IsTerminal = true, Input = said };
        cli["XDG_CACHE_HOME"] = _folder.PathOf("cache");

        CliResult result = cli.Run(["unminify", "big.js", "-o", "out", "--namer", "openai", "--model", "namer", "--base-url", _server.Url]);

        Assert.Equal(code, result.Code);
        Assert.Contains(" tokens to send and ", result.Error, StringComparison.Ordinal);
        Assert.Contains("Go on? [y/N] ", result.Error, StringComparison.Ordinal);
        Assert.Equal(code == ExitCode.Ok, _server.Requests.Length > 0);
    }

    [Theory]
    [InlineData("needs --model", "--namer", "openai")]
    [InlineData("--model goes with --namer openai", "--model", "x")]
    [InlineData("--max-price needs --price-in", "--namer", "openai", "--model", "x", "--max-price", "1")]
    [InlineData("expected one such as http", "--namer", "openai", "--model", "x", "--base-url", "ftp://example.org")]
    [InlineData("holds a name or a password", "--namer", "openai", "--model", "x", "--base-url", "https://me:pw@example.org")]
    [InlineData("expected builtin or openai", "--namer", "opena")]
    [InlineData("no home folder", "--namer", "openai", "--model", "x")]
    public void Unminify_WrongOptions_AreAUsageError(string message, params string[] words)
    {
        CliResult result = new CliRunner(_folder.Root).Run(["unminify", "app.js", .. words]);

        Assert.Equal(ExitCode.Usage, result.Code);
        Assert.Contains(message, result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Unminify_PlainHttpToElsewhere_WarnsAndSendsNoSharedKey()
    {
        CliRunner cli = new(_folder.Root);
        cli["OPENAI_API_KEY"] = Key;

        CliResult result = cli.Run(["unminify", "app.js", "--namer", "openai", "--model", "x", "--base-url", "http://models.example.org", "--answers", "answers", "--dry-run"]);

        Assert.Equal(ExitCode.Ok, result.Code);
        Assert.Contains("http://models.example.org is asked without TLS", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Unminify_AnswersNamedByARepository_AreRefused()
    {
        _folder.Write("plimsoll.json", "{\"answers\": \"../elsewhere\"}");

        CliResult result = new CliRunner(_folder.Root).Run(["unminify", "app.js", "--namer", "openai", "--model", "x", "--base-url", _server.Url]);

        Assert.Equal(ExitCode.Usage, result.Code);
        Assert.Contains("only you say where answers are kept", result.Error, StringComparison.Ordinal);
    }

    private string Undisturbed(out int batches)
    {
        using ModelServer server = new();
        ProcessResult run = Run(server, "undisturbed", "undisturbed-answers");
        Assert.True(run.ExitCode == 0, run.ToString());
        batches = server.Requests.Length;
        return File.ReadAllText(_folder.PathOf("undisturbed/app.js"));
    }

    private static string[] Arguments(ModelServer server, string output) => ["unminify", "app.js", "-o", output, "--namer", "openai", "--model", "namer", "--base-url", server.Url + "/v1"];

    private ProcessResult Run(ModelServer server, string output, string answers, params string[] more)
    {
        using RunningProcess running = Start(server, output, answers, more);
        return running.Wait();
    }

    private RunningProcess Start(ModelServer server, string output, string answers, params string[] more) =>
        ProcessRunner.Start("dotnet", [ProcessRunner.ToolPath("plimsoll"), .. Arguments(server, output), "--answers", answers, .. more], Setup());

    private ProcessResult Plimsoll(params string[] words) => ProcessRunner.RunTool("plimsoll", words, Setup());

    private ProcessSetup Setup() => new()
    {
        WorkingFolder = _folder.Root,
        Environment = new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["HOME"] = _folder.PathOf("home"),
            ["XDG_CONFIG_HOME"] = null,
            ["XDG_CACHE_HOME"] = _folder.PathOf("cache"),
            ["PLIMSOLL_MEMORY"] = null,
            ["PLIMSOLL_KILLS"] = null,
            ["PLIMSOLL_OPENAI_KEY"] = null,
            ["OPENAI_API_KEY"] = Key,
            ["OPENAI_BASE_URL"] = null,
        },
    };
}
