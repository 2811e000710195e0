using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;

namespace Plimsoll.Testing;

/// <summary>What came in: the path, the headers as text, and the document.</summary>
public sealed record ModelRequest(int Number, string Path, string Headers, JsonElement Body)
{
    /// <summary>The texts to embed.</summary>
    public string[] Texts => [.. Body.GetProperty("input").EnumerateArray().Select(text => text.GetString()!)];

    /// <summary>The question to a model that talks.</summary>
    public string Question => Body.GetProperty("messages").EnumerateArray().Last().GetProperty("content").GetString()!;

    /// <summary>The keys that its schema wants values for.</summary>
    public string[] Keys => [.. Body.GetProperty("response_format").GetProperty("json_schema").GetProperty("schema").GetProperty("properties").EnumerateObject().Select(property => property.Name)];

    /// <summary>The size of the document in bytes.</summary>
    public int Bytes { get; init; }
}

/// <summary>What goes out, and how badly.</summary>
public sealed record ModelAnswer(int Status, string Body)
{
    /// <summary>Header lines besides those that every answer has, each with its line end.</summary>
    public string Headers { get; init; } = "";

    /// <summary>Only this share of the body is sent, then the connection is cut.</summary>
    public double Share { get; init; } = 1;

    /// <summary>How long nothing happens before the answer, or until the server is stopped.</summary>
    public TimeSpan Delay { get; init; }

    /// <summary>The connection is cut without an answer.</summary>
    public static ModelAnswer Cut { get; } = new(0, "");
}

