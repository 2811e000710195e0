using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Plimsoll.Cli.Mcp;
using Plimsoll.Files;
using Plimsoll.Indexing;
using Plimsoll.Memory;

namespace Plimsoll.Cli.Web;

/// <summary>From a request to its answer: who may ask, what is asked, whether there is a place, and how a failure reads.</summary>
internal sealed class WebApp(
    Gatekeeper gate, EndpointSpec[] endpoints, LoadGate load, RequestCounts counts, MemoryGovernor governor, TimeProvider time, TextWriter log, CancellationToken stopping)
    : IHttpApplication<HttpContext>
{
    /// <summary>What has no endpoint is counted together: its paths are the client's to choose.</summary>
    private const string NoRoute = "none";

    /// <inheritdoc/>
    public HttpContext CreateContext(IFeatureCollection contextFeatures) => new DefaultHttpContext(contextFeatures);

    /// <inheritdoc/>
    public void DisposeContext(HttpContext context, Exception? exception)
    {
        // A context holds nothing that is not the server's own.
    }

    /// <inheritdoc/>
    public async Task ProcessRequestAsync(HttpContext context)
    {
        long start = time.GetTimestamp();
        string path = context.Request.Path.Value ?? "";
        EndpointSpec? endpoint = Find(path, context.Request.Method, out string parameter, out string allowed);
        try
        {
            gate.Check(context.Request, needsToken: endpoint is not { IsOpen: true });
            WebAnswer? answer = endpoint is not null ? await Run(new WebCall(context, endpoint, parameter, time, stopping), endpoint).ConfigureAwait(false) : Missing(path, allowed);
            if (answer is not null) await answer.Send(context).ConfigureAwait(false);
        }
        catch (Exception error)
        {
            await Fail(context, error).ConfigureAwait(false);
        }
        counts.Add(endpoint is null ? NoRoute : $"{endpoint.Method} {endpoint.Path}", context.Response.StatusCode, time.GetElapsedTime(start));
    }

    private async Task<WebAnswer?> Run(WebCall call, EndpointSpec endpoint)
    {
        if (!endpoint.IsWork) return await endpoint.Run(call).ConfigureAwait(false);
        if (!load.TryEnter()) throw WebException.Busy($"{load.Most} requests are at work");
        try
        {
            WebAnswer? answer = await endpoint.Run(call).ConfigureAwait(false);
            if (answer is not null) await answer.Send(call.Context).ConfigureAwait(false);
            return null;
        }
        finally
        {
            load.Leave();
        }
    }

    private async Task Fail(HttpContext context, Exception error)
    {
        if (context.RequestAborted.IsCancellationRequested) return;
        if (error is OutOfMemoryException) governor.OnOutOfMemory();
        if (context.Response.HasStarted)
        {
            // Half an answer cannot be taken back; that it is broken off tells.
            if (error is not (OperationCanceledException or IOException)) log.WriteLine($"plimsoll: an answer was broken off: {error.Message}");
            context.Abort();
            return;
        }
        try
        {
            context.Response.Clear();
            await Explain(error).Send(context).ConfigureAwait(false);
        }
        catch (Exception gone) when (gone is IOException or OperationCanceledException or OutOfMemoryException)
        {
            // Nobody is left to read it, or there is no room to say it; the connection ends either way.
            context.Abort();
        }
    }

    private WebAnswer Explain(Exception error)
    {
        switch (error)
        {
            case OutOfMemoryException or LeaseTimeoutException or LeaseNeverFitsException or MemoryExhaustedException: return WebAnswer.OutOfMemory;
            case WebException known: return WebAnswer.Error(known.Status, known.Message);
            case BadHttpRequestException bad: return WebAnswer.Error(bad.StatusCode, bad.Message);
            case ToolException or UnsafePathException or CliException: return WebAnswer.Error(StatusCodes.Status400BadRequest, error.Message);
            case IndexException index: return WebAnswer.Error(StatusOf(index.Failure), index.Message);
            default:
                log.WriteLine($"plimsoll: {error}");
                return WebAnswer.Error(StatusCodes.Status500InternalServerError, $"internal error: {error.GetType().Name}: {error.Message}");
        }
    }

    private static int StatusOf(IndexFailure failure) => failure switch
    {
        IndexFailure.Usage => StatusCodes.Status400BadRequest,
        IndexFailure.NotFound or IndexFailure.Locked or IndexFailure.Damaged or IndexFailure.Newer => StatusCodes.Status409Conflict,
        IndexFailure.BudgetTooSmall => StatusCodes.Status503ServiceUnavailable,
        _ => StatusCodes.Status500InternalServerError,
    };

    private EndpointSpec? Find(string path, string method, out string parameter, out string allowed)
    {
        parameter = allowed = "";
        foreach (EndpointSpec endpoint in endpoints)
        {
            if (!endpoint.Matches(path, out string found)) continue;
            if (endpoint.Method == method)
            {
                parameter = found;
                return endpoint;
            }
            allowed += (allowed.Length == 0 ? "" : ", ") + endpoint.Method;
        }
        return null;
    }

    private static WebAnswer Missing(string path, string allowed) => allowed.Length > 0
        ? WebAnswer.Error(StatusCodes.Status405MethodNotAllowed, $"this path takes {allowed}") with { Allow = allowed }
        : WebAnswer.Error(StatusCodes.Status404NotFound, $"there is no '{(path.Length > 80 ? path[..80] + "..." : path)}'; GET /openapi.json lists what there is");
}
