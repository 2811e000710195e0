using Plimsoll.Testing;
using Plimsoll.Unminify.Models;

namespace Plimsoll.Unminify.Tests.Models;

/// <summary>A whole file named by a server, which behaves and which does not.</summary>
public sealed class ModelNamerTests : IDisposable
{
    private readonly ModelRun _run = new(MinifiedProgram.Make(90));

    public void Dispose() => _run.Dispose();

    [Fact]
    public void Run_GoodServer_NamesAllWithFewRequestsAndLittleContext()
    {
        ModelReport report = _run.Run();

        Assert.True(report.Named > 900, $"{report.Named} named");
        Assert.Empty(report.Fallbacks);
        Assert.Equal(report.Batches, _run.Server.Requests.Length);
        AssertWithinBars(report);
        Assert.Contains($"function {FirstName()}(", _run.Read(), StringComparison.Ordinal);
        Assert.False(Directory.Exists(Path.Combine(Path.GetDirectoryName(_run.Output)!, ModelFiles.CheckpointFolderName)), "the checkpoint goes when all is done");
    }

    [Fact]
    public void Run_AnyNumberOfRequestsAtATime_AsksTheSameAndWritesTheSame()
    {
        _run.Run(_run.Options with { RequestsMax = 1 });
        (string one, string[] asked) = (_run.Read(), Questions(_run));
        using ModelRun other = new(File.ReadAllText(_run.Input));
        other.Server.Behave = request => other.Server.Answer(request) with { Delay = TimeSpan.FromMilliseconds(ModelServer.HashOf(request.Question) % 30) };
        other.Run(other.Options with { RequestsMax = 8 });

        Assert.Equal(one, other.Read());
        Assert.Equal(asked, Questions(other));
        Assert.True(other.Server.MostAtOnce > 1, "nothing was asked together");
        Assert.Equal(1, _run.Server.MostAtOnce);
    }

    [Fact]
    public void Run_Again_AsksNothingTwice()
    {
        _run.Run();
        string first = _run.Read();
        int asked = _run.Server.Requests.Length;

        ModelReport again = _run.Run();

        Assert.Equal(asked, _run.Server.Requests.Length);
        Assert.Equal((again.Batches, 0L, 0L), (again.BatchesKept, again.Requests, again.InputTokens));
        Assert.Equal(first, _run.Read());
    }

    [Fact]
    public void Run_AnswersDeleted_AsksAgain()
    {
        // The control of the test above: it does see requests.
        _run.Run();
        Directory.Delete(_run.AnswersFolder, recursive: true);
        _run.Run();

        Assert.All(_run.Server.Answered, question => Assert.Equal(2, question.Value));
    }

    [Fact]
    public void Run_HostileServer_NamesEveryIdentifierAndCountsWhy()
    {
        _run.Server.Behave = new HostileModel().Answer;

        ModelReport report = _run.Run();

        Assert.Equal(Identifiers(report), report.Named + report.Fallbacks.Values.Sum());
        FallbackReason[] expected = [FallbackReason.Truncated, FallbackReason.WrongSchema, FallbackReason.Invalid, FallbackReason.Reserved, FallbackReason.TooShort, FallbackReason.Duplicate];
        Assert.All(expected, reason => Assert.True(report.Fallbacks.GetValueOrDefault(reason) > 0, $"no {reason}"));
        Assert.True(report.Retries > 0);
        Assert.All(_run.Server.Answered, question => Assert.Equal(1, question.Value));
        AssertWithinBars(report);
        Assert.DoesNotMatch(@"\b(?:var|let|function|catch) ?\(?(?!i\b)[a-z]\b", _run.Read());
    }

