using System.Net;
using Plimsoll.Cli.Commands;
using Plimsoll.Cli.Mcp;
using Plimsoll.Cli.Output;
using Plimsoll.Indexing.Jobs;
using Plimsoll.Indexing.Search;
using Plimsoll.Memory;

namespace Plimsoll.Cli.Web;

/// <summary>Runs the server from its start to a signal. The types of the web server stay behind this one, so that no other command loads them.</summary>
internal static class ServeHost
{
    /// <summary>What an index run may take of what the governor could give: the rest is for the questions that are answered meanwhile.</summary>
    private const double IndexShare = .5;

    /// <summary>How long answers under way may take when the server stops.</summary>
    private static readonly TimeSpan StopPatience = TimeSpan.FromSeconds(10);

    private static readonly TimeSpan SweepPeriod = TimeSpan.FromMinutes(1);

    /// <summary>Serves until a signal.</summary>
    /// <param name="context">The command.</param>
    /// <param name="options">What to do.</param>
    /// <param name="governor">The governor of the process.</param>
    /// <param name="budget">Its line.</param>
    /// <returns>The code of the signal, or 0 when a test ends it.</returns>
    public static int Run(CommandContext context, ServeOptions options, MemoryGovernor governor, MemoryBudget budget)
    {
        using Interruption interruption = new(context.Terminal, context.Stop) { Notice = "stopping: answers under way are finished and an index run is saved; once more stops at once" };
        using AccessToken token = AccessToken.Open(context, options.TokenFile);
        Serve(context, options, governor, budget, token, interruption.Token).GetAwaiter().GetResult();
        return interruption.Token.IsCancellationRequested ? interruption.ExitCode : ExitCode.Ok;
    }

    private static async Task Serve(CommandContext context, ServeOptions options, MemoryGovernor governor, MemoryBudget budget, AccessToken token, CancellationToken stop)
    {
        TextWriter log = TextWriter.Synchronized(context.Terminal.Error);
        TimeProvider time = context.Terminal.Time;
        ServeCapacity capacity = ServeCapacity.Of(budget.Bytes, options.Threads);
        using MemoryLease room = governor.Lease("requests", LeaseKind.Managed, capacity.LeasedBytes, stop);
        using MemoryTelemetry telemetry = new(governor);
        using IndexRuns runs = new(run => OptionsOf(context, run, governor), budget, time, log);
        using WorkPool pool = new(Slots(options.Folders, capacity.Threads, runs, time, log), capacity.RequestsMost);
        using CancellationTokenSource stopping = new();
        McpSessions sessions = new(McpTools.Options(SpecsOf(options.Folders, runs, time, log), (tool, arguments, gone) => Call(pool, tool, arguments, gone)), time);
        LoadGate load = new(capacity.RequestsMost);
        RequestCounts counts = new();
        RestApi api = new(options.Folders, pool, runs, governor, time);
        using MetricsPage metrics = Metrics(new MetricsPage(counts), load, pool, sessions, api, runs);
        WebApp app = new(new Gatekeeper(token, options.Endpoint.Address), EndpointTable.Make(api, new McpEndpoint(sessions), metrics, stopping.Token), load, counts, governor, time, log, stopping.Token);
        using WebListener listener = await WebListener.Open(options.Endpoint, capacity.ConnectionsMost, app, log).ConfigureAwait(false);
        Tell(context, options, token, listener.Address);
        await using (sessions.ConfigureAwait(false))
        await using (time.CreateTimer(_ => _ = sessions.EndIdle(), state: null, SweepPeriod, SweepPeriod).ConfigureAwait(false))
        {
            await Wait(stop).ConfigureAwait(false);
            await stopping.CancelAsync().ConfigureAwait(false);
            runs.Stop();
            using CancellationTokenSource patience = new(StopPatience, time);
            await listener.Stop(patience.Token).ConfigureAwait(false);
        }
    }

