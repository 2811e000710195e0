using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;

namespace Plimsoll.Cli.Tests.Web;

/// <summary>Who is not let in, and what is not read: foreign hosts and pages, missing tokens, paths that lead out, bodies that are no question, lines that are no HTTP.</summary>
public sealed class WebRefusalTests(ServedShopFixture shop) : IClassFixture<ServedShopFixture>
{
    private readonly ServeSession _session = shop.Session;

    private string Head => $"Host: {_session.Address.Authority}\r\nAuthorization: Bearer {ServeSession.Token}\r\n";

    [Theory]
    [InlineData("evil.example")]
    [InlineData("evil.example:7433")]
    [InlineData("127.0.0.1.evil.example")]
    [InlineData("localhost.")]
    [InlineData("127.0.0.2")]
    [InlineData("0.0.0.0")]
    [InlineData("[::2]")]
    [InlineData("localhost.evil")]
    [InlineData("")]
    public void Host_ThatIsNotOurs_IsRefusedEvenWithTheToken(string host)
    {
        foreach (string path in (string[])["/health", "/api/repos", "/mcp", "/nowhere"])
        {
            string answer = _session.Raw($"GET {path} HTTP/1.1\r\nHost: {host}\r\nAuthorization: Bearer {ServeSession.Token}\r\nConnection: close\r\n\r\n");

            Assert.StartsWith("HTTP/1.1 421 ", answer, StringComparison.Ordinal);
            Assert.DoesNotContain(shop.Root, answer, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("localhost")]
    [InlineData("LOCALHOST:1234")]
    [InlineData("127.0.0.1")]
    [InlineData("[::1]:80")]
    public void Host_ThatIsOurs_IsAnswered(string host)
    {
        string answer = _session.Raw($"GET /health HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n");

        Assert.StartsWith("HTTP/1.1 200 ", answer, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("GET /health HTTP/1.1\r\n\r\n")]
    [InlineData("GET /health HTTP/1.1\r\nHost: localhost\r\nHost: evil.example\r\n\r\n")]
    [InlineData("GET http://evil.example/health HTTP/1.1\r\nHost: localhost\r\n\r\n")]
    [InlineData("GET /health HTTP/9.9\r\nHost: localhost\r\n\r\n")]
    [InlineData("GET\r\n\r\n")]
    [InlineData("hello\r\n\r\n")]
    [InlineData("\0\u0001\u0002\u0003\r\n\r\n")]
    [InlineData("GET /health HTTP/1.1\r\nHost: localhost\r\nContent-Length: -1\r\n\r\n")]
    [InlineData("POST /api/search HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\n")]
    [InlineData("GET /health HTTP/1.1\r\nHost: localhost\r\nBad Header\r\n\r\n")]
    [InlineData("GET /%00 HTTP/1.1\r\nHost: localhost\r\n\r\n")]
    [InlineData("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n")]
    [InlineData("CONNECT evil.example:80 HTTP/1.1\r\nHost: evil.example:80\r\n\r\n")]
    public void Bytes_ThatAreNoRequest_AreRefusedAndHarmNobody(string text)
    {
        string answer = _session.Raw(text, waitsForEnd: false);

        // The last alternative is how HTTP/2 says that it is not spoken here.
        Assert.Matches("^(HTTP/1.1 (400|421|505) |\\x00\\x00\\x08\\x07)", answer);
        AssertAlive();
    }

    [Theory]
    [InlineData("http://evil.example")]
    [InlineData("null")]
    [InlineData("https://localhost")]
    [InlineData("http://localhost:3000")]
    [InlineData("")]
    public void Origin_OfAnyPage_IsRefused(string origin)
    {
        foreach (string path in (string[])["/health", "/api/repos", "/mcp"])
        {
            Answered answer = _session.Ask("GET", path, change: request => request.Headers.TryAddWithoutValidation("Origin", origin));

            Assert.Equal(403, answer.Status);
            Assert.False(answer.Headers.Contains("Access-Control-Allow-Origin"));
        }
    }

    [Fact]
    public void Preflight_OfAPage_IsNoPermission()
    {
        Answered answer = _session.Ask("OPTIONS", "/api/search", change: static request =>
        {
            request.Headers.TryAddWithoutValidation("Origin", "http://evil.example");
            request.Headers.TryAddWithoutValidation("Access-Control-Request-Method", "POST");
        });

        Assert.Equal(403, answer.Status);
        Assert.DoesNotContain(answer.Headers, header => header.Key.StartsWith("Access-Control", StringComparison.OrdinalIgnoreCase));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("Bearer")]
    [InlineData("Bearer ")]
    [InlineData("Bearer a-token-of-the-test")]
    [InlineData("Bearer a-token-of-the-testsx")]
    [InlineData("Bearer A-TOKEN-OF-THE-TESTS")]
    [InlineData("Basic a-token-of-the-tests")]
    [InlineData("a-token-of-the-tests")]
    public void Token_MissingOrWrong_OpensNothingButHealth(string? authorization)
    {
        using HttpClient client = _session.Client(token: null);
        foreach ((string method, string path) in ((string, string)[])[("GET", "/api/repos"), ("POST", "/api/search"), ("POST", "/api/index"), ("DELETE", "/api/repos/shop"), ("GET", "/api/jobs"),
            ("GET", "/metrics"), ("GET", "/openapi.json"), ("POST", "/mcp"), ("GET", "/mcp"), ("GET", "/nowhere"), ("PUT", "/api/search")])
        {
            using HttpRequestMessage request = new(new HttpMethod(method), new Uri(_session.Address, path));
            if (authorization is not null) request.Headers.TryAddWithoutValidation("Authorization", authorization);
            using HttpResponseMessage response = client.Send(request);

            Assert.Equal((401, path), ((int)response.StatusCode, path));
            Assert.Equal("Bearer", response.Headers.WwwAuthenticate.ToString());
        }
        using HttpResponseMessage health = client.Send(new HttpRequestMessage(HttpMethod.Get, new Uri(_session.Address, "/health")));
        using StreamReader reader = new(health.Content.ReadAsStream());
        Assert.Equal("{\"status\":\"ok\"}", reader.ReadToEnd());
    }

    [Fact]
    public void Token_GivenTwice_IsRefused() => Assert.StartsWith("HTTP/1.1 401 ", _session.Raw($"GET /api/repos HTTP/1.1\r\n{Head}Authorization: Bearer x\r\nConnection: close\r\n\r\n"), StringComparison.Ordinal);

    [Theory]
    [InlineData("GET", "/api/search", "POST")]
    [InlineData("PUT", "/api/search", "POST")]
    [InlineData("POST", "/api/repos", "GET")]
    [InlineData("GET", "/api/repos/shop", "DELETE")]
    [InlineData("PATCH", "/api/jobs/x", "GET, DELETE")]
    [InlineData("POST", "/health", "GET")]
    [InlineData("OPTIONS", "/api/search", "POST")]
    [InlineData("PUT", "/mcp", "POST, GET, DELETE")]
    public void Method_ThatAPathDoesNotHave_IsToldWhichItHas(string method, string path, string allowed)
    {
        Answered answer = _session.Ask(method, path);

        Assert.Equal(405, answer.Status);
        Assert.Equal(allowed, answer.Allow);
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/api")]
    [InlineData("/api/")]
    [InlineData("/api/search/")]
    [InlineData("/api/repos/a/b")]
    [InlineData("/api/jobs/none")]
    [InlineData("/api/jobs//events")]
    [InlineData("/API/repos")]
    [InlineData("/../../etc/passwd")]
    [InlineData("/api/jobs/..%2f..%2fetc%2fpasswd")]
    [InlineData("/%2e%2e/%2e%2e/etc/passwd")]
    [InlineData("/api/jobs/%2e%2e%2f")]
    public void Path_ThatIsNone_IsNotFound(string path)
    {
        string answer = _session.Raw($"GET {path} HTTP/1.1\r\n{Head}Connection: close\r\n\r\n");

        Assert.StartsWith("HTTP/1.1 404 ", answer, StringComparison.Ordinal);
        Assert.DoesNotContain("root:", answer, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("text/plain")]
    [InlineData("application/x-www-form-urlencoded")]
    [InlineData("multipart/form-data; boundary=x")]
    [InlineData("application/json; charset=utf-16")]
    [InlineData("application/jsonx")]
    public void Body_OfAnotherType_IsRefused(string type)
    {
        foreach (string path in (string[])["/api/search", "/api/index", "/mcp"])
        {
            Answered answer = _session.Ask("POST", path, "{}", request =>
            {
                request.Content!.Headers.ContentType = MediaTypeHeaderValue.Parse(type);
                request.Headers.Accept.ParseAdd("application/json, text/event-stream");
            });

            Assert.Equal((415, path), (answer.Status, path));
        }
    }

    [Theory]
    [InlineData("/api/search")]
    [InlineData("/api/index")]
    [InlineData("/mcp")]
    public void Body_TooLong_IsRefusedWhetherOrNotItsLengthIsTold(string path)
    {
        string body = $$"""{"query":"{{new string('x', 70_000)}}"}""";
        Answered told = _session.Ask("POST", path, body, static request => request.Headers.Accept.ParseAdd("*/*"));
        string declared = _session.Raw($"POST {path} HTTP/1.1\r\n{Head}Accept: */*\r\nContent-Type: application/json\r\nContent-Length: 999999999999\r\nConnection: close\r\n\r\n");
        Answered chunked = _session.Ask("POST", path, body, static request =>
        {
            request.Headers.Accept.ParseAdd("*/*");
            request.Headers.TransferEncodingChunked = true;
            request.Content!.Headers.ContentLength = null;
        });

        Assert.Equal(413, told.Status);
        Assert.Contains("longer than 65536 bytes", told.Message, StringComparison.Ordinal);
        Assert.StartsWith("HTTP/1.1 413 ", declared, StringComparison.Ordinal);
        Assert.Equal(413, chunked.Status);
        AssertAlive();
    }

    [Fact]
    public void Json_NestedDeeply_IsRefused()
    {
        Answered answer = _session.Ask("POST", "/api/search", $$"""{"query":{{new string('[', 30_000)}}{{new string(']', 30_000)}}}""");

        Assert.Equal(400, answer.Status);
        Assert.Contains("of at most 8 levels", answer.Message, StringComparison.Ordinal);
        AssertAlive();
    }

    [Fact]
    public void Head_TooLong_IsRefused()
    {
        Assert.StartsWith("HTTP/1.1 414 ", _session.Raw($"GET /{new string('a', 9000)} HTTP/1.1\r\n{Head}\r\n"), StringComparison.Ordinal);
        Assert.StartsWith("HTTP/1.1 431 ", _session.Raw($"GET /health HTTP/1.1\r\n{Head}X: {new string('a', 20_000)}\r\n\r\n"), StringComparison.Ordinal);
        Assert.StartsWith("HTTP/1.1 431 ", _session.Raw($"GET /health HTTP/1.1\r\n{Head}{string.Concat(Enumerable.Range(0, 100).Select(static i => $"X{i}: 1\r\n"))}\r\n"), StringComparison.Ordinal);
        AssertAlive();
    }

    [Fact]
    public void Head_ThatNeverEnds_IsGivenUp() => Assert.StartsWith("HTTP/1.1 408 ", _session.Raw("GET /health HTTP/1.1\r\nHost: localhost\r\n"), StringComparison.Ordinal);

    [Fact]
    public void Body_ThatNeverComes_IsGivenUpAndHoldsNoPlace()
    {
        string answer = _session.Raw($"POST /api/search HTTP/1.1\r\n{Head}Content-Type: application/json\r\nContent-Length: 20\r\n\r\n{{");

        Assert.StartsWith("HTTP/1.1 408 ", answer, StringComparison.Ordinal);
        Assert.Contains("plimsoll_requests_at_work 0\n", _session.Ask("GET", "/metrics").Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Connections_BrokenOffAnywhere_LeaveNothingBehind()
    {
        string request = $"POST /api/search HTTP/1.1\r\n{Head}Content-Type: application/json\r\nContent-Length: 17\r\n\r\n{{\"query\":\"price\"}}";
        for (int length = 1; length <= request.Length; length += 7)
        {
            using TcpClient client = new();
            client.Connect(_session.Address.Host, _session.Address.Port);
            client.GetStream().Write(Encoding.ASCII.GetBytes(request[..length]));
            client.LingerState = new LingerOption(enable: true, 0);
        }

        AssertAlive();
        Assert.True(SpinWait.SpinUntil(() => _session.Ask("GET", "/metrics").Text.Contains("plimsoll_requests_at_work 0\n", StringComparison.Ordinal), TimeSpan.FromSeconds(30)));
    }

    [Fact]
    public void Requests_DamagedAtRandom_AreEachAnsweredOrClosed()
    {
        Random random = new(20262);
        string model = $"POST /api/search HTTP/1.1\r\n{Head}Content-Type: application/json\r\nContent-Length: 17\r\n\r\n{{\"query\":\"price\"}}";
        for (int round = 0; round < 300; round++)
        {
            StringBuilder text = new(model);
            for (int edits = random.Next(1, 6); edits > 0; edits--)
            {
                int at = random.Next(text.Length);
                switch (random.Next(3))
                {
                    case 0: text.Remove(at, 1); break;
                    case 1: text.Insert(at, (char)random.Next(1, 255)); break;
                    default: text[at] = " \r\n:{}\"\0/9"[random.Next(10)]; break;
                }
            }
            using TcpClient client = new() { ReceiveTimeout = 200 };
            client.Connect(_session.Address.Host, _session.Address.Port);
            client.GetStream().Write(Encoding.Latin1.GetBytes(text.ToString()));
            client.Client.Shutdown(SocketShutdown.Send);
        }

        AssertAlive();
    }

    [Fact]
    public void Stderr_AfterAllOfThis_HasNoException()
    {
        using ShopFixture own = new();
        using ServeSession session = new(own.Root);
        session.Raw("hello\r\n\r\n", waitsForEnd: false);
        session.Ask("POST", "/api/search", "{");
        session.Ask("GET", "/nowhere");

        (int code, string errors) = session.Stop();

        Assert.Equal(ExitCode.Terminated, code);
        Assert.Equal(2, errors.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
        Assert.DoesNotContain(ServeSession.Token, errors, StringComparison.Ordinal);
    }

    private void AssertAlive() => Assert.Equal(200, _session.Ask("GET", "/health").Status);
}
