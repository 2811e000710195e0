using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Plimsoll.Testing;

namespace Plimsoll.Cli.Tests.Mcp;

/// <summary>
/// Ten thousand malformed or hostile lines to one server. Every request with an id has exactly one answer, each answer is a message, memory does not grow, and no
/// canary - a text that only files outside the index have - is ever seen.
/// </summary>
public sealed class HostileMessagesTests : IDisposable
{
    private const int Lines = 10_000;

    /// <summary>Questions before that: until the collector has met its first budget, about 90 MB, memory grows whatever is asked.</summary>
    private const int WarmUp = 1500;

    private const string Canary = "canary-7f3a91";

    private readonly TempFolder _folder = new();
    private readonly string _root;

    public HostileMessagesTests()
    {
        _root = _folder.PathOf("shop");
        ShopFixture.CopyTo(_root);
        _folder.Write("outside.ts", $"export const outside = '{Canary}';\n");
        _folder.Write("shop-other/inside.ts", $"export const other = '{Canary}';\n");
        _folder.Write("shop/.env", $"KEY={Canary}\n");
        _folder.Write("shop/image.bin", "\0\0" + Canary);
        File.CreateSymbolicLink(Path.Combine(_root, "src/out.ts"), _folder.PathOf("outside.ts"));
        Directory.CreateSymbolicLink(Path.Combine(_root, "src/up"), _folder.Root);
        CliResult result = new CliRunner(_root).Run("index", ".", "-q");
        Assert.True(result.Code == ExitCode.Ok, result.Error);
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void TenThousandLines_EachRequestHasOneAnswer_MemoryIsFlatAndNothingOutsideIsRead()
    {
        Random random = new(20_263);
        using Process server = Start();
        Answers answers = new(server.StandardOutput);
        Thread reading = new(answers.Read) { IsBackground = true };
        reading.Start();
        using Stream input = server.StandardInput.BaseStream;
        Dictionary<string, int> expected = new(StringComparer.Ordinal);
        long early = 0;
        int refusals = 0;
        for (int i = 0; i < WarmUp; i++)
        {
            input.Write(Encoding.UTF8.GetBytes("{\"jsonrpc\":\"2.0\",\"id\":\"w\",\"method\":\"tools/call\",\"params\":{\"name\":\"search\",\"arguments\":{\"query\":\"price\"}}}\n"));
        }
        expected["\"w\""] = WarmUp;
        for (int i = 0; i < Lines; i++)
        {
            HostileLine line = HostileLine.Make(random, i, _root);
            input.Write(line.Bytes);
            input.WriteByte((byte)'\n');
            if (line.Id is not null) expected[line.Id] = expected.GetValueOrDefault(line.Id) + 1;
            refusals += line.IsRefusedWithoutId ? 1 : 0;
            if (i != Lines / 5) continue;
            Settle(input, answers, "early");
            early = AnonymousBytes(server.Id);
        }

        Settle(input, answers, "late");
        long late = AnonymousBytes(server.Id);
        input.Close();
        Assert.True(reading.Join(TimeSpan.FromSeconds(60)), "stdout does not end");
        Assert.Null(answers.Fault);
        Assert.True(server.WaitForExit(TimeSpan.FromSeconds(60)), "the server does not end");
        Assert.Equal(ExitCode.Ok, server.ExitCode);
        foreach ((string id, int count) in expected) Assert.True(answers.ById.GetValueOrDefault(id) == count, $"{id}: {answers.ById.GetValueOrDefault(id)} answers to {count} requests");
        Assert.Equal(expected.Values.Sum() + 2, answers.ById.Values.Sum());
        Assert.Equal(refusals, answers.WithoutId);
        Assert.Equal("", answers.Seen);
        Assert.InRange(late - early, long.MinValue, 24L << 20);
    }

    [Theory]
    [InlineData("deleted")]
    [InlineData("torn")]
    [InlineData("overwritten")]
    public void Index_SpoiledWhileRunning_IsAToolErrorAndTheServerGoesOn(string how)
    {
        using McpSession session = new(_root);
        session.Initialize();
        session.Answer("code_search", """{"query":"roundPrice"}""");
        string folder = Path.Combine(_root, ".plimsoll");
        if (how == "deleted") Directory.Delete(folder, recursive: true);
        else Spoil(Path.Combine(folder, "manifest"), how == "torn");

        foreach ((string tool, string arguments) in ((string, string)[])[("code_search", """{"query":"roundPrice"}"""), ("index_status", "{}"), ("read_code", """{"path":"src/price.ts"}"""), ("find_implementations", """{"name":"ShoppingCart"}"""), ("context_analysis", """{"path":"src/cart.ts"}""")])
        {
            string text = McpSession.TextOf(session.Call(tool, arguments));
            Assert.DoesNotContain("internal error", text, StringComparison.Ordinal);
        }

        // A manifest whose head is whole says that nothing has changed: what was mapped goes on answering.
        if (how != "torn") Assert.Contains("plimsoll index", McpSession.TextOf(session.Call("code_search", """{"query":"roundPrice"}""")), StringComparison.Ordinal);
        session.Answer("index_update");
        Assert.Equal("src/price.ts", (string?)session.Answer("code_search", """{"query":"roundPrice","k":1}""")["results"]![0]!["path"]);
        Assert.Equal(ExitCode.Ok, session.Close().Code);
    }

    [Fact]
    public void Stderr_ThatTakesNothing_ChangesNoAnswer()
    {
        string input = string.Join('\n', Enumerable.Range(1, 20).Select(i => $"{{\"jsonrpc\":\"2.0\",\"id\":{i},\"method\":\"tools/call\",\"params\":{{\"name\":\"search\",\"arguments\":{{\"query\":\"price\"}}}}}}")) + "\n{bad\n";

        ProcessResult full = ProcessRunner.Run("bash", ["-c", "dotnet \"$0\" mcp 2> /dev/full", ProcessRunner.ToolPath("plimsoll")], new ProcessSetup { WorkingFolder = _root, Input = input });
        ProcessResult closed = ProcessRunner.Run("bash", ["-c", "dotnet \"$0\" mcp 2>&-", ProcessRunner.ToolPath("plimsoll")], new ProcessSetup { WorkingFolder = _root, Input = input });

        foreach (ProcessResult result in (ProcessResult[])[full, closed])
        {
            string[] lines = result.StandardOutput.TrimEnd('\n').Split('\n');
            Assert.True(lines.Length == 21, result.ToString());
            Assert.All(lines, line => Assert.Equal("2.0", (string?)JsonNode.Parse(line)!["jsonrpc"]));
        }
    }

    [Fact]
    public void Stdout_ClosedByTheReader_EndsTheServer()
    {
        string input = string.Concat(Enumerable.Repeat("""{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"search","arguments":{"query":"price","context":40,"k":100}}}""" + "\n", 200));

        ProcessResult result = ProcessRunner.Run("bash", ["-c", "dotnet \"$0\" mcp -q | head -c 100 > /dev/null; exit ${PIPESTATUS[0]}", ProcessRunner.ToolPath("plimsoll")], new ProcessSetup { WorkingFolder = _root, Input = input });

        Assert.False(result.TimedOut, result.ToString());
        Assert.DoesNotContain("Unhandled", result.StandardError, StringComparison.Ordinal);
    }

    private static void Spoil(string file, bool isTorn)
    {
        byte[] bytes = File.ReadAllBytes(file);
        if (isTorn) Array.Resize(ref bytes, bytes.Length / 2);
        else bytes.AsSpan(8).Reverse();
        string other = file + ".new";
        File.WriteAllBytes(other, bytes);
        File.Move(other, file, overwrite: true);
    }

    /// <summary>Waits until all that was sent before is answered.</summary>
    private static void Settle(Stream input, Answers answers, string id)
    {
        input.Write(Encoding.UTF8.GetBytes($$"""{"jsonrpc":"2.0","id":"{{id}}","method":"ping"}""" + "\n"));
        input.Flush();
        Assert.True(SpinWait.SpinUntil(() => answers.Has(id), TimeSpan.FromSeconds(120)), $"no answer to the ping '{id}'");
    }

    private Process Start()
    {
        ProcessStartInfo info = new("dotnet") { WorkingDirectory = _root, UseShellExecute = false, RedirectStandardInput = true, RedirectStandardOutput = true };
        foreach (string word in (string[])[ProcessRunner.ToolPath("plimsoll"), "mcp", "-q"]) info.ArgumentList.Add(word);
        info.Environment["HOME"] = _root;
        return Process.Start(info)!;
    }

    private static long AnonymousBytes(int id)
    {
        string line = Array.Find(File.ReadAllLines($"/proc/{id}/status"), static text => text.StartsWith("RssAnon:", StringComparison.Ordinal))!;
        return long.Parse(line.Split([' ', '\t'], StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) * 1024;
    }

    /// <summary>What came back, counted by id.</summary>
    private sealed class Answers(StreamReader output)
    {
        private readonly HashSet<string> _settled = new(StringComparer.Ordinal);

        public Dictionary<string, int> ById { get; } = new(StringComparer.Ordinal);

        public int WithoutId { get; private set; }

        /// <summary>The first line with something that must not be seen.</summary>
        public string Seen { get; private set; } = "";

        public bool Has(string id)
        {
            lock (_settled) return _settled.Contains(id);
        }

        /// <summary>A line that is no answer.</summary>
        public Exception? Fault { get; private set; }

        public void Read()
        {
            try
            {
                ReadLines();
            }
            catch (Exception error)
            {
                // Thrown again by the test, on its own thread.
                Fault = error;
            }
        }

        private void ReadLines()
        {
            while (output.ReadLine() is string line)
            {
                if (Seen.Length == 0 && (line.Contains(Canary, StringComparison.Ordinal) || line.Contains("root:x:0", StringComparison.Ordinal))) Seen = line;
                using JsonDocument message = JsonDocument.Parse(line);
                Assert.Equal("2.0", message.RootElement.GetProperty("jsonrpc").GetString());
                Assert.True(message.RootElement.TryGetProperty("result", out _) ^ message.RootElement.TryGetProperty("error", out _), line);
                JsonElement id = message.RootElement.GetProperty("id");
                if (id.ValueKind == JsonValueKind.Null)
                {
                    WithoutId++;
                    continue;
                }
                string text = id.GetRawText();
                ById[text] = ById.GetValueOrDefault(text) + 1;
                lock (_settled) _settled.Add(id.ValueKind == JsonValueKind.String ? id.GetString()! : text);
            }
        }
    }
}