    [Fact]
    public async Task Run_OneAnswer429_PausesEveryRequest()
    {
        FakeClock clock = new();
        DateTimeOffset? refused = null;
        List<TimeSpan> after = [];
        Lock gate = new();
        _run.Server.Behave = request =>
        {
            lock (gate)
            {
                if (refused is null && request.Number == 4)
                {
                    refused = clock.GetUtcNow();
                    return new Testing.ModelAnswer(429, "{}") { Headers = "Retry-After: 30\r\n" };
                }

                if (refused is { } then) after.Add(clock.GetUtcNow() - then);
                return _run.Server.Answer(request) with { Delay = TimeSpan.FromMilliseconds(20) };
            }
        };
        using SemaphoreSlim ended = new(0);
        Task ticking = Task.Run(() => Tick(clock, ended), CancellationToken.None);
        await Task.Factory.StartNew(
            () => _run.Run(_run.Options with { Service = _run.Options.Service with { Time = clock, Timeout = TimeSpan.FromHours(9), Patience = TimeSpan.FromMinutes(5) } }),
            CancellationToken.None,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default);
        ended.Release();
        await ticking;

        // Those that were sent in the same instant were on their way; nothing begins until the time is over.
        Assert.True(after.Count > 10);
        Assert.DoesNotContain(after, wait => wait > TimeSpan.FromSeconds(5) && wait < TimeSpan.FromSeconds(29));
    }

    [Fact]
    public void Run_ServerDies_KeepsWhatCameAndGoesOnToTheSame()
    {
        int left = 7;
        _run.Server.Behave = request =>
        {
            if (Interlocked.Decrement(ref left) < 0) _run.Server.Stop();
            return _run.Server.Answer(request);
        };

        UnminifyException error = Assert.Throws<UnminifyException>(() => _run.Run(_run.Options with { RequestsMax = 2 }));

        Assert.Equal(UnminifyFailure.Unavailable, error.Failure);
        Assert.Contains("answers are kept, and the same command goes on from there", error.Message, StringComparison.Ordinal);
        Assert.False(File.Exists(_run.Output));
        Assert.Single(ModelFiles.Checkpoints(Path.GetDirectoryName(_run.Output)!, TimeProvider.System).List());
        _run.Server.Behave = _run.Server.Answer;
        _run.Server.Start();
        ModelReport report = _run.Run();
        Assert.InRange(report.BatchesKept, 5, 8);
        using ModelRun undisturbed = new(File.ReadAllText(_run.Input));
        undisturbed.Run();
        Assert.Equal(undisturbed.Read(), _run.Read());
        Assert.All(_run.Server.Answered, question => Assert.Equal(1, question.Value));
    }

    [Fact]
    public void Run_ServerDiesAndBuiltinIsWanted_EndsWithAName()
    {
        _run.Server.Behave = request =>
        {
            if (request.Number > 3) _run.Server.Stop();
            return _run.Server.Answer(request);
        };

        ModelReport report = _run.Run(_run.Options with { FallsBack = true });

        Assert.NotNull(report.GivenUp);
        Assert.True(report.Fallbacks[FallbackReason.Unavailable] > 0);
        Assert.Equal(Identifiers(report), report.Named + report.Fallbacks.Values.Sum());
        Assert.True(File.Exists(_run.Output));
    }

    [Theory]
    [InlineData(500, "{\"error\":\"poisoned\"}")]
    [InlineData(400, "{\"error\":\"content policy\"}")]
    [InlineData(413, "{\"error\":\"maximum context length exceeded\"}")]
    public void Run_OneRequestThatAlwaysFails_FallsBackAlone(int status, string body)
    {
        string? poisoned = null;
        Lock gate = new();
        _run.Server.Behave = request =>
        {
            lock (gate)
            {
                if (request.Number == 5) poisoned = request.Question;
                return request.Question == poisoned ? new Testing.ModelAnswer(status, body) : _run.Server.Answer(request);
            }
        };

        ModelReport report = _run.Run();

        Assert.InRange(report.Fallbacks[FallbackReason.Failed], 25, 50);
        Assert.Single(report.Fallbacks);
        Assert.Null(report.GivenUp);
    }

