using System.Diagnostics;
using System.Text;

namespace Plimsoll.Files.Tests.Secrets;

/// <summary>What is a secret and what only looks like one. The tokens are made here, so that this file holds none.</summary>
public sealed class SecretRedactorTests
{
    private const string Mixed = "aB3dE5fG7hJ9kL1mN3pQ5rS7tU9vW1xY3zA5bC7d";

    [Theory]
    [InlineData("AKIA", "QYLPMN5HNM4XZRT2", "aws-access-key")]
    [InlineData("ghp_", "36", "github-token")]
    [InlineData("github_pat_", "82", "github-token")]
    [InlineData("glpat-", "20", "gitlab-token")]
    [InlineData("xoxb-", "40", "slack-token")]
    [InlineData("sk_live_", "24", "stripe-key")]
    [InlineData("sk-proj-", "64", "openai-key")]
    [InlineData("sk-ant-api03-", "93", "anthropic-key")]
    [InlineData("AIza", "35", "google-key")]
    [InlineData("npm_", "36", "npm-token")]
    [InlineData("pypi-AgEIcHlwaS5vcmc", "60", "pypi-token")]
    [InlineData("hf_", "34", "huggingface-token")]
    [InlineData("SG.aB3dE5fG7hJ9kL1mN3pQ5r.", "43", "sendgrid-key")]
    [InlineData("eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.", "43", "jwt")]
    public void Token_OfAKnownService_IsReplacedWhereverItStands(string prefix, string rest, string kind)
    {
        string token = prefix + (int.TryParse(rest, out int length) ? Long(length) : rest);

        foreach (string line in (string[])["X", "auth = \"X\";", "curl -H 'X-Key: X' https://a.b/?k=X&b=1", "\tX", "(X)", "# X, then more"])
        {
            Assert.Equal(line.Replace("X", $"[redacted {kind}]", StringComparison.Ordinal).Replace("[redacted " + kind + "]-Key", "X-Key", StringComparison.Ordinal), SecretRedactor.Redact(Fill(line, token)));
        }
    }

    [Theory]
    [InlineData("const password = \"tR7#mK9$wQ2p\";", "tR7#mK9$wQ2p", "password")]
    [InlineData("  \"dbPassword\": \"tR7-mK9_wQ2p\",", "tR7-mK9_wQ2p", "password")]
    [InlineData("client_secret: '9f8e7d6c5b4a39281706f5e4d3c2b1a0'", "9f8e7d6c5b4a39281706f5e4d3c2b1a0", "secret-value")]
    [InlineData("apiKey: string = \"9f8e7d6c5b4a39281706f5e4d3c2b1a0\"", "9f8e7d6c5b4a39281706f5e4d3c2b1a0", "secret-value")]
    [InlineData("API_TOKEN=aB3dE5fG7hJ9kL1mN3pQ", "aB3dE5fG7hJ9kL1mN3pQ", "secret-value")]
    [InlineData("export AWS_SECRET_ACCESS_KEY=wJ4rK7xU9tF2mI5K8DENGbP3xR6fiCYzE1Km0aLq", "wJ4rK7xU9tF2mI5K8DENGbP3xR6fiCYzE1Km0aLq", "secret-value")]
    [InlineData("spring.datasource.password=tR7#mK9$wQ2p", "tR7#mK9$wQ2p", "password")]
    [InlineData("//registry.example.org/:_authToken=0f1e2d3c-4b5a-6978-8796-a5b4c3d2e1f0", "0f1e2d3c-4b5a-6978-8796-a5b4c3d2e1f0", "secret-value")]
    [InlineData("<password>tR7#mK9$wQ2p</password>", "tR7#mK9$wQ2p", "password")]
    [InlineData("config['secret_key'] = '9f8e7d6c5b4a39281706f5e4d3c2b1a0'", "9f8e7d6c5b4a39281706f5e4d3c2b1a0", "secret-value")]
    [InlineData("Authorization: Bearer aB3dE5fG7hJ9kL1mN3pQ5rS7", "aB3dE5fG7hJ9kL1mN3pQ5rS7", "bearer-token")]
    [InlineData("DB_PASS=correcthorse", "correcthorse", "password")]
    [InlineData("export SMTP_PASSWORD=hunter22", "hunter22", "password")]
    [InlineData("Authorization: Basic YWxhZGRpbjpvcGVuc2VzYW1l", "YWxhZGRpbjpvcGVuc2VzYW1l", "basic-auth")]
    [InlineData("x = \"AccountName=shop;AccountKey=aB3dE5fG7hJ9kL1mN3pQ5rS7tU9vW1xY3zA5bC7d==;Suffix=a\"", "aB3dE5fG7hJ9kL1mN3pQ5rS7tU9vW1xY3zA5bC7d==", "secret-value")]
    [InlineData("\"Server=db;User Id=app;Password=hunter22;\"", "hunter22", "password")]
    [InlineData("<password>hunter22</password>", "hunter22", "password")]
    [InlineData("hex_key = \"9f8e7d6c5b4a39281706f5e4d3c2b1a0\"", "9f8e7d6c5b4a39281706f5e4d3c2b1a0", "secret-value")]
    [InlineData("pwd: str = \"tR7#mK9$wQ2p\"", "tR7#mK9$wQ2p", "password")]
    [InlineData("  .dockerconfigjson: eyJhdXRocyI6eyJodHRwczovL2luZGV4LmRvY2tlci5pbyI6e319fQ==", "eyJhdXRocyI6eyJodHRwczovL2luZGV4LmRvY2tlci5pbyI6e319fQ==", "secret-value")]
    [InlineData("postgres://app:hunter22@db.internal:5432/shop", "hunter22", "url-password")]
    [InlineData("amqp://app:tR7mK9wQ2p@mq, redis://:tR7mK9wQ2p@cache", "tR7mK9wQ2p", "url-password")]
    public void Value_OfASecret_IsReplacedAndTheRestStays(string line, string value, string kind) =>
        Assert.Equal(line.Replace(value, $"[redacted {kind}]", StringComparison.Ordinal), SecretRedactor.Redact(line));

