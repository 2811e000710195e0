using System.Security.Cryptography;
using ModelContextProtocol.Server;

namespace Plimsoll.Cli.Web;

/// <summary>One client's conversation: the protocol's library keeps its state here between requests.</summary>
internal sealed class McpSession : IAsyncDisposable
{
    private const int IdBytes = 16;

    private readonly StreamableHttpServerTransport _transport;
    private readonly McpServer _server;
    private readonly CancellationTokenSource _end = new();
    private readonly Task _work;
    private int _requests;

    /// <param name="options">What the server has.</param>
    /// <param name="now">When it begins, as a timestamp of the clock.</param>
    public McpSession(McpServerOptions options, long now)
    {
        Id = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(IdBytes));
        LastUsed = now;
        _transport = new StreamableHttpServerTransport { SessionId = Id };
        _server = McpServer.Create(_transport, options);
        _work = _server.RunAsync(_end.Token);
    }

    /// <summary>What the client sends with each request.</summary>
    public string Id { get; }

    /// <summary>When it was last used, as a timestamp of the clock.</summary>
    public long LastUsed { get; private set; }

    /// <summary>Whether a request is at work in it.</summary>
    public bool IsBusy => Volatile.Read(ref _requests) > 0;

    /// <summary>Cancelled when it ends.</summary>
    public CancellationToken End => _end.Token;

    public StreamableHttpServerTransport Transport => _transport;

    public void Enter() => Interlocked.Increment(ref _requests);

    public void Leave(long now)
    {
        LastUsed = now;
        Interlocked.Decrement(ref _requests);
    }

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync().ConfigureAwait(false);
        await _transport.DisposeAsync().ConfigureAwait(false);
        await _server.DisposeAsync().ConfigureAwait(false);
        try
        {
            await _work.ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            // The end that was asked for.
        }
        _end.Dispose();
    }
}