/// <summary>
/// A server for embeddings and for names on this machine, over its own sockets so that it can misbehave in any way: a vector counts the words of its text, so that like texts have like vectors, and each text
/// whose vector was sent as a whole, and each question whose answer was, is counted.
/// </summary>
public sealed class ModelServer : IDisposable
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, int> _embedded = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _answered = new(StringComparer.Ordinal);
    private readonly List<ModelRequest> _requests = [];
    private CancellationTokenSource _stop = new();
    private TcpListener _listener;
    private int _number;
    private int _open;

    public ModelServer(int dimensions = 64)
    {
        Dimensions = dimensions;
        Behave = Answer;
        _listener = Listen(0);
    }

    /// <summary>Numbers a vector.</summary>
    public int Dimensions { get; set; }

    /// <summary>The model that answers name.</summary>
    public string Model { get; set; } = "counter";

    /// <summary>What to do with a request; at first what a good server does.</summary>
    public Func<ModelRequest, ModelAnswer> Behave { get; set; }

    public int Port { get; private set; }

    public string Url => $"http://127.0.0.1:{Port}";

    /// <summary>The most requests that were being worked on at a time.</summary>
    public int MostAtOnce { get; private set; }

    /// <summary>All requests so far.</summary>
    public ModelRequest[] Requests
    {
        get { lock (_gate) return [.. _requests]; }
    }

    /// <summary>How often the vector of each text was sent as a whole.</summary>
    public Dictionary<string, int> Embedded
    {
        get { lock (_gate) return new(_embedded, StringComparer.Ordinal); }
    }

    /// <summary>How often each question to a model that talks was answered as a whole.</summary>
    public Dictionary<string, int> Answered
    {
        get { lock (_gate) return new(_answered, StringComparer.Ordinal); }
    }

    /// <summary>What a good server answers.</summary>
    public ModelAnswer Answer(ModelRequest request) => IsChat(request) ? Say(NamesFor(request)) : new(200, Reply(request.Texts.Select((text, index) => (index, VectorOf(text, Dimensions)))));

    /// <summary>The document of an answer with these vectors.</summary>
    public string Reply(IEnumerable<(int Index, double[] Vector)> vectors) => JsonSerializer.Serialize(new
    {
        @object = "list",
        data = vectors.Select(one => new { @object = "embedding", index = one.Index, embedding = one.Vector }),
        model = Model,
        usage = new { prompt_tokens = 1 },
    });

    /// <summary>The document of an answer in which a model says something.</summary>
    public static ModelAnswer Say(string content) => new(200, JsonSerializer.Serialize(new
    {
        choices = new[] { new { index = 0, message = new { role = "assistant", content }, finish_reason = "stop" } },
        usage = new { prompt_tokens = 100, completion_tokens = 10 },
    }));

    /// <summary>A name for each key of a question: always the same ones for the same question.</summary>
    public static string NamesFor(ModelRequest request)
    {
        uint hash = HashOf(request.Question);
        return JsonSerializer.Serialize(request.Keys.ToDictionary(key => key, key => $"model{Letters(hash)}{Letters(HashOf(key))}", StringComparer.Ordinal));
    }

    /// <summary>A hash that is the same in every process.</summary>
    public static uint HashOf(string text)
    {
        uint hash = 2166136261;
        foreach (char letter in text) hash = (hash ^ letter) * 16777619;
        return hash;
    }

    /// <summary>How often each word occurs, by a hash of the word.</summary>
    public static double[] VectorOf(string text, int dimensions)
    {
        double[] vector = new double[dimensions];
        vector[0] = .01;
        foreach (string word in text.Split([' ', '\n', '(', ')', ':', ',', '.', '/', '_', '='], StringSplitOptions.RemoveEmptyEntries))
        {
            uint hash = HashOf(word.ToLowerInvariant());
            vector[hash % (uint)dimensions] += 1;
        }

        return vector;
    }

    /// <summary>Dies: connections are cut and new ones refused.</summary>
    public void Stop()
    {
        _stop.Cancel();
        _listener.Stop();
    }

    /// <summary>Comes back on the same port.</summary>
    public void Start()
    {
        _stop = new CancellationTokenSource();
        _listener = Listen(Port);
    }

    public void Dispose() => Stop();

    private TcpListener Listen(int port)
    {
        var listener = new TcpListener(IPAddress.Loopback, port);
        listener.Server.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.ReuseAddress, true);
        listener.Start(64);
        Port = ((IPEndPoint)listener.LocalEndpoint).Port;
        _ = AcceptAsync(listener, _stop.Token);
        return listener;
    }

    private async Task AcceptAsync(TcpListener listener, CancellationToken stop)
    {
        try
        {
            while (true) _ = ServeAsync(await listener.AcceptTcpClientAsync(stop), stop);
        }
        catch (Exception error) when (error is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // The server was stopped.
        }
    }

    private async Task ServeAsync(TcpClient client, CancellationToken stop)
    {
        using (client)
        using (stop.Register(client.Close))
        {
            try
            {
                NetworkStream stream = client.GetStream();
                while (await ReadAsync(stream, stop) is { } request && await HandleAsync(stream, request, stop))
                {
                    // One request after the other, as long as the client keeps the connection.
                }
            }
            catch (Exception error) when (error is IOException or OperationCanceledException or ObjectDisposedException or SocketException)
            {
                // The client, or the server, was killed.
            }
        }
    }

    private async Task<bool> HandleAsync(NetworkStream stream, ModelRequest request, CancellationToken stop)
    {
        lock (_gate) MostAtOnce = Math.Max(MostAtOnce, ++_open);
        try
        {
            ModelAnswer answer = Behave(request);
            Task delay = Task.Delay(answer.Delay, stop);
            await delay;
            if (answer.Status == 0) return false;
            byte[] body = Encoding.UTF8.GetBytes(answer.Body);
            string head = $"HTTP/1.1 {answer.Status} Answer\r\nContent-Type: application/json\r\nContent-Length: {body.Length}\r\n{answer.Headers}\r\n";
            await stream.WriteAsync(Encoding.ASCII.GetBytes(head), stop);
            await stream.WriteAsync(body.AsMemory(0, (int)(body.Length * answer.Share)), stop);
            if (answer.Share < 1) return false;
            if (answer.Status == 200 && request.Path.EndsWith("/embeddings", StringComparison.Ordinal)) Count(request.Texts);
            if (answer.Status == 200 && IsChat(request)) CountAnswer(request.Question);
            return true;
        }
        finally
        {
            lock (_gate) _open--;
        }
    }

    private static bool IsChat(ModelRequest request) => request.Path.EndsWith("/chat/completions", StringComparison.Ordinal);

    private static string Letters(uint hash) => string.Concat(Enumerable.Range(0, 4).Select(place => (char)('A' + ((hash >> (place * 5)) % 26))));

    private void CountAnswer(string question)
    {
        lock (_gate) _answered[question] = _answered.GetValueOrDefault(question) + 1;
    }

    private void Count(string[] texts)
    {
        lock (_gate)
        {
            foreach (string text in texts) _embedded[text] = _embedded.GetValueOrDefault(text) + 1;
        }
    }

    private async Task<ModelRequest?> ReadAsync(NetworkStream stream, CancellationToken stop)
    {
        StringBuilder head = new();
        byte[] one = new byte[1];
        while (!head.ToString().EndsWith("\r\n\r\n", StringComparison.Ordinal))
        {
            if (await stream.ReadAsync(one, stop) == 0) return null;
            head.Append((char)one[0]);
        }

        string[] lines = head.ToString().Split("\r\n");
        int length = int.Parse(lines.First(line => line.StartsWith("Content-Length:", StringComparison.OrdinalIgnoreCase))[15..], CultureInfo.InvariantCulture);
        byte[] body = new byte[length];
        await stream.ReadExactlyAsync(body, stop);
        using JsonDocument json = JsonDocument.Parse(body);
        lock (_gate)
        {
            var request = new ModelRequest(++_number, lines[0].Split(' ')[1], head.ToString(), json.RootElement.Clone()) { Bytes = length };
            _requests.Add(request);
            return request;
        }
    }
}
