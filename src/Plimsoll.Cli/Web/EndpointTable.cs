using Microsoft.AspNetCore.Http;

namespace Plimsoll.Cli.Web;

/// <summary>Every endpoint. What is not here is not answered.</summary>
internal static class EndpointTable
{
    private const string RepoPath = "/api/repos/{id}";
    private const string JobPath = "/api/jobs/{id}";
    private const string McpPath = "/mcp";

    /// <summary>Makes the table.</summary>
    /// <param name="api">What the REST endpoints do.</param>
    /// <param name="mcp">What the endpoint for agents does.</param>
    /// <param name="metrics">The page of metrics.</param>
    /// <param name="stopping">Cancelled when the server stops.</param>
    public static EndpointSpec[] Make(RestApi api, McpEndpoint mcp, MetricsPage metrics, CancellationToken stopping)
    {
        EndpointSpec[] work = [.. Rest(api), .. Mcp(mcp), Health(stopping), Metrics(metrics)];
        return [.. work, Document(work)];
    }

    private static EndpointSpec[] Rest(RestApi api) =>
    [
        new("POST", "/api/search", "Finds definitions and passages, as `plimsoll search` does.")
        {
            Body = RestSearch.Arguments,
            Answers = [new(StatusCodes.Status200OK, "The results.", AnswerSchemas.Search), new(StatusCodes.Status404NotFound, "No served folder is called so."), new(StatusCodes.Status409Conflict, "There is no index yet, or it is damaged.")],
            IsWork = true,
            Run = api.Search,
        },
        new("GET", "/api/repos", "The served folders and what is indexed of each.")
        {
            Answers = [new(StatusCodes.Status200OK, "The folders.", AnswerSchemas.Repos)],
            IsWork = true,
            Run = api.Repos,
        },
        new("DELETE", RepoPath, "Deletes the index of a served folder. Its sources are not touched, and it stays served.")
        {
            Answers = [new(StatusCodes.Status200OK, "It is gone.", AnswerSchemas.Deleted), new(StatusCodes.Status404NotFound, "No served folder is called so."), new(StatusCodes.Status409Conflict, "It is being written.")],
            IsWork = true,
            Run = api.DeleteRepo,
        },
        new("POST", "/api/index", "Builds or updates the index of a served folder, as `plimsoll index` does. One job works at a time, and goes on whether or not anybody waits.")
        {
            Body = RestApi.IndexArguments,
            Answers =
            [
                new(StatusCodes.Status202Accepted, "The job; the one that waits or works for the folder already, if there is one.", AnswerSchemas.Job),
                new(StatusCodes.Status404NotFound, "No served folder is called so."),
                new(StatusCodes.Status409Conflict, "An update is at work, and a fresh index was asked for."),
            ],
            IsWork = true,
            Run = api.Index,
        },
        new("GET", "/api/jobs", "The jobs of this server, the newest last.") { Answers = [new(StatusCodes.Status200OK, "The jobs.", AnswerSchemas.Jobs)], Run = api.Jobs },
        new("GET", JobPath, "A job; as a stream of events for who accepts text/event-stream.")
        {
            Answers = [new(StatusCodes.Status200OK, "The job.", AnswerSchemas.Job), new(StatusCodes.Status404NotFound, "There is no such job.")],
            Run = api.Job,
        },
        new("GET", JobPath + "/events", "A job's states as server-sent events: `progress` whenever something has changed, `end` at the end.")
        {
            Answers = [new(StatusCodes.Status200OK, "The events; the data of each is the job.", AnswerSchemas.Any) { ContentType = RunEvents.ContentType }, new(StatusCodes.Status404NotFound, "There is no such job.")],
            Run = api.JobEvents,
        },
        new("DELETE", JobPath, "Calls a job off; what it has done is saved.")
        {
            Answers = [new(StatusCodes.Status202Accepted, "It is told to end.", AnswerSchemas.Job), new(StatusCodes.Status200OK, "It has ended before.", AnswerSchemas.Job), new(StatusCodes.Status404NotFound, "There is no such job.")],
            Run = api.CancelJob,
        },
    ];

    private static EndpointSpec[] Mcp(McpEndpoint mcp) =>
    [
        new("POST", McpPath, "A message of the Model Context Protocol (streamable HTTP).")
        {
            BodySchema = AnswerSchemas.Message,
            Answers =
            [
                new(StatusCodes.Status200OK, "The answer, as a server-sent event.", AnswerSchemas.Any) { ContentType = RunEvents.ContentType },
                new(StatusCodes.Status202Accepted, "The message needs no answer.", Schema: null),
                new(StatusCodes.Status404NotFound, "There is no such session (any more)."),
                new(StatusCodes.Status406NotAcceptable, "Accept does not name both kinds of answers."),
            ],
            IsWork = true,
            Run = mcp.Post,
        },
        new("GET", McpPath, "A session's stream of messages that answer no request.")
        {
            Answers =
            [
                new(StatusCodes.Status200OK, "The stream.", AnswerSchemas.Any) { ContentType = RunEvents.ContentType },
                new(StatusCodes.Status400BadRequest, "No session is named."),
                new(StatusCodes.Status404NotFound, "There is no such session (any more)."),
                new(StatusCodes.Status406NotAcceptable, "Accept does not name the stream's type."),
            ],
            Run = mcp.Get,
        },
        new("DELETE", McpPath, "Ends a session.")
        {
            Answers = [new(StatusCodes.Status204NoContent, "It has ended.", Schema: null), new(StatusCodes.Status400BadRequest, "No session is named."), new(StatusCodes.Status404NotFound, "There is no such session (any more).")],
            Run = mcp.Delete,
        },
    ];

    private static EndpointSpec Health(CancellationToken stopping) => new("GET", "/health", "Whether the server answers. Needs no token and tells nothing else.")
    {
        Answers = [new(StatusCodes.Status200OK, "It does.", AnswerSchemas.Health), new(StatusCodes.Status503ServiceUnavailable, "It is stopping.", AnswerSchemas.Health)],
        IsOpen = true,
        Run = _ =>
        {
            bool isStopping = stopping.IsCancellationRequested;
            return Task.FromResult<WebAnswer?>(WebAnswer.Of(isStopping ? StatusCodes.Status503ServiceUnavailable : StatusCodes.Status200OK, json =>
            {
                json.WriteStartObject();
                json.WriteString("status", isStopping ? "stopping" : "ok");
                json.WriteEndObject();
            }));
        },
    };

    private static EndpointSpec Metrics(MetricsPage metrics) => new("GET", "/metrics", "Counters and memory in the text format of Prometheus.")
    {
        Answers = [new(StatusCodes.Status200OK, "The page.", AnswerSchemas.Any) { ContentType = MetricsPage.ContentType }],
        Run = metrics.Answer,
    };

    private static EndpointSpec Document(EndpointSpec[] others)
    {
        WebAnswer? made = null;
        EndpointSpec own = new("GET", "/openapi.json", "This document.")
        {
            Answers = [new(StatusCodes.Status200OK, "An OpenAPI 3.1 document.", AnswerSchemas.Any)],
            Run = _ => Task.FromResult(made),
        };
        made = WebAnswer.Of(StatusCodes.Status200OK, json => OpenApiDocument.Write(json, [.. others, own]));
        return own;
    }
}
