using Microsoft.AspNetCore.Http;
using ModelContextProtocol.Server;

namespace Plimsoll.Cli.Web;

/// <summary>The conversations of clients: few, and none for longer than it is used, so that clients which come and go without a word leave nothing behind.</summary>
/// <param name="options">What the server of each has.</param>
/// <param name="time">The clock.</param>
internal sealed class McpSessions(McpServerOptions options, TimeProvider time) : IAsyncDisposable
{
    /// <summary>More agents than work on one machine at a time; each holds some ten kilobytes.</summary>
    public const int Most = 64;

    /// <summary>Who comes back later begins anew, as the protocol says.</summary>
    public static readonly TimeSpan IdleMost = TimeSpan.FromMinutes(30);

    /// <summary>A session that was not used for this long may go when another one needs its place.</summary>
    private static readonly TimeSpan IdleLeast = TimeSpan.FromSeconds(10);

    private readonly Lock _gate = new();
    private readonly Dictionary<string, McpSession> _sessions = new(StringComparer.Ordinal);
    private bool _isClosed;

    /// <summary>Open sessions.</summary>
    public int Count
    {
        get
        {
            lock (_gate) return _sessions.Count;
        }
    }

    /// <summary>Begins one, and enters it.</summary>
    /// <exception cref="WebException">All places are in use.</exception>
    public async Task<McpSession> Begin()
    {
        List<McpSession> ended = [];
        McpSession? session = null;
        lock (_gate)
        {
            EndIdle_NeedsLock(ended);
            if (!_isClosed && _sessions.Count < Most)
            {
                session = new McpSession(options, time.GetTimestamp());
                session.Enter();
                _sessions.Add(session.Id, session);
            }
        }
        foreach (McpSession old in ended) await old.DisposeAsync().ConfigureAwait(false);
        return session ?? throw WebException.Busy($"{Most} sessions are in use; end one with DELETE");
    }

    /// <summary>Enters the session that a request names.</summary>
    /// <exception cref="WebException">There is none, or no more.</exception>
    public McpSession Enter(string id)
    {
        lock (_gate)
        {
            if (!_sessions.TryGetValue(id, out McpSession? session)) throw new WebException(StatusCodes.Status404NotFound, "there is no such session (any more); begin one with an initialize request");
            session.Enter();
            return session;
        }
    }

    /// <summary>Leaves a session.</summary>
    public void Leave(McpSession session) => session.Leave(time.GetTimestamp());

    /// <summary>Ends a session.</summary>
    public async Task End(McpSession session)
    {
        bool isMine;
        lock (_gate) isMine = _sessions.Remove(session.Id);
        if (isMine) await session.DisposeAsync().ConfigureAwait(false);
    }

    /// <summary>Ends those that were not used for long.</summary>
    public async Task EndIdle()
    {
        List<McpSession> ended = [];
        lock (_gate) EndIdle_NeedsLock(ended);
        foreach (McpSession old in ended) await old.DisposeAsync().ConfigureAwait(false);
    }

    public async ValueTask DisposeAsync()
    {
        McpSession[] all;
        lock (_gate)
        {
            _isClosed = true;
            all = [.. _sessions.Values];
            _sessions.Clear();
        }
        foreach (McpSession session in all) await session.DisposeAsync().ConfigureAwait(false);
    }

    private void EndIdle_NeedsLock(List<McpSession> ended)
    {
        McpSession? oldest = null;
        foreach (McpSession session in _sessions.Values)
        {
            if (session.IsBusy) continue;
            if (time.GetElapsedTime(session.LastUsed) > IdleMost) ended.Add(session);
            else if (oldest is null || session.LastUsed < oldest.LastUsed) oldest = session;
        }
        bool isFull = _sessions.Count - ended.Count >= Most;
        if (isFull && oldest is not null && time.GetElapsedTime(oldest.LastUsed) > IdleLeast) ended.Add(oldest);
        foreach (McpSession session in ended) _sessions.Remove(session.Id);
    }
}
