using System.Diagnostics;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Plimsoll.Testing;

namespace Plimsoll.Cli.Tests.Mcp;

/// <summary>The real `plimsoll mcp` as a process of its own, spoken to as an agent's program does. Every line that it answers must be a JSON-RPC message.</summary>
internal sealed class McpSession : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly Process _process;
    private readonly Task<string> _errors;
    private int _lastId;

    public McpSession(string folder, params string[] arguments)
    {
        ProcessStartInfo info = new("dotnet")
        {
            WorkingDirectory = folder,
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardInputEncoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false),
            StandardOutputEncoding = Encoding.UTF8,
        };
        foreach (string word in (string[])[ProcessRunner.ToolPath("plimsoll"), "mcp", .. arguments]) info.ArgumentList.Add(word);
        info.Environment["HOME"] = folder;
        info.Environment.Remove("XDG_CONFIG_HOME");
        info.Environment.Remove("PLIMSOLL_MEMORY");
        _process = Process.Start(info)!;
        _errors = _process.StandardError.ReadToEndAsync();
    }

    public int Id => _process.Id;

    /// <summary>The handshake.</summary>
    public JsonNode Initialize()
    {
        JsonNode answer = Ask("initialize", new JsonObject
        {
            ["protocolVersion"] = "2025-06-18",
            ["capabilities"] = new JsonObject(),
            ["clientInfo"] = new JsonObject { ["name"] = "test", ["version"] = "1" },
        });
        Send("""{"jsonrpc":"2.0","method":"notifications/initialized"}""");
        return answer["result"]!;
    }

    /// <summary>Sends a line as it is.</summary>
    public void Send(string line)
    {
        _process.StandardInput.Write(line + "\n");
        _process.StandardInput.Flush();
    }

    /// <summary>The next message, whatever it answers.</summary>
    public JsonNode Receive()
    {
        Task<string?> reading = _process.StandardOutput.ReadLineAsync();
        Assert.True(reading.Wait(Patience), "no answer");
        string line = reading.Result ?? throw new InvalidOperationException($"the server has ended: {_errors.Result}");
        JsonNode message = JsonNode.Parse(line)!;
        Assert.Equal("2.0", (string?)message["jsonrpc"]);
        return message;
    }

    /// <summary>Asks, and gives the answer to this question; those to others are passed over.</summary>
    public JsonNode Ask(string method, JsonObject? parameters = null)
    {
        int id = ++_lastId;
        JsonObject message = new() { ["jsonrpc"] = "2.0", ["id"] = id, ["method"] = method };
        if (parameters is not null) message["params"] = parameters;
        Send(message.ToJsonString());
        while (true)
        {
            JsonNode answer = Receive();
            if (answer["id"] is JsonValue value && value.GetValueKind() == JsonValueKind.Number && (long)value == id) return answer;
        }
    }

    /// <summary>Calls a tool and gives its result.</summary>
    public JsonNode Call(string tool, string arguments = "{}")
    {
        JsonNode answer = Ask("tools/call", new JsonObject { ["name"] = tool, ["arguments"] = JsonNode.Parse(arguments) });
        return answer["result"] ?? throw new InvalidOperationException(answer.ToJsonString());
    }

    /// <summary>Calls a tool that must succeed, and gives the object that its text is.</summary>
    public JsonNode Answer(string tool, string arguments = "{}")
    {
        JsonNode result = Call(tool, arguments);
        string text = TextOf(result);
        Assert.False((bool?)result["isError"] ?? false, text);
        return JsonNode.Parse(text)!;
    }

    /// <summary>Calls a tool that must fail, and gives the message.</summary>
    public string Refusal(string tool, string arguments = "{}")
    {
        JsonNode result = Call(tool, arguments);
        Assert.True((bool?)result["isError"] ?? false, TextOf(result));
        return TextOf(result);
    }

    public static string TextOf(JsonNode result) => (string)result["content"]![0]!["text"]!;

    /// <summary>Ends stdin and gives the exit code and what was said on stderr.</summary>
    public (int Code, string Errors) Close()
    {
        _process.StandardInput.Close();
        return Wait();
    }

    /// <summary>Waits for the end.</summary>
    public (int Code, string Errors) Wait()
    {
        Assert.True(_process.WaitForExit(Patience), "the server does not end");
        return (_process.ExitCode, _errors.Result);
    }

    public void Dispose()
    {
        if (!_process.HasExited) _process.Kill(entireProcessTree: true);
        _process.Dispose();
    }
}
