using Microsoft.AspNetCore.Http;

namespace Plimsoll.Cli.Web;

/// <summary>A request cannot be answered as it was meant.</summary>
/// <param name="status">The status of HTTP.</param>
/// <param name="message">What was found, what was expected, and what to do.</param>
internal sealed class WebException(int status, string message) : Exception(message)
{
    public int Status { get; } = status;

    /// <summary>There is more to do than is taken on at a time.</summary>
    public static WebException Busy(string what) => new(StatusCodes.Status503ServiceUnavailable, $"{what}; ask again a little later");
}