    [Fact]
    public void Value_LongerThanWhatIsLookedAt_IsReplacedToItsEnd() =>
        Assert.Equal("  .dockerconfigjson: [redacted secret-value]", SecretRedactor.Redact("  .dockerconfigjson: " + string.Concat(Enumerable.Repeat(Mixed, 20))));

    [Theory]
    [InlineData("var password = GetPassword();")]
    [InlineData("password = getPassword()")]
    [InlineData("token = tokens[i]")]
    [InlineData("pass = 1")]
    [InlineData("password: string")]
    [InlineData("for(;;){a=1;pass=passes;token=e.token1;}")]
    [InlineData("<pass>secret</pass> bypass=alongvalue1 PASS=$(shell x) PASSWORD=${OTHER}")]
    [InlineData("Basic authentication, Basic knowledge")]
    [InlineData("password = \"\";")]
    [InlineData("String password = \"password\";")]
    [InlineData("PASSWORD=changeme123!A")]
    [InlineData("password: ${DB_PASSWORD}")]
    [InlineData("\"passwordResetTokenTitle\": \"Reset your password\"")]
    [InlineData("token = \"csrf_token_name_v2\"")]
    [InlineData("private static final String OAUTH2_TOKEN = \"oauth2.access_token.v1\";")]
    [InlineData("int token = peek(); secret: true, apiKey: apiKey2")]
    [InlineData("https://user:password@example.com/ http://user:${PASS}@host ssh://git@host:22/x")]
    [InlineData("https://host/path@2:3 see http://[::1]:80/ and mailto:a@b")]
    [InlineData("sk-circle-fade-dot-animation-with-long-name ghp_short npm_config_registry_authentication_timeout_ms")]
    [InlineData("AKIA is how they begin; eyJ too. sk_test_XXXXXXXXXXXXXXXXXXXXXXXX")]
    [InlineData("integrity sha512-aB3dE5fG7hJ9kL1mN3pQ5rS7tU9vW1xY3zA5bC7d==")]
    [InlineData("if (line.equals(\"-----BEGIN PRIVATE KEY-----\")) {")]
    [InlineData("0f1e2d3c4b5a69788796a5b4c3d2e1f00f1e2d3c")]
    public void Line_WithoutASecret_IsTheSameObject(string line) => Assert.Same(line, SecretRedactor.Redact(line));