    /// <summary>The address and where the token is: never the token, because what is printed is kept in logs.</summary>
    private static void Tell(CommandContext context, ServeOptions options, AccessToken token, string address)
    {
        string where = token.File is null ? $"the token is that of {AccessToken.Variable}" : $"the token is in {token.File}";
        context.Say($"plimsoll: serving {string.Join(", ", options.Folders.All.Select(static folder => folder.Folder))} on {address} (REST under /api, MCP at /mcp); {where}");
        if (!IPAddress.IsLoopback(options.Endpoint.Address)) context.Say("plimsoll: note: other machines can reach this address, and nothing is encrypted; only the token keeps them out");
        foreach (ServedFolder folder in options.Folders.All)
        {
            if (IndexStatus.IsThere(IndexStatus.FolderOf(folder.Folder, folder.IndexFolder))) continue;
            context.Say($"plimsoll: note: {folder.Folder} has no index yet; POST /api/index or `plimsoll index {folder.Folder}` makes one");
        }
        if (!context.Json) return;
        JsonOutput.Write(context.Terminal, json =>
        {
            json.WriteStartObject();
            json.WriteString("url", address);
            if (token.File is null) json.WriteNull("token_file");
            else json.WriteString("token_file", token.File);
            json.WriteNumber("pid", Environment.ProcessId);
            json.WriteEndObject();
        });
    }

    private static WorkSlot[] Slots(ServedFolders folders, int count, IndexRuns runs, TimeProvider time, TextWriter log)
    {
        WorkSlot[] slots = new WorkSlot[count];
        for (int i = 0; i < count; i++)
        {
            IndexedRoots roots = RootsOf(folders, runs);
            slots[i] = new WorkSlot(roots, new ToolTable(roots, time, log));
        }
        return slots;
    }

    /// <summary>The folders as tools see them; an update that an agent asks for is one of the server's index runs.</summary>
    private static IndexedRoots RootsOf(ServedFolders folders, IndexRuns runs) =>
        new([.. folders.All.Select(folder => new IndexedRoot(folder.Folder, folder.IndexFolder, folder.Redacts, folder.Embedding, stop => runs.Finish(folder, stop)))]);

    /// <summary>The tools for their names and schemas; the work is done by those of a slot.</summary>
    private static IReadOnlyList<ToolSpec> SpecsOf(ServedFolders folders, IndexRuns runs, TimeProvider time, TextWriter log)
    {
        using ToolTable table = new(RootsOf(folders, runs), time, log);
        return table.All;
    }

    private static async ValueTask<ToolAnswer> Call(WorkPool pool, ToolSpec tool, IEnumerable<KeyValuePair<string, System.Text.Json.JsonElement>>? arguments, CancellationToken gone)
    {
        try
        {
            return await pool.Run(slot => slot.Tools.Call(slot.Tools.Find(tool.Name)!, arguments), gone).ConfigureAwait(false);
        }
        catch (WebException busy)
        {
            return new ToolAnswer(busy.Message, IsError: true);
        }
    }

    private static IndexOptions OptionsOf(CommandContext context, IndexRun run, MemoryGovernor governor)
    {
        Settings.SettingValues settings = context.LoadSettings(run.Folder.Folder);
        return IndexCommand.Options(context, settings, run.Folder.Folder, governor) with { IndexFolder = run.Folder.IndexFolder, Fresh = run.IsFresh, Share = IndexShare };
    }

    private static MetricsPage Metrics(MetricsPage page, LoadGate load, WorkPool pool, McpSessions sessions, RestApi api, IndexRuns runs)
    {
        page.With("plimsoll_requests_at_work", "Requests that hold one of the places.", "gauge", () => load.Inside)
            .With("plimsoll_requests_most", "Places for requests.", "gauge", () => load.Most)
            .With("plimsoll_requests_shed_total", "Requests that were turned away with 503 because all places were taken.", "counter", () => load.TurnedAway)
            .With("plimsoll_questions_waiting", "Questions that wait for a thread.", "gauge", () => pool.Waiting)
            .With("plimsoll_mcp_sessions", "Open sessions of agents.", "gauge", () => sessions.Count)
            .With("plimsoll_event_streams", "Open streams of job events.", "gauge", () => api.Events.Open);
        foreach (RunState state in (RunState[])[RunState.Done, RunState.Failed, RunState.Cancelled, RunState.Interrupted])
        {
            page.With($"plimsoll_jobs_{IndexRun.Word(state)}_total", $"Index jobs that ended {IndexRun.Word(state)}.", "counter", () => runs.EndedIn(state));
        }
        return page;
    }

    private static async Task Wait(CancellationToken stop)
    {
        TaskCompletionSource ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
        using CancellationTokenRegistration registration = stop.Register(ended.SetResult);
        await ended.Task.ConfigureAwait(false);
    }
}
