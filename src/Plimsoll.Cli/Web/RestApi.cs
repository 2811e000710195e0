using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Plimsoll.Cli.Mcp;
using Plimsoll.Indexing.Jobs;
using Plimsoll.Indexing.Search;
using Plimsoll.Memory;

namespace Plimsoll.Cli.Web;

/// <summary>What the REST endpoints do.</summary>
internal sealed class RestApi(ServedFolders folders, WorkPool pool, IndexRuns runs, MemoryGovernor governor, TimeProvider time)
{
    /// <summary>Longer answers take a lease of their own; room for shorter ones is kept from the start.</summary>
    private const int UnleasedAnswerBytes = 64 * 1024;

    private readonly RestSearch _search = new(folders, time);

    public RunEvents Events { get; } = new(time);

    /// <summary>The members of the body of <see cref="Index"/>.</summary>
    public static ArgumentSpec[] IndexArguments => [RestSearch.Repo, new("fresh", ArgumentKind.Flag, "Build a new index; the old one answers until the new one is complete.")];

    public async Task<WebAnswer?> Search(WebCall call)
    {
        ToolArguments arguments = await call.ReadArguments().ConfigureAwait(false);
        byte[] body = await pool.Run(slot => _search.Run(slot, arguments), call.Gone).ConfigureAwait(false);
        if (body.Length <= UnleasedAnswerBytes) return new WebAnswer(StatusCodes.Status200OK, body);
        if (!governor.TryLease("answers", LeaseKind.Managed, body.Length, out MemoryLease lease, out _)) return WebAnswer.OutOfMemory;
        using (lease) await new WebAnswer(StatusCodes.Status200OK, body).Send(call.Context).ConfigureAwait(false);
        return null;
    }

    public async Task<WebAnswer?> Repos(WebCall call)
    {
        byte[] body = await pool.Run(slot => TokenBudget.Json(json => WriteRepos(json, slot)), call.Gone).ConfigureAwait(false);
        return new WebAnswer(StatusCodes.Status200OK, body);
    }

    public async Task<WebAnswer?> DeleteRepo(WebCall call)
    {
        ServedFolder folder = folders.ChooseOne(call.Parameter);
        if (runs.IsBusy(folder)) throw new WebException(StatusCodes.Status409Conflict, "a job indexes this folder; cancel it first");
        bool wasThere = await pool.Run(slot => Remove(slot, folder), call.Gone).ConfigureAwait(false);
        return WebAnswer.Of(StatusCodes.Status200OK, json =>
        {
            json.WriteStartObject();
            json.WriteString("repo", folder.Id);
            json.WriteString("root", folder.Folder);
            json.WriteBoolean("deleted", wasThere);
            json.WriteEndObject();
        });
    }

    public async Task<WebAnswer?> Index(WebCall call)
    {
        ToolArguments arguments = await call.ReadArguments().ConfigureAwait(false);
        IndexRun run = runs.Start(folders.ChooseOne(arguments.Text(RestSearch.RepoName)), arguments.Flag("fresh"));
        return WebAnswer.Of(StatusCodes.Status202Accepted, run.Write) with { Location = $"/api/jobs/{run.Id}" };
    }

    public Task<WebAnswer?> Jobs(WebCall call) => Task.FromResult<WebAnswer?>(WebAnswer.Of(StatusCodes.Status200OK, json =>
    {
        json.WriteStartObject();
        json.WriteStartArray("jobs");
        foreach (IndexRun run in runs.All()) run.Write(json);
        json.WriteEndArray();
        json.WriteEndObject();
    }));

    public async Task<WebAnswer?> Job(WebCall call)
    {
        IndexRun run = runs.Require(call.Parameter);
        if (!RunEvents.IsAskedFor(call.Context.Request)) return WebAnswer.Of(StatusCodes.Status200OK, run.Write);
        await Events.Stream(call, run).ConfigureAwait(false);
        return null;
    }

    public async Task<WebAnswer?> JobEvents(WebCall call)
    {
        await Events.Stream(call, runs.Require(call.Parameter)).ConfigureAwait(false);
        return null;
    }

    public Task<WebAnswer?> CancelJob(WebCall call)
    {
        IndexRun run = runs.Require(call.Parameter);
        if (run.HasEnded) return Task.FromResult<WebAnswer?>(WebAnswer.Of(StatusCodes.Status200OK, run.Write));
        run.CallOff(time.GetUtcNow());
        return Task.FromResult<WebAnswer?>(WebAnswer.Of(StatusCodes.Status202Accepted, run.Write));
    }

    private bool Remove(WorkSlot slot, ServedFolder folder)
    {
        slot.Roots.All[folder.Number].Dispose();
        return IndexRemoval.Run(folder.Folder, folder.IndexFolder, time);
    }

    private void WriteRepos(Utf8JsonWriter json, WorkSlot slot)
    {
        json.WriteStartObject();
        json.WriteStartArray("repos");
        foreach (ServedFolder folder in folders.All)
        {
            json.WriteStartObject();
            json.WriteString("id", folder.Id);
            json.WriteString("name", folder.Name);
            json.WriteString("root", folder.Folder);
            WriteStatus(json, slot.Roots.All[folder.Number]);
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private void WriteStatus(Utf8JsonWriter json, IndexedRoot root)
    {
        IndexStatus status;
        try
        {
            status = root.Status();
        }
        catch (ToolException without)
        {
            json.WriteBoolean("indexed", value: false);
            json.WriteString("note", without.Message);
            return;
        }
        StatusTool.WriteState(json, status, time);
        json.WriteNumber("source_bytes", status.SourceBytes);
        json.WriteNumber("index_bytes", status.IndexBytes);
    }
}
