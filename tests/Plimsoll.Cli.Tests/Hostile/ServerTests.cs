using System.Text.Json;
using Plimsoll.Testing;

namespace Plimsoll.Cli.Tests.Hostile;

/// <summary>Real runs whose vectors come from a server that dies, and that are killed themselves: nothing is lost, and nothing embedded twice.</summary>
public sealed class ServerTests : IDisposable
{
    private const string Measure = "a passage to measure";
    private const int Kills = 6;
    private const int BatchSize = 8;
    private const string Key = "sk-secret-0123456789";

    private readonly HostileTree _tree = new();
    private readonly ModelServer _server = new();

    public void Dispose()
    {
        _server.Dispose();
        _tree.Dispose();
    }

    [Fact]
    public void Index_ServerDiesInTheMiddle_EndsWith69AndGoesOnFromThere()
    {
        _tree.WriteMany(120);
        int left = 5;
        _server.Behave = request => Interlocked.Decrement(ref left) >= 0 ? _server.Answer(request) : ModelAnswer.Cut;

        ProcessResult dead = _tree.Index("--embedder", "openai:" + _server.Url, "--batch-size", "8", "--service-patience", "1");

        Assert.True(dead.ExitCode == ExitCode.Unavailable, dead.ToString());
        Assert.Contains($"plimsoll: {_server.Url}/v1/embeddings broke the connection", dead.StandardError, StringComparison.Ordinal);
        Assert.Contains("What was done is saved; the same command goes on from there.", dead.StandardError, StringComparison.Ordinal);
        _server.Behave = _server.Answer;
        JsonElement report = _tree.IndexWell("--embedder", "openai:" + _server.Url);
        Assert.Equal(120, report.GetProperty("files").GetInt32());
        Assert.All(_server.Embedded.Where(static text => text.Key != Measure), static text => Assert.Equal(1, text.Value));
        Assert.Equal(report.GetProperty("chunks").GetInt32(), _server.Embedded.Count - 1);

        // From now on nobody has to name the server.
        Assert.Equal(120, _tree.IndexWell().GetProperty("unchanged").GetInt32());
        Assert.Contains($"vectors   by openai:{_server.Url}", _tree.Status().StandardOutput, StringComparison.Ordinal);
        _tree.AssertFinds("value_7_3", "part0/file7.py");
    }

    [Fact]
    public void Index_KilledAtRandomInstants_LosesNothingAndAsksTwiceOnlyForWhatWasUnderWay()
    {
        _tree.WriteMany(300);
        string digest = Digest();
        using var server = new ModelServer();
        server.Behave = request => server.Answer(request) with { Delay = TimeSpan.FromMilliseconds(30) };
        string[] words = ["--embedder", "openai:" + server.Url, "--batch-size", BatchSize.ToString(), "--threads", "1"];
        Random random = new(11);
        int killed = 0;
        for (int round = 0; round < Kills; round++)
        {
            int before = server.Requests.Length;
            using RunningProcess running = _tree.Start(["index", _tree.Root, .. words]);
            int wanted = before + 2 + random.Next(4);
            while (server.Requests.Length < wanted && !running.HasExited) Thread.Yield();
            running.KillAt(TimeSpan.FromMilliseconds(random.Next(30)));
            killed += running.Wait().ExitCode == 137 ? 1 : 0;
        }

        JsonElement report = _tree.IndexWell(words);

        Assert.Equal(Kills, killed);
        Assert.Equal(digest, _tree.Digest());
        var texts = server.Embedded.Where(static text => text.Key != Measure).ToArray();
        Assert.Equal(report.GetProperty("chunks").GetInt32(), texts.Length);
        Assert.InRange(texts.Sum(static text => text.Value - 1), 0, killed * BatchSize);
    }

    [Fact]
    public void Index_SmallBudget_HoldsInAGroupOfItsSize()
    {
        Assert.SkipWhen(KernelGroupFixture.WhyNot is not null, KernelGroupFixture.WhyNot ?? "");
        _server.Dimensions = 1024;
        _tree.WriteMany(150);
        using KernelGroupFixture group = KernelGroupFixture.Create(128 << 20);

        ProcessResult result = _tree.RunIn(group, "index", _tree.Root, "--memory", "128MB", "--embedder", "openai:" + _server.Url);

        Assert.True(result.ExitCode == ExitCode.Ok, result.ToString());
        Assert.Equal(0, group.OomKills);
    }

    [Fact]
    public void Search_ServerAway_AnswersByWordsWithANote()
    {
        _tree.WriteMany(10);
        _tree.IndexWell("--embedder", "openai:" + _server.Url);
        _server.Stop();

        ProcessResult result = _tree.Search("transform", "value", "--json");

        Assert.True(result.ExitCode == ExitCode.Ok, result.ToString());
        Assert.Contains("note: searched by words only: http://127.0.0.1", result.StandardError, StringComparison.Ordinal);
        using JsonDocument json = JsonDocument.Parse(result.StandardOutput);
        Assert.Contains("cannot be reached", json.RootElement.GetProperty("words_only").GetString(), StringComparison.Ordinal);
        Assert.Equal(ExitCode.No, _tree.Search("zzqxjkv", "-q").ExitCode);
    }

