using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Plimsoll.Testing;
using Signal = Plimsoll.Testing.PosixSignal;

namespace Plimsoll.Cli.Tests.Mcp;

/// <summary>Lines that are no messages, floods, and every way to end.</summary>
public sealed class HostileClientTests(ShopFixture shop) : IClassFixture<ShopFixture>, IDisposable
{
    private readonly McpSession _session = new(shop.Root);

    public void Dispose() => _session.Dispose();

    [Theory]
    [InlineData("hello", -32700)]
    [InlineData("{", -32700)]
    [InlineData("""{"jsonrpc":"2.0","id":1,"id":2,"method":"ping"}""", -32700)]
    [InlineData("""{"jsonrpc":"2.0","id":1,"method":"\ud800"}""", -32700)]
    [InlineData("[]", -32600)]
    [InlineData("""[{"jsonrpc":"2.0","id":1,"method":"ping"}]""", -32600)]
    [InlineData("7", -32600)]
    [InlineData("null", -32600)]
    [InlineData("{}", -32600)]
    [InlineData("""{"jsonrpc":"1.0","id":1,"method":"ping"}""", -32600)]
    [InlineData("""{"jsonrpc":"2.0","id":null,"method":"ping"}""", -32600)]
    [InlineData("""{"jsonrpc":"2.0","id":1.5,"method":"ping"}""", -32600)]
    [InlineData("""{"jsonrpc":"2.0","id":99999999999999999999,"method":"ping"}""", -32600)]
    [InlineData("""{"jsonrpc":"2.0","id":{},"method":"ping"}""", -32600)]
    [InlineData("""{"jsonrpc":"2.0","id":1,"method":7}""", -32600)]
    [InlineData("""{"jsonrpc":"2.0","id":1}""", -32600)]
    [InlineData("""{"jsonrpc":"2.0","id":1,"method":"ping","params":[1]}""", -32602)]
    [InlineData("""{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":7}}""", -32602)]
    [InlineData("""{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"search","arguments":"a"}}""", -32602)]
    public void Line_ThatIsNoMessage_IsAnsweredByTheCodeForIt(string line, int code)
    {
        _session.Send(line);

        Assert.Equal(code, (int)_session.Receive()["error"]!["code"]!);
        AssertAlive();
    }

    [Fact]
    public void Line_OfFiveMegabytes_IsPassedOver()
    {
        _session.Send("""{"jsonrpc":"2.0","id":1,"method":"ping","params":{"a":"X"}}""".Replace("X", new string('x', 5 << 20), StringComparison.Ordinal));

        JsonNode refused = _session.Receive();

        Assert.Contains("longer than 1048576 bytes", (string?)refused["error"]!["message"], StringComparison.Ordinal);
        AssertAlive();
    }

    [Fact]
    public void Json_NestedDeeply_IsRefused()
    {
        _session.Send("""{"jsonrpc":"2.0","id":1,"method":"ping","params":{"a":X}}""".Replace("X", new string('[', 100_000) + new string(']', 100_000), StringComparison.Ordinal));

        Assert.Equal(-32700, (int)_session.Receive()["error"]!["code"]!);
        AssertAlive();
    }

    [Fact]
    public void Lines_TwoThousandDamaged_EachPingBehindIsAnswered()
    {
        Random random = new(20261);
        string[] models =
        [
            """{"jsonrpc":"2.0","id":"x","method":"tools/call","params":{"name":"code_search","arguments":{"query":"price","k":3}}}""",
            """{"jsonrpc":"2.0","id":"x","method":"initialize","params":{"protocolVersion":"2025-06-18","capabilities":{},"clientInfo":{"name":"t","version":"1"}}}""",
            """{"jsonrpc":"2.0","id":"x","method":"tools/list","params":{"cursor":"a"}}""",
            """{"jsonrpc":"2.0","id":"x","result":{"a":[1,2,{"b":null}]}}""",
            """{"jsonrpc":"2.0","method":"notifications/cancelled","params":{"requestId":"x","reason":"r"}}""",
            """{"jsonrpc":"2.0","id":"x","method":"tools/call","params":{"name":"read_code","arguments":{"path":"src/cart.ts","start_line":1}}}""",
            """{"jsonrpc":"2.0","id":"x","method":"logging/setLevel","params":{"level":"debug"}}""",
        ];
        for (int round = 0; round < 2000; round++)
        {
            _session.Send(Damage(models[random.Next(models.Length)], random));
            AssertAlive();
        }

        (int code, string errors) = _session.Close();
        Assert.Equal(ExitCode.Ok, code);
        Assert.DoesNotContain("Exception", errors, StringComparison.Ordinal);
    }

