using System.Net;
using System.Net.Sockets;
using System.Text.Json.Nodes;
using Plimsoll.Cli.Web;
using Plimsoll.Testing;

namespace Plimsoll.Cli.Tests.Web;

/// <summary>What can be typed, where the token is, and how the server ends.</summary>
public sealed class ServeCommandTests(ShopFixture shop) : IClassFixture<ShopFixture>, IDisposable
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(ExitCode.Usage, "expected a whole number from 0 to 65535", "serve", "--port", "70000")]
    [InlineData(ExitCode.Usage, "expected an address such as", "serve", "--host", "example.com")]
    [InlineData(ExitCode.Usage, "did you mean --host?", "serve", "--bind", "::1")]
    [InlineData(ExitCode.NoInput, "not-there is not there", "serve", "not-there")]
    [InlineData(ExitCode.Usage, "give one PATH with it", "serve", ".", "src", "--index-dir", "x")]
    [InlineData(ExitCode.Usage, "did you mean serve?", "server")]
    [InlineData(ExitCode.CannotWrite, "cannot listen on 203.0.113.7:0", "serve", "--host", "203.0.113.7", "--port", "0")]
    public void Run_WrongOption_SaysWhatWasExpected(int code, string message, params string[] words)
    {
        CliRunner cli = shop.Open();
        cli["PLIMSOLL_TOKEN"] = ServeSession.Token;

        CliResult result = cli.Run(words);

        Assert.Equal(code, result.Code);
        Assert.Contains(message, result.Error, StringComparison.Ordinal);
        Assert.Empty(result.Out);
    }

    [Fact]
    public void Run_PortTaken_SaysSoAndDeletesItsToken()
    {
        using TcpListener other = new(IPAddress.Loopback, 0);
        other.Start();
        int port = ((IPEndPoint)other.LocalEndpoint).Port;
        CliRunner cli = shop.Open();
        cli["XDG_RUNTIME_DIR"] = _folder.Root;

        CliResult result = cli.Run("serve", "--port", $"{port}", "--json");

        Assert.Equal(ExitCode.CannotWrite, result.Code);
        Assert.Contains($"cannot listen on 127.0.0.1:{port}", result.Error, StringComparison.Ordinal);
        Assert.Equal(ExitCode.CannotWrite, (int)JsonNode.Parse(result.Out)!["error"]!["exit_code"]!);
        Assert.Empty(Directory.GetFiles(_folder.Root));
    }

    [Fact]
    public void Run_BudgetTooSmall_NamesOneThatWorks()
    {
        ProcessResult refused = Serve("8MB");
        string smallest = System.Text.RegularExpressions.Regex.Match(refused.StandardError, @"--memory (\d+MB)").Groups[1].Value;

        Assert.Equal(ExitCode.BudgetTooSmall, refused.ExitCode);
        Assert.NotEmpty(smallest);
        using ServeSession session = new(shop.Root, "--memory", smallest);
        Assert.NotEmpty(session.Search("""{"query":"roundPrice"}""")["results"]!.AsArray());
    }

    [Fact]
    public void Token_OfTheServersOwn_IsInAPrivateFileThatGoesWithIt()
    {
        using ServeSession session = new(shop.Root, group: null, new Dictionary<string, string?>(StringComparer.Ordinal) { ["XDG_RUNTIME_DIR"] = _folder.Root });
        string file = (string)session.Hello["token_file"]!;
        string token = File.ReadAllText(file).Trim();
        using HttpClient client = session.Client(token);
        using HttpResponseMessage answer = client.Send(new HttpRequestMessage(HttpMethod.Get, new Uri(session.Address, "/api/repos")));

        (int code, string errors) = session.Stop(Testing.PosixSignal.Interrupt);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.StartsWith(_folder.Root, file, StringComparison.Ordinal);
        Assert.Equal(43, token.Length);
        Assert.Equal(ExitCode.Interrupted, code);
        Assert.Contains(file, errors, StringComparison.Ordinal);
        Assert.DoesNotContain(token, errors, StringComparison.Ordinal);
        Assert.False(File.Exists(file));
    }

    [Fact]
    public void TokenFile_ThatIsNotThere_IsMadePrivateAndUsedAgain()
    {
        string file = _folder.PathOf("token");
        string first;
        using (ServeSession session = new(shop.Root, "--token-file", file))
        {
            first = File.ReadAllText(file);
            Assert.Equal(OwnerOnly, OperatingSystem.IsWindows() ? OwnerOnly : File.GetUnixFileMode(file));
            Assert.Equal(401, session.Ask("GET", "/api/repos").Status);
            session.Stop();
        }
        using ServeSession again = new(shop.Root, "--token-file", file);
        using HttpClient client = again.Client(first.Trim());

        using HttpResponseMessage answer = client.Send(new HttpRequestMessage(HttpMethod.Get, new Uri(again.Address, "/api/repos")));

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal(first, File.ReadAllText(file));
    }

    [Fact]
    public void TokenFile_ThatOthersCanRead_IsRefused()
    {
        string file = _folder.Write("token", "0123456789abcdef\n");
        SetMode(file, OwnerOnly | UnixFileMode.GroupRead);

        CliResult result = shop.Open().Run("serve", "--port", "0", "--token-file", file);

        Assert.Equal(ExitCode.BadData, result.Code);
        Assert.Contains($"chmod 600 {file}", result.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("short")]
    [InlineData("")]
    [InlineData("0123456789 abcdef")]
    [InlineData("0123456789abcdefä")]
    public void TokenFile_WithoutAToken_IsRefused(string text)
    {
        string file = _folder.Write("token", text);
        SetMode(file, OwnerOnly);

        CliResult result = shop.Open().Run("serve", "--port", "0", "--token-file", file);

        Assert.Equal(ExitCode.BadData, result.Code);
        Assert.Contains("holds no token", result.Error, StringComparison.Ordinal);
        Assert.True(text.Length == 0 || !result.Error.Contains(text, StringComparison.Ordinal));
    }

    [Fact]
    public void TokenFile_ThatIsAFolderOrALinkToNowhere_IsRefused()
    {
        Directory.CreateDirectory(_folder.PathOf("folder"));

        CliResult result = shop.Open().Run("serve", "--port", "0", "--token-file", _folder.PathOf("folder"));

        Assert.NotEqual(ExitCode.Internal, result.Code);
        Assert.NotEqual(ExitCode.Ok, result.Code);
    }

    [Fact]
    public void Host_OfAllAddresses_IsSaidToBeOpenAndTakesAddressesOnly()
    {
        using ServeSession session = new(shop.Root, "--host", "0.0.0.0");
        string port = $"{session.Address.Port}";

        string byAddress = session.Raw($"GET /health HTTP/1.1\r\nHost: 192.0.2.1:{port}\r\nConnection: close\r\n\r\n");
        string byName = session.Raw("GET /health HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n");

        Assert.StartsWith("HTTP/1.1 200 ", byAddress, StringComparison.Ordinal);
        Assert.StartsWith("HTTP/1.1 421 ", byName, StringComparison.Ordinal);
        Assert.Contains("other machines can reach this address", session.Stop().Errors, StringComparison.Ordinal);
    }

    [Fact]
    public void Host_ByDefault_IsThisMachineAlone()
    {
        using ServeSession session = new(shop.Root);

        string[] listening = [.. File.ReadLines("/proc/net/tcp").Concat(File.ReadLines("/proc/net/tcp6")).Where(line => line.Contains($":{session.Address.Port:X4} ", StringComparison.Ordinal) && line.Contains(" 0A ", StringComparison.Ordinal))];

        Assert.Contains(" 0100007F:", Assert.Single(listening), StringComparison.Ordinal);
    }

    [Fact]
    public void Kill_AtAnyMoment_LeavesAnIndexThatTheNextServerUses()
    {
        using TempFolder own = new();
        ShopFixture.CopyTo(own.PathOf("shop"));
        for (int i = 0; i < 1500; i++) own.Write($"shop/more/part{i}.ts", $"export function addPrices{i}(first: number) {{\n  return first + {i};\n}}\n");
        using (ServeSession session = new(own.Root, "shop"))
        {
            string id = (string)ServeSession.Good(session.Ask("POST", "/api/index", "{}"), 202)["id"]!;
            session.AwaitJob(id, static state => state == "running");
            session.Kill();
        }
        using ServeSession next = new(own.Root, "shop");

        JsonNode job = next.Index();

        Assert.Equal(("done", 1504), ((string)job["state"]!, (int)job["report"]!["files"]!));
    }

    [Fact]
    public void Capacity_GrowsWithTheBudgetAndHasBounds()
    {
        Assert.Equal(32, ServeCapacity.Of(32 << 20, 2).RequestsMost);
        Assert.Equal(64, ServeCapacity.Of(128 << 20, 2).RequestsMost);
        Assert.Equal((256, 16), (ServeCapacity.Of(64L << 30, 200).RequestsMost, ServeCapacity.Of(64L << 30, 200).Threads));
    }

    private static void SetMode(string file, UnixFileMode mode)
    {
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(file, mode);
    }

    private ProcessResult Serve(string memory) => ProcessRunner.RunTool(
        "plimsoll",
        ["serve", "--port", "0", "--memory", memory],
        new ProcessSetup { WorkingFolder = shop.Root, Environment = new Dictionary<string, string?>(StringComparer.Ordinal) { ["PLIMSOLL_TOKEN"] = ServeSession.Token } });
}