    [Theory]
    [InlineData(500, "{}", "failed (500")]
    [InlineData(401, "{}", "refuses the key (401")]
    [InlineData(404, "{\"error\":\"no model namer\"}", "is not there (404")]
    [InlineData(200, "<html>Please log in</html>", "answers with JSON that breaks off")]
    public void Run_ServerThatNeverAnswers_IsUnavailable(int status, string body, string message)
    {
        _run.Server.Behave = _ => new Testing.ModelAnswer(status, body);

        UnminifyException error = Assert.Throws<UnminifyException>(() => _run.Run());

        Assert.Equal(UnminifyFailure.Unavailable, error.Failure);
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Run_ServerThatTakesNoTemperatureAndNoSchema_IsAskedWithout()
    {
        _run.Server.Behave = request => request.Body.TryGetProperty("temperature", out _) ? new Testing.ModelAnswer(400, "{\"error\":\"temperature does not support 0\"}")
            : request.Body.TryGetProperty("response_format", out _) ? new Testing.ModelAnswer(400, "{\"error\":\"response_format is unknown\"}")
            : ModelServer.Say("{\"_1\": \"onlyOne\"}");

        ModelReport report = _run.Run();

        Assert.True(report.Named > 10);
        Assert.Contains("onlyOne", _run.Read(), StringComparison.Ordinal);
    }

    [Fact]
    public void Run_DryRun_SendsAndWritesNothingAndExpectsWhatComes()
    {
        ModelEstimate estimate = _run.Run(isDryRun: true).Estimate!;

        Assert.Empty(_run.Server.Requests);
        Assert.False(File.Exists(_run.Output));
        ModelReport report = _run.Run(_run.Options with { PriceIn = 2, PriceOut = 8 });
        Assert.Equal(report.Batches, estimate.Batches);
        Assert.Equal(Identifiers(report), estimate.Identifiers);
        Assert.InRange(estimate.Bytes, report.BytesSent * .7, report.BytesSent * 1.3);
        Assert.Equal(((100 * 2) + (10 * 8)) * report.Batches / 1e6, report.Price!.Value, 9);
        Assert.Equal(estimate.Batches, _run.Run(isDryRun: true).Estimate!.BatchesAnswered);
    }

    [Fact]
    public void Run_DamagedAnswer_IsToldAskedForAgainAndReplaced()
    {
        _run.Run();
        string first = _run.Read();
        string path = Directory.GetFiles(_run.AnswersFolder, "*.answer", SearchOption.AllDirectories)[0];
        byte[] bytes = File.ReadAllBytes(path);
        bytes[^1] ^= 1;
        File.WriteAllBytes(path, bytes);
        int asked = _run.Server.Requests.Length;

        Assert.Equal(1, _run.Run().DamagedAnswers);
        Assert.Equal(asked + 1, _run.Server.Requests.Length);
        Assert.Equal(first, _run.Read());
        Assert.Equal(0, _run.Run().DamagedAnswers);
    }

    private static async Task Tick(FakeClock clock, SemaphoreSlim ended)
    {
        while (!await ended.WaitAsync(TimeSpan.FromSeconds(.005))) clock.Advance(TimeSpan.FromSeconds(.25));
    }

    /// <summary>What the server called the first binding: a function of the wrapper.</summary>
    private string FirstName() => ModelServer.NamesFor(_run.Server.Requests[0]).Split('"')[3];

    private static long Identifiers(ModelReport report) => report.Named + report.Fallbacks.Values.Sum();

    private static string[] Questions(ModelRun run) => [.. run.Server.Requests.Select(request => request.Question).Order(StringComparer.Ordinal)];

    private void AssertWithinBars(ModelReport report)
    {
        Assert.True(_run.Server.Requests.Length * 25 <= Identifiers(report), $"{_run.Server.Requests.Length} requests for {Identifiers(report)} identifiers");
        long bytes = _run.Server.Requests.Sum(request => (long)request.Bytes);
        Assert.True(bytes <= 4 * _run.InputBytes, $"{bytes} bytes sent for a file of {_run.InputBytes}");
        Assert.Equal(bytes, report.BytesSent);
    }
}
