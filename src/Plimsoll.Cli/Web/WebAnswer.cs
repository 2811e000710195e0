using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Plimsoll.Cli.Mcp;

namespace Plimsoll.Cli.Web;

/// <summary>An answer that is written as a whole.</summary>
/// <param name="Status">The status of HTTP.</param>
/// <param name="Body">The bytes; empty for none.</param>
internal sealed record WebAnswer(int Status, byte[] Body)
{
    public const string Json = "application/json";

    /// <summary>Seconds until asking again is of use: a queue of searches is done by then.</summary>
    private const string RetryAfterSeconds = "1";

    /// <summary>Made beforehand: it must be there when the heap is full.</summary>
    public static WebAnswer OutOfMemory { get; } = Error(StatusCodes.Status503ServiceUnavailable, "the memory budget has no room for this now; ask again a little later");

    public string ContentType { get; init; } = Json;

    /// <summary>The path of what the request has made, or null.</summary>
    public string? Location { get; init; }

    /// <summary>The methods that a path has, or null.</summary>
    public string? Allow { get; init; }

    /// <summary>A document.</summary>
    public static WebAnswer Of(int status, Action<Utf8JsonWriter> write) => new(status, TokenBudget.Json(write));

    /// <summary>The message of a failure.</summary>
    public static WebAnswer Error(int status, string message) => Of(status, json =>
    {
        json.WriteStartObject();
        json.WriteStartObject("error");
        json.WriteNumber("status", status);
        json.WriteString("message", message);
        json.WriteEndObject();
        json.WriteEndObject();
    });

    /// <summary>Sends it.</summary>
    public async Task Send(HttpContext context)
    {
        HttpResponse response = context.Response;
        response.StatusCode = Status;
        WriteCommonHeaders(response);
        if (Status == StatusCodes.Status503ServiceUnavailable) response.Headers.RetryAfter = RetryAfterSeconds;
        if (Status == StatusCodes.Status401Unauthorized) response.Headers.WWWAuthenticate = "Bearer";
        if (Status == StatusCodes.Status413PayloadTooLarge) response.Headers.Connection = "close";
        if (Location is not null) response.Headers.Location = Location;
        if (Allow is not null) response.Headers.Allow = Allow;
        if (Body.Length == 0) return;
        response.ContentType = ContentType;
        response.ContentLength = Body.Length;
        await response.Body.WriteAsync(Body, context.RequestAborted).ConfigureAwait(false);
    }

    /// <summary>Answers hold code: no cache may keep them and no browser may guess what they are.</summary>
    public static void WriteCommonHeaders(HttpResponse response)
    {
        response.Headers.CacheControl = "no-store";
        response.Headers.XContentTypeOptions = "nosniff";
    }
}
