using System.Text.Json.Nodes;

namespace Plimsoll.Cli.Tests.Web;

/// <summary>The OpenAPI document says what the server does: what it names is there, and answers are as it describes them.</summary>
public sealed class OpenApiTests(ServedShopFixture shop) : IClassFixture<ServedShopFixture>
{
    private static readonly string[] Methods = ["get", "post", "put", "delete", "patch"];

    private readonly ServeSession _session = shop.Session;

    [Fact]
    public void Document_IsOneOfOpenApi31AndNamesEveryEndpoint()
    {
        JsonNode document = _session.Get("/openapi.json");

        Assert.Equal("3.1.0", (string?)document["openapi"]);
        Assert.Equal(
            "POST /api/search, GET /api/repos, DELETE /api/repos/{id}, POST /api/index, GET /api/jobs, GET /api/jobs/{id}, DELETE /api/jobs/{id}, GET /api/jobs/{id}/events, POST /mcp, GET /mcp, DELETE /mcp, "
                + "GET /health, GET /metrics, GET /openapi.json",
            string.Join(", ", Operations(document).Select(static one => $"{one.Method} {one.Path}")));
        foreach (string reference in References(document)) Assert.True(document["components"]!["schemas"]![reference["#/components/schemas/".Length..]] is not null, reference);
    }

    [Fact]
    public void Operations_AreThereAndAnswerAsDescribed()
    {
        JsonNode document = _session.Get("/openapi.json");
        foreach ((string method, string path, JsonNode operation) in Operations(document))
        {
            foreach (string? body in (string?[])[null, "{}", "[", """{"query":"price","context":3,"explain":true,"limit":5}""", """{"jsonrpc":"2.0","id":1,"method":"ping"}"""])
            {
                if (method == "DELETE" && path.Contains("repos", StringComparison.Ordinal) && body is null) continue;
                string target = path.Replace("{id}", path.Contains("repos", StringComparison.Ordinal) ? "other" : "none", StringComparison.Ordinal);
                AssertDescribed(document, operation, $"{method} {path} {body}", _session.Ask(method, target, body));
            }
            using HttpClient stranger = _session.Client(token: null);
            using HttpResponseMessage refused = stranger.Send(new HttpRequestMessage(new HttpMethod(method), new Uri(_session.Address, path)));
            Assert.Equal(operation["security"]!.AsArray().Count > 0, (int)refused.StatusCode == 401);
        }
    }

    [Fact]
    public void Answers_OfARoundOfWork_HaveNoMemberThatIsNotDescribed()
    {
        using ShopFixture own = new();
        using ServeSession session = new(own.Root);
        JsonNode document = session.Get("/openapi.json");
        JsonNode paths = document["paths"]!;
        JsonNode job = session.Index();
        string id = (string)job["id"]!;
        (JsonNode Operation, Answered Answer)[] answers =
        [
            (paths["/api/index"]!["post"]!, session.Ask("POST", "/api/index", """{"fresh":true}""")),
            (paths["/api/jobs"]!["get"]!, session.Ask("GET", "/api/jobs")),
            (paths["/api/jobs/{id}"]!["get"]!, session.Ask("GET", $"/api/jobs/{id}")),
            (paths["/api/jobs/{id}"]!["delete"]!, session.Ask("DELETE", $"/api/jobs/{id}")),
            (paths["/api/search"]!["post"]!, session.Ask("POST", "/api/search", """{"query":"price","context":3,"explain":true,"limit":2}""")),
            (paths["/api/repos"]!["get"]!, session.Ask("GET", "/api/repos")),
        ];
        session.AwaitJob((string)answers[0].Answer.Json["id"]!, static state => state is not ("queued" or "running"));

        foreach ((JsonNode operation, Answered answer) in answers)
        {
            Assert.InRange(answer.Status, 200, 299);
            AssertDescribed(document, operation, answer.Text, answer);
        }
        AssertDescribed(document, paths["/api/repos/{id}"]!["delete"]!, "delete", session.Ask("DELETE", "/api/repos/shop"));
        AssertDescribed(document, paths["/api/search"]!["post"]!, "no index", session.Ask("POST", "/api/search", """{"query":"price"}"""));
    }

    [Fact]
    public void Body_OfSearch_IsDescribedAsItIsChecked()
    {
        JsonNode schema = _session.Get("/openapi.json")["paths"]!["/api/search"]!["post"]!["requestBody"]!["content"]!["application/json"]!["schema"]!;
        Dictionary<string, string> wrong = new(StringComparer.Ordinal) { ["string"] = "7", ["integer"] = "\"x\"", ["number"] = "\"x\"", ["boolean"] = "7", ["array"] = "7" };

        foreach ((string name, JsonNode? member) in schema["properties"]!.AsObject())
        {
            string query = name == "query" ? "" : "\"query\":\"a\",";
            Answered answer = _session.Ask("POST", "/api/search", $$"""{{{query}}"{{name}}":{{wrong[(string)member!["type"]!]}}}""");

            Assert.Equal((400, name), (answer.Status, name));
            Assert.Contains($"'{name}'", answer.Message, StringComparison.Ordinal);
        }
        Assert.Equal("query", (string?)Assert.Single(schema["required"]!.AsArray()));
    }

    private static void AssertDescribed(JsonNode document, JsonNode operation, string what, Answered answer)
    {
        JsonNode? described = operation["responses"]![answer.Status.ToString(System.Globalization.CultureInfo.InvariantCulture)];
        Assert.True(described is not null, $"{what}: {answer.Status} is not described: {answer.Text}");
        if (described["content"]?["application/json"] is { } content)
        {
            // A line that is no JSON-RPC message is answered by one that says so.
            bool isMessage = answer.Text.Contains("\"jsonrpc\"", StringComparison.Ordinal);
            string? fault = isMessage ? null : SchemaCheck.FaultOf(document, content["schema"]!, answer.Json, "$");
            Assert.True(fault is null, $"{what}: {fault}: {answer.Text}");
        }
    }

    private static IEnumerable<(string Method, string Path, JsonNode Operation)> Operations(JsonNode document)
    {
        foreach ((string path, JsonNode? item) in document["paths"]!.AsObject())
        {
            foreach ((string method, JsonNode? operation) in item!.AsObject())
            {
                if (Methods.Contains(method, StringComparer.Ordinal)) yield return (method.ToUpperInvariant(), path, operation!);
            }
        }
    }

    private static IEnumerable<string> References(JsonNode node) => node switch
    {
        JsonObject item => item.SelectMany(static member => member.Key == "$ref" ? [(string)member.Value!] : member.Value is null ? [] : References(member.Value)),
        JsonArray list => list.SelectMany(static one => one is null ? [] : References(one)),
        _ => [],
    };
}