    [Fact]
    public void Memory_OverManyQuestions_StaysFlat()
    {
        for (int i = 0; i < 300; i++) _session.Answer("code_search", """{"query":"price","k":20}""");
        long before = AnonymousBytes();
        for (int i = 0; i < 1500; i++) _session.Answer("code_search", """{"query":"price","k":20}""");

        Assert.InRange(AnonymousBytes() - before, long.MinValue, 8 << 20);
    }

    [Fact]
    public void Requests_SentWithoutWaiting_AreAllAnsweredBeforeTheEnd()
    {
        const int Count = 200;
        StringBuilder lines = new();
        for (int i = 0; i < Count; i++)
        {
            lines.Append("""{"jsonrpc":"2.0","id":X,"method":"tools/call","params":{"name":"search","arguments":{"query":"price X"}}}""".Replace("X", i.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal)).Append('\n');
        }

        ProcessResult result = ProcessRunner.RunTool("plimsoll", ["mcp", "-q"], new ProcessSetup { WorkingFolder = shop.Root, Input = lines.ToString() });

        Assert.True(result.ExitCode == ExitCode.Ok, result.ToString());
        Assert.Empty(result.StandardError);
        string[] answers = result.StandardOutput.TrimEnd('\n').Split('\n');
        Assert.Equal(Enumerable.Range(0, Count), answers.Select(line => (int)JsonNode.Parse(line)!["id"]!).Order());
    }

    [Theory]
    [InlineData(Signal.Interrupt, ExitCode.Interrupted)]
    [InlineData(Signal.Terminate, ExitCode.Terminated)]
    public void Signal_EndsWithItsCode(Signal signal, int code)
    {
        _session.Initialize();

        ProcessResult kill = ProcessRunner.Run("kill", [signal == Signal.Interrupt ? "-INT" : "-TERM", _session.Id.ToString(CultureInfo.InvariantCulture)]);
        (int ended, string errors) = _session.Wait();

        Assert.Equal(0, kill.ExitCode);
        Assert.Equal(code, ended);
        Assert.Contains("stopping", errors, StringComparison.Ordinal);
    }

    [Fact]
    public void Signal_WhileAnswersWaitForAReader_EndsAllTheSame()
    {
        for (int i = 0; i < 100; i++) _session.Send("""{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"search","arguments":{"query":"price","context":40,"k":100}}}""");
        _session.Receive();

        ProcessRunner.Run("kill", ["-TERM", _session.Id.ToString(CultureInfo.InvariantCulture)]);

        Assert.Equal(ExitCode.Terminated, _session.Wait().Code);
    }

    [Fact]
    public void Answer_ThatCannotBeWritten_EndsWithTheCodeForIt()
    {
        ProcessResult result = ProcessRunner.Run(
            "bash",
            ["-c", "dotnet \"$0\" mcp -q > /dev/full", ProcessRunner.ToolPath("plimsoll")],
            new ProcessSetup { WorkingFolder = shop.Root, Input = """{"jsonrpc":"2.0","id":1,"method":"ping"}""" + "\n" });

        Assert.Equal(ExitCode.CannotWrite, result.ExitCode);
        Assert.Contains("cannot write the answer to stdout", result.StandardError, StringComparison.Ordinal);
    }

    [Fact]
    public void Stdin_EndsAtOnce_IsNoFailure() => Assert.Equal(ExitCode.Ok, _session.Close().Code);

    private static string Damage(string model, Random random)
    {
        StringBuilder line = new(model);
        for (int edits = random.Next(1, 6); edits > 0 && line.Length > 1; edits--)
        {
            int at = random.Next(line.Length);
            switch (random.Next(4))
            {
                case 0: line.Remove(at, 1); break;
                case 1: line.Insert(at, (char)random.Next(32, 127)); break;
                case 2: line.Length = Math.Clamp(at, 1, line.Length); break;
                default: line[at] = "{}[]\",:0\\n"[random.Next(10)]; break;
            }
        }
        return line.ToString();
    }

    private void AssertAlive() => Assert.Equal("{}", _session.Ask("ping")["result"]!.ToJsonString(new JsonSerializerOptions()));

    private long AnonymousBytes()
    {
        string line = Array.Find(File.ReadAllLines($"/proc/{_session.Id}/status"), text => text.StartsWith("RssAnon:", StringComparison.Ordinal))!;
        return long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[^2].Split('\t')[^1], CultureInfo.InvariantCulture) * 1024;
    }
}
