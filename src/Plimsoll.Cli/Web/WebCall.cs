using System.Buffers;
using System.Text.Json;
using System.Text.Unicode;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Plimsoll.Cli.Mcp;

namespace Plimsoll.Cli.Web;

/// <summary>One request at work.</summary>
/// <param name="context">The request and its answer.</param>
/// <param name="endpoint">What it asks for.</param>
/// <param name="parameter">The part of the path that names one of several; empty for an endpoint without.</param>
/// <param name="time">The clock for time limits.</param>
/// <param name="stopping">Cancelled when the server stops.</param>
internal sealed class WebCall(HttpContext context, EndpointSpec endpoint, string parameter, TimeProvider time, CancellationToken stopping)
{
    /// <summary>A body that is longer is no question.</summary>
    public const int BodyBytesMost = 64 * 1024;

    /// <summary>Deeper than any body that is meant well.</summary>
    private const int DepthMost = 8;

    /// <summary>A body that is not there within this time is given up; it holds a place that others wait for.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private static readonly JsonDocumentOptions Strict = new() { MaxDepth = DepthMost, AllowDuplicateProperties = false };

    public HttpContext Context { get; } = context;

    public string Parameter { get; } = parameter;

    /// <summary>Cancelled when the server stops; for answers that would not end by themselves.</summary>
    public CancellationToken Stopping { get; } = stopping;

    /// <summary>Cancelled when the client has gone away.</summary>
    public CancellationToken Gone => Context.RequestAborted;

    /// <summary>The body as the endpoint's arguments.</summary>
    /// <exception cref="WebException">It is no such body.</exception>
    /// <exception cref="ToolException">An argument is wrong.</exception>
    public async Task<ToolArguments> ReadArguments()
    {
        byte[] body = await ReadJson(BodyBytesMost).ConfigureAwait(false);
        if (!Utf8.IsValid(body)) throw new WebException(StatusCodes.Status400BadRequest, "the body is not UTF-8");
        try
        {
            // An endpoint whose arguments may all be left out needs no body.
            using JsonDocument document = JsonDocument.Parse(body.Length == 0 ? "{}"u8.ToArray() : body, Strict);
            if (document.RootElement.ValueKind != JsonValueKind.Object) throw new WebException(StatusCodes.Status400BadRequest, "the body must be a JSON object");
            return ToolArguments.Read($"{endpoint.Method} {endpoint.Path}", endpoint.Body!, document.RootElement.EnumerateObject().Select(static one => KeyValuePair.Create(one.Name, one.Value)));
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException)
        {
            throw new WebException(StatusCodes.Status400BadRequest, $"the body is not a JSON document of at most {DepthMost} levels without repeated names: {error.Message}");
        }
    }

    /// <summary>The bytes of a JSON body.</summary>
    /// <exception cref="WebException">It is of another type, too long or too slow.</exception>
    public async Task<byte[]> ReadJson(int bytesMost)
    {
        HttpRequest request = Context.Request;
        bool isEmpty = request.ContentLength == 0 || (request.ContentLength is null && !request.Headers.ContainsKey("Transfer-Encoding"));
        if (isEmpty) return [];
        if (!IsJson(request.ContentType)) throw new WebException(StatusCodes.Status415UnsupportedMediaType, $"Content-Type is '{request.ContentType}', expected {WebAnswer.Json}");
        WebException tooLong = new(StatusCodes.Status413PayloadTooLarge, $"the body is longer than {bytesMost} bytes");
        if (request.ContentLength > bytesMost) throw tooLong;
        if (Context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit) limit.MaxRequestBodySize = bytesMost;
        using CancellationTokenSource late = new(Patience, time);
        using CancellationTokenSource end = CancellationTokenSource.CreateLinkedTokenSource(late.Token, Gone);
        try
        {
            return await ReadAll(request.Body, (int)(request.ContentLength ?? 0), end.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (late.IsCancellationRequested)
        {
            throw new WebException(StatusCodes.Status408RequestTimeout, $"the body did not come within {Patience.TotalSeconds} s");
        }
        catch (BadHttpRequestException error) when (error.StatusCode == StatusCodes.Status413PayloadTooLarge)
        {
            throw tooLong;
        }
    }

    private static async Task<byte[]> ReadAll(Stream stream, int expected, CancellationToken stop)
    {
        const int Step = 4096;
        ArrayBufferWriter<byte> body = new(Math.Max(Step, expected + 1));
        int read;
        while ((read = await stream.ReadAsync(body.GetMemory(1), stop).ConfigureAwait(false)) > 0) body.Advance(read);
        return body.WrittenSpan.ToArray();
    }

    private static bool IsJson(string? type)
    {
        if (type is null) return false;
        int end = type.IndexOf(';', StringComparison.Ordinal);
        string charset = end < 0 ? "" : type[(end + 1)..].Replace(" ", "", StringComparison.Ordinal).Replace("\"", "", StringComparison.Ordinal);
        return (end < 0 ? type : type[..end]).Trim().Equals(WebAnswer.Json, StringComparison.OrdinalIgnoreCase) && (charset.Length == 0 || charset.Equals("charset=utf-8", StringComparison.OrdinalIgnoreCase));
    }
}
