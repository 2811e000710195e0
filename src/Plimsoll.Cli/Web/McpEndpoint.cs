using Microsoft.AspNetCore.Http;
using ModelContextProtocol.Protocol;
using Plimsoll.Cli.Mcp;

namespace Plimsoll.Cli.Web;

/// <summary>The Model Context Protocol over streamable HTTP: the same tools as on stdin and stdout. See https://modelcontextprotocol.io/specification, "Transports".</summary>
internal sealed class McpEndpoint(McpSessions sessions)
{
    private const string SessionHeader = "Mcp-Session-Id";
    private const string VersionHeader = "MCP-Protocol-Version";

    /// <summary>The revisions that begin with an initialize request; the library answers for what is in them.</summary>
    private static readonly string[] Versions = ["2024-11-05", "2025-03-26", "2025-06-18", "2025-11-25"];

    /// <summary>A message.</summary>
    public async Task<WebAnswer?> Post(WebCall call)
    {
        HttpRequest request = call.Context.Request;
        if (!Accepts(request, WebAnswer.Json) || !Accepts(request, RunEvents.ContentType)) throw new WebException(StatusCodes.Status406NotAcceptable, $"Accept must name {WebAnswer.Json} and {RunEvents.ContentType}");
        CheckVersion(request);
        byte[] body = await call.ReadJson(WebCall.BodyBytesMost).ConfigureAwait(false);
        JsonRpcMessage? message = MessageParser.Parse(body, out MessageFault? fault);
        if (fault is not null) return Refuse(fault);

        // Answers are none that anybody waits for, and a call takes milliseconds, so that calling it off would only leave a request without its answer.
        if (message is null or JsonRpcNotification { Method: NotificationMethods.CancelledNotification }) return new WebAnswer(StatusCodes.Status202Accepted, []);
        bool isFirst = message is JsonRpcRequest { Method: RequestMethods.Initialize } && IdOf(request) is null;
        McpSession session = isFirst ? await sessions.Begin().ConfigureAwait(false) : sessions.Enter(RequireId(request));
        try
        {
            return await Handle(call, session, message).ConfigureAwait(false);
        }
        finally
        {
            sessions.Leave(session);
        }
    }

    /// <summary>A stream of messages that answer no request. There are none, but clients open it.</summary>
    public async Task<WebAnswer?> Get(WebCall call)
    {
        HttpRequest request = call.Context.Request;
        if (!Accepts(request, RunEvents.ContentType)) throw new WebException(StatusCodes.Status406NotAcceptable, $"Accept must name {RunEvents.ContentType}");
        CheckVersion(request);
        McpSession session = sessions.Enter(RequireId(request));
        try
        {
            using CancellationTokenSource end = CancellationTokenSource.CreateLinkedTokenSource(call.Gone, call.Stopping, session.End);
            BeginStream(call.Context.Response, session);
            await call.Context.Response.Body.FlushAsync(end.Token).ConfigureAwait(false);
            await session.Transport.HandleGetRequestAsync(call.Context.Response.Body, end.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!call.Gone.IsCancellationRequested)
        {
            // The session or the server ends, and the stream with it.
        }
        finally
        {
            sessions.Leave(session);
        }
        return null;
    }

    /// <summary>The end of a session.</summary>
    public async Task<WebAnswer?> Delete(WebCall call)
    {
        McpSession session = sessions.Enter(RequireId(call.Context.Request));
        sessions.Leave(session);
        await sessions.End(session).ConfigureAwait(false);
        return new WebAnswer(StatusCodes.Status204NoContent, []);
    }

    private static async Task<WebAnswer?> Handle(WebCall call, McpSession session, JsonRpcMessage message)
    {
        HttpResponse response = call.Context.Response;
        using CancellationTokenSource end = CancellationTokenSource.CreateLinkedTokenSource(call.Gone, session.End);
        BeginStream(response, session);
        bool isAnswered = await session.Transport.HandlePostRequestAsync(message, response.Body, end.Token).ConfigureAwait(false);
        if (isAnswered) return null;
        response.Headers.Remove("Content-Type");
        return new WebAnswer(StatusCodes.Status202Accepted, []);
    }

    private static void BeginStream(HttpResponse response, McpSession session)
    {
        response.ContentType = RunEvents.ContentType;
        response.Headers[SessionHeader] = session.Id;
        WebAnswer.WriteCommonHeaders(response);
    }

    private static string? IdOf(HttpRequest request) => request.Headers.TryGetValue(SessionHeader, out var id) ? id.ToString() : null;

    private static string RequireId(HttpRequest request) =>
        IdOf(request) ?? throw new WebException(StatusCodes.Status400BadRequest, $"{SessionHeader} is missing; begin a session with an initialize request, whose answer has it");

    private static void CheckVersion(HttpRequest request)
    {
        if (!request.Headers.TryGetValue(VersionHeader, out var version) || Array.IndexOf(Versions, version.ToString()) >= 0) return;
        throw new WebException(StatusCodes.Status400BadRequest, $"{VersionHeader} must be one of {string.Join(", ", Versions)}");
    }

    private static bool Accepts(HttpRequest request, string type)
    {
        string accept = request.Headers.Accept.ToString();
        return accept.Contains(type, StringComparison.OrdinalIgnoreCase) || accept.Contains("*/*", StringComparison.Ordinal);
    }

    /// <summary>What is no message, as JSON-RPC says it.</summary>
    private static WebAnswer Refuse(MessageFault fault) => WebAnswer.Of(StatusCodes.Status400BadRequest, fault.Write);
}
