using System.Net;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.Options;

namespace Plimsoll.Cli.Web;

/// <summary>
/// Kestrel, set up by hand: no host, no settings files and no variables of its own can open another port or change a limit. HTTP/1.1 without
/// encryption, which is for one machine.
/// </summary>
internal sealed class WebListener : IDisposable
{
    /// <summary>Long enough for a line of headers with a token, short enough that a thousand connections cost little.</summary>
    private const int HeaderBytesMost = 16 * 1024;

    private const int RequestLineBytesMost = 4 * 1024;
    private const int HeadersMost = 64;

    /// <summary>What a connection may hold of a request that nobody has read yet, and of an answer that its client has not taken yet.</summary>
    private const int BufferBytesMost = 64 * 1024;

    private static readonly TimeSpan HeaderPatience = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan IdlePatience = TimeSpan.FromSeconds(60);

    private readonly KestrelServer _server;

    private WebListener(KestrelServer server, string address)
    {
        _server = server;
        Address = address;
    }

    /// <summary>Where it listens, such as http://127.0.0.1:7433.</summary>
    public string Address { get; }

    /// <summary>Begins to listen.</summary>
    /// <param name="endpoint">Where; port 0 for any that is free.</param>
    /// <param name="connectionsMost">Connections at a time; more are closed at once.</param>
    /// <param name="app">Answers.</param>
    /// <param name="log">Gets faults.</param>
    /// <exception cref="CliException">The address is taken, or not one of this machine.</exception>
    public static async Task<WebListener> Open(IPEndPoint endpoint, int connectionsMost, WebApp app, TextWriter log)
    {
        WebLog logs = new(log);
        SocketTransportFactory sockets = new(Options.Create(new SocketTransportOptions { MaxReadBufferSize = BufferBytesMost, MaxWriteBufferSize = BufferBytesMost, Backlog = 1024 }), logs);
        KestrelServer server = new(Options.Create(Limits(endpoint, connectionsMost)), sockets, logs);
        try
        {
            await server.StartAsync(app, CancellationToken.None).ConfigureAwait(false);
        }
        catch (Exception error) when (error is IOException or AddressInUseException or System.Net.Sockets.SocketException)
        {
            server.Dispose();
            throw new CliException(ExitCode.CannotWrite, $"cannot listen on {endpoint}: {error.Message.TrimEnd('.')}; another `plimsoll serve` may be there already, else give another --port (0 for any that is free) or --host");
        }
        return new WebListener(server, server.Features.Get<IServerAddressesFeature>()!.Addresses.First());
    }

    /// <summary>Takes no more connections and waits for the answers under way, as long as the token allows.</summary>
    public Task Stop(CancellationToken patience) => _server.StopAsync(patience);

    public void Dispose() => _server.Dispose();

    private static KestrelServerOptions Limits(IPEndPoint endpoint, int connectionsMost)
    {
        KestrelServerOptions options = new() { AddServerHeader = false };
        options.Limits.MaxConcurrentConnections = connectionsMost;
        options.Limits.MaxConcurrentUpgradedConnections = 0;
        options.Limits.MaxRequestBodySize = WebCall.BodyBytesMost;
        options.Limits.MaxRequestHeaderCount = HeadersMost;
        options.Limits.MaxRequestHeadersTotalSize = HeaderBytesMost;
        options.Limits.MaxRequestLineSize = RequestLineBytesMost;
        options.Limits.MaxRequestBufferSize = BufferBytesMost;
        options.Limits.MaxResponseBufferSize = BufferBytesMost;
        options.Limits.RequestHeadersTimeout = HeaderPatience;
        options.Limits.KeepAliveTimeout = IdlePatience;
        options.Listen(endpoint, static listen => listen.Protocols = HttpProtocols.Http1);
        return options;
    }
}