    [Fact]
    public void Index_KeyThatTheServerRefuses_IsNowhereToBeSeen()
    {
        _tree.WriteMany(3);
        _server.Behave = static _ => new ModelAnswer(401, $"{{\"error\": \"wrong key {Key}\"}}");
        ProcessSetup setup = _tree.Setup();
        setup = setup with { Environment = new Dictionary<string, string?>(setup.Environment!, StringComparer.Ordinal) { ["PLIMSOLL_OPENAI_KEY"] = Key } };

        ProcessResult result = ProcessRunner.Run("dotnet", [ProcessRunner.ToolPath("plimsoll"), "index", _tree.Root, "--embedder", "openai:" + _server.Url, "--index-dir", _tree.IndexFolder], setup);

        Assert.True(result.ExitCode == ExitCode.Unavailable, result.ToString());
        Assert.Contains("refuses the key (401", result.StandardError, StringComparison.Ordinal);
        Assert.DoesNotContain(Key, result.StandardError + result.StandardOutput, StringComparison.Ordinal);
        Assert.Contains($"Bearer {Key}", _server.Requests[0].Headers, StringComparison.Ordinal);
        foreach (string file in Directory.GetFiles(_tree.PathOf("."), "*", SearchOption.AllDirectories)) Assert.DoesNotContain(Key, File.ReadAllText(file), StringComparison.Ordinal);
    }

    [Fact]
    public void Index_ServerNamedByTheRepository_GetsNothing()
    {
        _tree.WriteMany(3);
        _tree.Write("plimsoll.json", "{\"embedder\": \"openai:http://192.0.2.1:9\", \"rerank\": \"openai:http://192.0.2.1:9\"}");

        ProcessResult result = _tree.Index();

        Assert.True(result.ExitCode == ExitCode.Usage, result.ToString());
        Assert.Contains("names openai:http://192.0.2.1:9, which you have not named yourself, so nothing is sent to it", result.StandardError, StringComparison.Ordinal);
        _tree.IndexWell("--embedder", "builtin");
        Assert.Contains("note: not reranked: a plimsoll.json names openai:http://192.0.2.1:9", _tree.Search("transform").StandardError, StringComparison.Ordinal);
    }

    [Fact]
    public void Search_Builtin_LoadsNothingForServers()
    {
        _tree.WriteMany(3);
        _tree.IndexWell();

        Assert.DoesNotContain("System.Net.Http.dll", Loaded("search", "--root", _tree.Root, "transform"), StringComparison.Ordinal);
        Assert.DoesNotContain("System.Net.Http.dll", Loaded("index", _tree.Root), StringComparison.Ordinal);

        // The same look sees it where it is needed.
        _tree.IndexWell("--embedder", "openai:" + _server.Url, "--fresh");
        Assert.Contains("System.Net.Http.dll", Loaded("search", "--root", _tree.Root, "transform"), StringComparison.Ordinal);
    }

    [Fact]
    public void Search_Rerank_IsJudgedByTheServerOrSaysWhyNot()
    {
        _tree.Write("a.py", "def copy_one(x):\n    return x\n");
        _tree.Write("b.py", "def copy_two(x):\n    return x\n");
        _tree.IndexWell();
        _server.Behave = static _ => new ModelAnswer(200, "{\"results\": [{\"index\": 1, \"relevance_score\": 0.75}, {\"index\": 0, \"relevance_score\": 0.5}]}");
        string[] before = Paths(_tree.Search("copy", "--json"), out _);

        string[] after = Paths(_tree.Search("copy", "--json", "--rerank", "openai:" + _server.Url), out JsonElement judged);

        Assert.Equal([before[1], before[0]], after, StringComparer.Ordinal);
        Assert.Equal(2, judged.GetProperty("reranked").GetInt32());
        Assert.Equal(.75, judged.GetProperty("results")[0].GetProperty("judgement").GetDouble());
        _server.Behave = static _ => new ModelAnswer(400, "no");
        ProcessResult failed = _tree.Search("copy", "--json", "--rerank", "openai:" + _server.Url);
        Assert.Equal(before, Paths(failed, out JsonElement not), StringComparer.Ordinal);
        Assert.Contains("refuses the request (400: no)", not.GetProperty("not_reranked").GetString(), StringComparison.Ordinal);
        Assert.Contains("note: not reranked: ", failed.StandardError, StringComparison.Ordinal);
    }

    private string Digest()
    {
        string folder = _tree.IndexFolder;
        _tree.IndexFolder = _tree.PathOf("undisturbed");
        _tree.IndexWell("--embedder", "openai:" + _server.Url);
        string digest = _tree.Digest();
        _tree.IndexFolder = folder;
        return digest;
    }

    /// <summary>The files that the run-time says it loads, from its own trace of a real process.</summary>
    private string Loaded(params string[] words)
    {
        string trace = _tree.PathOf("loader.nettrace");
        ProcessSetup setup = _tree.Setup();
        setup = setup with
        {
            Environment = new Dictionary<string, string?>(setup.Environment!, StringComparer.Ordinal)
            {
                ["DOTNET_EnableEventPipe"] = "1",
                ["DOTNET_EventPipeConfig"] = "Microsoft-Windows-DotNETRuntime:0x8:5",
                ["DOTNET_EventPipeOutputPath"] = trace,
            },
        };
        ProcessResult result = ProcessRunner.Run("dotnet", [ProcessRunner.ToolPath("plimsoll"), .. words, "--index-dir", _tree.IndexFolder], setup);
        Assert.True(result.ExitCode == ExitCode.Ok, result.ToString());
        string text = System.Text.Encoding.Latin1.GetString(File.ReadAllBytes(trace)).Replace("\0", "", StringComparison.Ordinal);
        Assert.Contains("Plimsoll.Indexing.dll", text, StringComparison.Ordinal);
        return text;
    }

    private static string[] Paths(ProcessResult result, out JsonElement answer)
    {
        Assert.True(result.ExitCode == ExitCode.Ok, result.ToString());
        using JsonDocument json = JsonDocument.Parse(result.StandardOutput);
        answer = json.RootElement.Clone();
        return [.. answer.GetProperty("results").EnumerateArray().Select(static hit => hit.GetProperty("path").GetString()!)];
    }
}
