namespace Plimsoll.Services;

/// <summary>What kind of failure a request met.</summary>
public enum ServiceFault
{
    /// <summary>It may pass: no connection, a server that is busy or broken, an answer that breaks off.</summary>
    Passing,

    /// <summary>A text, or all of them together, is longer than the server takes.</summary>
    TooLong,

    /// <summary>The server has no such function.</summary>
    NoFunction,

    /// <summary>It will not pass: the key, the address or the model is wrong, or the answer makes no sense.</summary>
    Lasting,
}

/// <summary>A request that failed. The message says what, where and what to do, and never holds the key.</summary>
public sealed class ServiceException(ServiceFault fault, string message, Exception? cause = null) : Exception(message, cause)
{
    /// <summary>What kind of failure it is.</summary>
    public ServiceFault Fault => fault;

    /// <summary>Whether there was no connection at all.</summary>
    public bool IsUnreachable { get; init; }

    /// <summary>The status of the answer; 0 where there was none.</summary>
    public int Status { get; init; }

    /// <summary>How long the server wants to be left alone, or null.</summary>
    public TimeSpan? RetryAfter { get; init; }
}
