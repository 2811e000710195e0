using System.Text.Json;
using Plimsoll.Cli.Commands;
using Plimsoll.Cli.Mcp;
using Plimsoll.Indexing.Jobs;
using Plimsoll.Memory;

namespace Plimsoll.Cli.Web;

/// <summary>Where a run stands.</summary>
internal enum RunState
{
    Queued,
    Running,
    Done,
    Failed,

    /// <summary>Called off by a request; what was done is saved.</summary>
    Cancelled,

    /// <summary>Called off because the server stopped; what was done is saved, and the next run goes on from there.</summary>
    Interrupted,
}

/// <summary>One run of the indexer that was asked for; changed by the thread that runs it and by who calls it off, read by anybody.</summary>
/// <param name="id">Its name.</param>
/// <param name="folder">What is indexed.</param>
/// <param name="isFresh">Whether the index is made anew.</param>
/// <param name="created">When it was asked for.</param>
internal sealed class IndexRun(string id, ServedFolder folder, bool isFresh, DateTimeOffset created) : IDisposable
{
    private readonly Lock _gate = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly ManualResetEventSlim _finished = new();
    private RunState _state;
    private bool _isCalledOff;
    private DateTimeOffset? _started;
    private DateTimeOffset? _ended;
    private Func<IndexProgress>? _look;
    private IndexReport? _report;
    private MemoryBudget _budget;
    private (int Code, string Message)? _failure;

    public string Id { get; } = id;

    public ServedFolder Folder { get; } = folder;

    public bool IsFresh { get; } = isFresh;

    /// <summary>Ends the run.</summary>
    public CancellationToken Stop => _stop.Token;

    public RunState State
    {
        get
        {
            lock (_gate) return _state;
        }
    }

    public bool HasEnded => State > RunState.Running;

    /// <summary>Waits for its end.</summary>
    /// <exception cref="ToolException">It failed, or was called off before it began.</exception>
    public IndexReport Wait()
    {
        _finished.Wait(CancellationToken.None);
        lock (_gate) return _report ?? throw new ToolException(_failure?.Message ?? "the update was called off before it began; ask again");
    }

    /// <summary>Asks it to end; one that waits ends at once.</summary>
    public void CallOff(DateTimeOffset now)
    {
        lock (_gate)
        {
            _isCalledOff = true;
            if (_state == RunState.Queued) End_NeedsLock(RunState.Cancelled, now);
        }
        _stop.Cancel();
    }

    /// <summary>Begins, unless it was called off before.</summary>
    public bool TryBegin(DateTimeOffset now)
    {
        lock (_gate)
        {
            if (_state != RunState.Queued) return false;
            (_state, _started) = (RunState.Running, now);
            return true;
        }
    }

    /// <summary>Tells how to look at the run.</summary>
    public void Watch(Func<IndexProgress> look)
    {
        lock (_gate) _look = look;
    }

    /// <summary>It has ended, early or not.</summary>
    public void End(IndexReport report, MemoryBudget budget, DateTimeOffset now)
    {
        lock (_gate)
        {
            (_report, _budget) = (report, budget);
            End_NeedsLock(!report.Interrupted ? RunState.Done : _isCalledOff ? RunState.Cancelled : RunState.Interrupted, now);
        }
    }

    /// <summary>It has failed.</summary>
    /// <param name="code">The exit code that the command would have.</param>
    /// <param name="message">Why.</param>
    /// <param name="now">When.</param>
    public void Fail(int code, string message, DateTimeOffset now)
    {
        lock (_gate)
        {
            _failure = (code, message);
            End_NeedsLock(RunState.Failed, now);
        }
    }

    /// <summary>It was still waiting when the server stopped.</summary>
    public void Drop(DateTimeOffset now)
    {
        lock (_gate)
        {
            if (_state == RunState.Queued) End_NeedsLock(RunState.Interrupted, now);
        }
    }

    /// <summary>Everything that is known of it, as an object.</summary>
    public void Write(Utf8JsonWriter json)
    {
        lock (_gate)
        {
            json.WriteStartObject();
            json.WriteString("id", Id);
            json.WriteString("repo", Folder.Id);
            json.WriteString("root", Folder.Folder);
            json.WriteString("state", Word(_state));
            json.WriteBoolean("fresh", IsFresh);
            json.WriteString("created_at", created);
            if (_started is DateTimeOffset started) json.WriteString("started_at", started);
            if (_ended is DateTimeOffset ended) json.WriteString("ended_at", ended);
            if (_look is not null) WriteProgress(json, _look());
            if (_report is not null)
            {
                json.WritePropertyName("report");
                IndexAnswer.WriteJson(json, Folder.Folder, _budget, _report);
            }
            if (_failure is (int code, string message))
            {
                json.WriteStartObject("error");
                json.WriteNumber("exit_code", code);
                json.WriteString("message", message);
                json.WriteEndObject();
            }
            json.WriteEndObject();
        }
    }

    public void Dispose()
    {
        _stop.Dispose();
        _finished.Dispose();
    }

    private void End_NeedsLock(RunState state, DateTimeOffset now)
    {
        (_state, _ended) = (state, now);
        _finished.Set();
    }

    /// <summary>The word for JSON and for metrics.</summary>
    public static string Word(RunState state) => state switch
    {
        RunState.Queued => "queued",
        RunState.Running => "running",
        RunState.Done => "done",
        RunState.Failed => "failed",
        RunState.Cancelled => "cancelled",
        _ => "interrupted",
    };

    private static void WriteProgress(Utf8JsonWriter json, IndexProgress progress)
    {
        json.WriteStartObject("progress");
        json.WriteNumber("files_seen", progress.FilesSeen);
        json.WriteNumber("files_done", progress.FilesDone);
        json.WriteBoolean("walk_finished", progress.WalkFinished);
        json.WriteNumber("bytes_done", progress.BytesDone);
        json.WriteNumber("chunks", progress.Chunks);
        json.WriteEndObject();
    }
}
