using System.Net;
using Microsoft.AspNetCore.Http;

namespace Plimsoll.Cli.Web;

/// <summary>
/// Decides who is let in. A page in a browser can send requests to this machine too: it shows by its Origin, or, where it has made its own name point
/// here, by a Host that is none of ours. Whoever is left must show the token.
/// </summary>
internal sealed class Gatekeeper
{
    private readonly AccessToken _token;
    private readonly bool _takesAnyAddress;
    private readonly HashSet<string> _hosts = new(StringComparer.OrdinalIgnoreCase) { "localhost", "127.0.0.1", "[::1]" };

    /// <param name="token">What must be shown.</param>
    /// <param name="address">Where the server listens.</param>
    public Gatekeeper(AccessToken token, IPAddress address)
    {
        _token = token;
        _takesAnyAddress = address.Equals(IPAddress.Any) || address.Equals(IPAddress.IPv6Any);
        _hosts.Add(address.AddressFamily == System.Net.Sockets.AddressFamily.InterNetworkV6 ? $"[{address}]" : address.ToString());
        if (_takesAnyAddress) _hosts.Add(Environment.MachineName);
    }

    /// <summary>Throws unless the request may go on.</summary>
    /// <param name="request">The request.</param>
    /// <param name="needsToken">Whether the token must be shown.</param>
    /// <exception cref="WebException">It may not.</exception>
    public void Check(HttpRequest request, bool needsToken)
    {
        if (!IsOwnHost(request.Host.Host)) throw new WebException(StatusCodes.Status421MisdirectedRequest, "the Host of the request is no name of this server; use its address as it was printed at the start");
        if (request.Headers.TryGetValue("Origin", out var origin) && !string.Equals(origin, $"http://{request.Host.Value}", StringComparison.OrdinalIgnoreCase))
        {
            throw new WebException(StatusCodes.Status403Forbidden, "requests of web pages are not answered");
        }
        if (needsToken && !_token.IsShownBy(request.Headers.Authorization))
        {
            throw new WebException(StatusCodes.Status401Unauthorized, "the token is missing or wrong; send it as 'Authorization: Bearer TOKEN' (the server said at its start where the token is)");
        }
    }

    /// <summary>An address cannot be made to point elsewhere, a name can. Ports are not looked at: a tunnel may have another.</summary>
    private bool IsOwnHost(string host) => _hosts.Contains(host) || (_takesAnyAddress && IPAddress.TryParse(host, out _));
}