    [Theory]
    [InlineData("-----BEGIN PRIVATE KEY-----\nBODY\nBODY==\n-----END PRIVATE KEY-----\nafter", "-----BEGIN PRIVATE KEY-----\n[X]\n[X]\n-----END PRIVATE KEY-----\nafter")]
    [InlineData("-----BEGIN RSA PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\nDEK-Info: AES-128-CBC,00\n\nBODY\n-----END RSA PRIVATE KEY-----", "-----BEGIN RSA PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\nDEK-Info: AES-128-CBC,00\n\n[X]\n-----END RSA PRIVATE KEY-----")]
    [InlineData("k = \"-----BEGIN PRIVATE KEY-----\\n\" +\n    \"BODY\\n\" +\n    \"-----END PRIVATE KEY-----\";\nint x;", "k = \"-----BEGIN PRIVATE KEY-----\\n\" +\n    \"[X]\\n\" +\n    \"-----END PRIVATE KEY-----\";\nint x;")]
    [InlineData("{\"private_key\": \"-----BEGIN PRIVATE KEY-----\\nBODY\\nBODY\\n-----END PRIVATE KEY-----\\n\"}", "{\"private_key\": \"-----BEGIN PRIVATE KEY-----[X]-----END PRIVATE KEY-----\\n\"}")]
    [InlineData("String begin = \"-----BEGIN PRIVATE KEY-----\";\nint index = text.indexOf(begin);\nreturn index;", "String begin = \"-----BEGIN PRIVATE KEY-----\";\nint index = text.indexOf(begin);\nreturn index;")]
    [InlineData("-----BEGIN CERTIFICATE-----\nBODY\n-----END CERTIFICATE-----", "-----BEGIN CERTIFICATE-----\nBODY\n-----END CERTIFICATE-----")]
    public void PrivateKey_OverLines_LosesItsBodyAndKeepsItsLines(string text, string expected)
    {
        string body = "MIIEvQIBADANBgkqhkiG9w0BAQEFAASCBKcwggSjAgEAAoIBAQC7VJTUt9Us8cKj";

        Assert.Equal(expected.Replace("[X]", "[redacted private-key]", StringComparison.Ordinal).Replace("BODY", body, StringComparison.Ordinal), SecretRedactor.Redact(text.Replace("BODY", body, StringComparison.Ordinal)));
    }

    [Fact]
    public void PrivateKey_BegunInLinesThatAreNotShown_IsKnown()
    {
        SecretRedactor redactor = new();
        redactor.Pass("int a;\n-----BEGIN EC PRIVATE KEY-----\nMHcCAQEEIIGlRHQbcLq3mZ4yT8wV1xN5\n"u8);

        Assert.Equal("[redacted private-key]", Encoding.UTF8.GetString(redactor.Redact("AoGCCqGSM49AwEHoUQDQgAEb7vM3kS9pL2w"u8)));
        redactor.Reset();
        Assert.Equal("AoGCCqGSM49AwEHoUQDQgAEb7vM3kS9pL2w", Encoding.UTF8.GetString(redactor.Redact("AoGCCqGSM49AwEHoUQDQgAEb7vM3kS9pL2w"u8)));
    }

    [Fact]
    public void Redact_NothingFound_AllocatesNothing()
    {
        SecretRedactor redactor = new();
        byte[] line = Encoding.UTF8.GetBytes("    public static final String NAME = \"a.b.c\"; // token of https://host/path, passwordField: the name");
        redactor.Redact(line);

        // The runtime may allocate something of its own on this thread, once.
        Assert.Equal(0, Math.Min(Allocated(), Allocated()));

        long Allocated()
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            for (int i = 0; i < 1000; i++) redactor.Redact(line);
            return GC.GetAllocatedBytesForCurrentThread() - before;
        }
    }

    [Theory]
    [InlineData("password='password=\"")]
    [InlineData("a://b:c@")]
    [InlineData("eyJ")]
    [InlineData("eyJhbGciOiJIUzI1.")]
    [InlineData("-----BEGIN PRIVATE KEY-----")]
    [InlineData("bearer ")]
    [InlineData("x")]
    [InlineData("token=a")]
    public void Redact_HostileLine_TakesTimeInProportion(string piece)
    {
        // Sixteen times the line may take sixteen times the time; were it the square, it would be 256 times.
        double once = TimeOf(Repeat(piece, 1 << 14));
        double more = TimeOf(Repeat(piece, 1 << 18));

        Assert.True(more < Math.Max(once, .0005) * 100, $"{once * 1000:0.00} ms, {more * 1000:0.00} ms");
    }

    private static double TimeOf(byte[] line)
    {
        double least = double.MaxValue;
        for (int i = 0; i < 3; i++)
        {
            SecretRedactor redactor = new();
            long start = Stopwatch.GetTimestamp();
            redactor.Redact(line);
            least = Math.Min(least, Stopwatch.GetElapsedTime(start).TotalSeconds);
        }

        return least;
    }

    private static byte[] Repeat(string piece, int bytes) => Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat(piece, bytes / piece.Length)));

    private static string Long(int length) => string.Concat(Enumerable.Repeat(Mixed, 4))[..length];

    private static string Fill(string line, string token) => line.Replace("X-Key", "\u0001", StringComparison.Ordinal).Replace("X", token, StringComparison.Ordinal).Replace("\u0001", "X-Key", StringComparison.Ordinal);
}
