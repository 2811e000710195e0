using System.Diagnostics;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;
using System.Text.Json.Nodes;
using Plimsoll.Testing;

namespace Plimsoll.Cli.Tests.Web;

/// <summary>An answer of the server.</summary>
internal sealed record Answered(int Status, string Text, HttpResponseHeaders Headers, string? Allow)
{
    public JsonNode Json => JsonNode.Parse(Text)!;

    /// <summary>The message of a failure.</summary>
    public string Message => (string)Json["error"]!["message"]!;
}

/// <summary>The real `plimsoll serve` as a process of its own, on a port of its own.</summary>
internal sealed class ServeSession : IDisposable
{
    public const string Token = "a-token-of-the-tests";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly Process _process;
    private readonly Task<string> _errors;

    public ServeSession(string folder, params string[] arguments)
        : this(folder, group: null, new Dictionary<string, string?>(StringComparer.Ordinal) { ["PLIMSOLL_TOKEN"] = Token }, arguments)
    {
    }

    public ServeSession(string folder, KernelGroupFixture? group, Dictionary<string, string?> environment, params string[] arguments)
    {
        string[] words = ["dotnet", ProcessRunner.ToolPath("plimsoll"), "serve", "--port", "0", "--json", .. arguments];
        if (group is not null) words = group.Wrap(words[0], words[1..]);
        ProcessStartInfo info = new(words[0]) { WorkingDirectory = folder, UseShellExecute = false, RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (string word in words[1..]) info.ArgumentList.Add(word);
        info.Environment["HOME"] = folder;
        foreach (string name in (string[])["XDG_CONFIG_HOME", "XDG_RUNTIME_DIR", "PLIMSOLL_MEMORY", "PLIMSOLL_TOKEN"]) info.Environment.Remove(name);
        foreach ((string name, string? value) in environment) info.Environment[name] = value;
        _process = Process.Start(info)!;
        _errors = _process.StandardError.ReadToEndAsync();
        Task<string?> reading = _process.StandardOutput.ReadLineAsync();
        Assert.True(reading.Wait(Patience), "the server does not start");
        Hello = JsonNode.Parse(reading.Result ?? throw new InvalidOperationException($"the server has ended: {_errors.Result}"))!;
        Assert.True(Hello["url"] is not null, Hello.ToJsonString());
        Address = new Uri((string)Hello["url"]!);
        Http = Client(Token);
    }

    /// <summary>The line that the server wrote when it was there.</summary>
    public JsonNode Hello { get; }

    public Uri Address { get; }

    public int Id => _process.Id;

    /// <summary>A client that shows the token.</summary>
    public HttpClient Http { get; }

    public HttpClient Client(string? token)
    {
        HttpClient client = new(new SocketsHttpHandler { UseProxy = false, AllowAutoRedirect = false, MaxConnectionsPerServer = 2000 }) { BaseAddress = Address, Timeout = Patience };
        if (token is not null) client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return client;
    }

    /// <summary>Asks, and gives the whole answer.</summary>
    public Answered Ask(string method, string path, string? body = null, Action<HttpRequestMessage>? change = null)
    {
        using HttpRequestMessage request = new(new HttpMethod(method), new Uri(Address, path));
        if (body is not null) request.Content = new StringContent(body, Encoding.UTF8, "application/json");
        change?.Invoke(request);
        using HttpResponseMessage response = Http.Send(request);
        using StreamReader reader = new(response.Content.ReadAsStream());
        return new Answered((int)response.StatusCode, reader.ReadToEnd(), response.Headers, response.Content.Headers.Allow.Count > 0 ? string.Join(", ", response.Content.Headers.Allow) : null);
    }

    /// <summary>Asks for what must succeed.</summary>
    public JsonNode Get(string path) => Good(Ask("GET", path), 200);

    /// <summary>Searches; must succeed.</summary>
    public JsonNode Search(string body) => Good(Ask("POST", "/api/search", body), 200);

    /// <summary>Starts a job and waits for its end.</summary>
    public JsonNode Index(string body = "{}")
    {
        string id = (string)Good(Ask("POST", "/api/index", body), 202)["id"]!;
        return AwaitJob(id, static state => state is not ("queued" or "running"));
    }

    /// <summary>Waits until a job is in a state.</summary>
    public JsonNode AwaitJob(string id, Predicate<string> isIn)
    {
        JsonNode? job = null;
        bool came = SpinWait.SpinUntil(() => isIn((string)(job = Get($"/api/jobs/{id}"))["state"]!), Patience);
        Assert.True(came, job?.ToJsonString());
        return job!;
    }

    /// <summary>Sends bytes as they are and reads until the server closes the connection or a time has passed.</summary>
    public string Raw(string text, bool waitsForEnd = true)
    {
        using TcpClient client = new();
        client.Connect(Address.Host, Address.Port);
        client.ReceiveTimeout = (int)(waitsForEnd ? Patience : TimeSpan.FromSeconds(5)).TotalMilliseconds;
        NetworkStream stream = client.GetStream();
        StringBuilder answer = new();
        byte[] buffer = new byte[4096];
        try
        {
            stream.Write(Encoding.Latin1.GetBytes(text));
            int length;
            while ((length = stream.Read(buffer)) > 0)
            {
                answer.Append(Encoding.UTF8.GetString(buffer, 0, length));
                if (!waitsForEnd) break;
            }
        }
        catch (IOException broken)
        {
            answer.Append($"({broken.Message})");
        }
        return answer.ToString();
    }

    /// <summary>Asks the server to end, and gives its exit code and all that it said.</summary>
    public (int Code, string Errors) Stop(Testing.PosixSignal signal = Testing.PosixSignal.Terminate)
    {
        Signal(signal);
        return Wait();
    }

    public void Signal(Testing.PosixSignal signal)
    {
        ProcessResult kill = ProcessRunner.Run("kill", [signal == Testing.PosixSignal.Interrupt ? "-INT" : "-TERM", $"{_process.Id}"]);
        Assert.Equal(0, kill.ExitCode);
    }

    public (int Code, string Errors) Wait()
    {
        Assert.True(_process.WaitForExit(Patience), "the server does not end");
        return (_process.ExitCode, _errors.Result);
    }

    public void Kill() => _process.Kill(entireProcessTree: true);

    public void Dispose()
    {
        Http.Dispose();
        if (!_process.HasExited) Kill();
        _process.Dispose();
    }

    public static JsonNode Good(Answered answer, int status)
    {
        Assert.True(answer.Status == status, $"{answer.Status} {answer.Text}");
        return answer.Json;
    }
}
