using Plimsoll.Services;

namespace Plimsoll.Indexing.Services;

/// <summary>What a server's failure is for the index.</summary>
internal static class ServiceFailures
{
    /// <summary>The error for a caller that cannot go on.</summary>
    public static IndexException AsUnavailable(this ServiceException error) => new(IndexFailure.Unavailable, error.Message, error);
}
