using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Plimsoll.Cli.Commands;
using Plimsoll.Cli.Mcp;

namespace Plimsoll.Cli.Web;

/// <summary>Writes the table of endpoints as an OpenAPI 3.1 document.</summary>
internal static class OpenApiDocument
{
    private const string Version = "3.1.0";
    private const string Scheme = "token";

    private static readonly AnswerSpec Unknown = new(StatusCodes.Status401Unauthorized, "The token is missing or wrong.");
    private static readonly AnswerSpec[] Foreign = [new(StatusCodes.Status403Forbidden, "The request comes from a web page, or names a path that is not served."), new(StatusCodes.Status421MisdirectedRequest, "The Host is no name of this server.")];
    private static readonly AnswerSpec Busy = new(StatusCodes.Status503ServiceUnavailable, "Too much is at work; Retry-After says when to ask again.");

    private static readonly AnswerSpec[] OfBodies =
    [
        new(StatusCodes.Status400BadRequest, "The body or one of its members is wrong; the message says what was expected."),
        new(StatusCodes.Status408RequestTimeout, "The body did not come in time."),
        new(StatusCodes.Status413PayloadTooLarge, "The body is too long."),
        new(StatusCodes.Status415UnsupportedMediaType, "The body is not JSON."),
    ];

    /// <summary>Writes the document.</summary>
    public static void Write(Utf8JsonWriter json, IReadOnlyList<EndpointSpec> endpoints)
    {
        json.WriteStartObject();
        json.WriteString("openapi", Version);
        json.WriteStartObject("info");
        json.WriteString("title", "Plimsoll");
        json.WriteString("version", VersionCommand.Read().Version);
        json.WriteString("description", "Search and index served folders under a memory line.");
        json.WriteEndObject();
        json.WriteStartObject("paths");
        foreach (IGrouping<string, EndpointSpec> path in endpoints.GroupBy(static endpoint => endpoint.Path, StringComparer.Ordinal))
        {
            json.WriteStartObject(path.Key);
            WriteParameter(json, path.Key);
            foreach (EndpointSpec endpoint in path) WriteOperation(json, endpoint);
            json.WriteEndObject();
        }
        json.WriteEndObject();
        WriteComponents(json);
        json.WriteEndObject();
    }

    /// <summary>All answers of an endpoint: its own, and those that the doors before it give.</summary>
    public static IEnumerable<AnswerSpec> AnswersOf(EndpointSpec endpoint)
    {
        bool hasBody = endpoint.Body is not null || endpoint.BodySchema is not null;
        IEnumerable<AnswerSpec> all = [.. endpoint.Answers, .. hasBody ? OfBodies : [], .. endpoint.IsOpen ? [] : new[] { Unknown }, .. Foreign, .. endpoint.IsWork ? new[] { Busy } : []];
        return all.DistinctBy(static answer => answer.Status).OrderBy(static answer => answer.Status);
    }

    private static void WriteParameter(Utf8JsonWriter json, string path)
    {
        int open = path.IndexOf('{', StringComparison.Ordinal);
        if (open < 0) return;
        json.WriteStartArray("parameters");
        json.WriteStartObject();
        json.WriteString("name", path[(open + 1)..path.IndexOf('}', StringComparison.Ordinal)]);
        json.WriteString("in", "path");
        json.WriteBoolean("required", value: true);
        json.WriteStartObject("schema");
        json.WriteString("type", "string");
        json.WriteEndObject();
        json.WriteEndObject();
        json.WriteEndArray();
    }

    private static void WriteOperation(Utf8JsonWriter json, EndpointSpec endpoint)
    {
        json.WriteStartObject(endpoint.Method.ToLowerInvariant());
        json.WriteString("summary", endpoint.Summary);
        json.WriteStartArray("security");
        if (!endpoint.IsOpen)
        {
            json.WriteStartObject();
            json.WriteStartArray(Scheme);
            json.WriteEndArray();
            json.WriteEndObject();
        }
        json.WriteEndArray();
        WriteBody(json, endpoint);
        json.WriteStartObject("responses");
        foreach (AnswerSpec answer in AnswersOf(endpoint)) WriteAnswer(json, answer);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void WriteBody(Utf8JsonWriter json, EndpointSpec endpoint)
    {
        if (endpoint.Body is null && endpoint.BodySchema is null) return;
        json.WriteStartObject("requestBody");
        json.WriteBoolean("required", endpoint.Body is null || Array.Exists(endpoint.Body, static member => member.IsRequired));
        json.WriteStartObject("content");
        json.WriteStartObject(WebAnswer.Json);
        json.WritePropertyName("schema");
        if (endpoint.Body is not null) ArgumentSpec.WriteObject(json, endpoint.Body);
        else WriteReference(json, endpoint.BodySchema!);
        json.WriteEndObject();
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void WriteAnswer(Utf8JsonWriter json, AnswerSpec answer)
    {
        json.WriteStartObject(answer.Status.ToString(System.Globalization.CultureInfo.InvariantCulture));
        json.WriteString("description", answer.Meaning);
        if (answer.Schema is not null)
        {
            json.WriteStartObject("content");
            json.WriteStartObject(answer.ContentType);
            json.WritePropertyName("schema");
            WriteReference(json, answer.Schema);
            json.WriteEndObject();
            json.WriteEndObject();
        }
        json.WriteEndObject();
    }

    private static void WriteReference(Utf8JsonWriter json, string schema)
    {
        json.WriteStartObject();
        json.WriteString("$ref", $"#/components/schemas/{schema}");
        json.WriteEndObject();
    }

    private static void WriteComponents(Utf8JsonWriter json)
    {
        json.WriteStartObject("components");
        json.WriteStartObject("securitySchemes");
        json.WriteStartObject(Scheme);
        json.WriteString("type", "http");
        json.WriteString("scheme", "bearer");
        json.WriteEndObject();
        json.WriteEndObject();
        json.WriteStartObject("schemas");
        foreach ((string name, string schema) in AnswerSchemas.All)
        {
            json.WritePropertyName(name);
            json.WriteRawValue(schema);
        }
        json.WriteEndObject();
        json.WriteEndObject();
    }
}
