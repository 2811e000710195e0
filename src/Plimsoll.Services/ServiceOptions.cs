namespace Plimsoll.Services;

/// <summary>How servers are asked, and with which key.</summary>
public sealed record ServiceOptions
{
    /// <summary>The longest time that one answer may take; default two minutes, which a batch of long passages takes a model on a slow processor.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>How long a request that fails is tried again; default one minute. A server that has never answered is given up after <see cref="FirstPatience"/>.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>How long a server is waited for that refuses the very first connection: it is not there, and a typing error should be told soon.</summary>
    public static TimeSpan FirstPatience { get; } = TimeSpan.FromSeconds(3);

    /// <summary>How long a server is waited for that answered before and now refuses connections; default <see cref="Patience"/>.</summary>
    public TimeSpan? UnreachablePatience { get; init; }

    /// <summary>How often one request may fail in another way than by a busy or unreachable server before its caller must do without; default without a limit but the patience.</summary>
    public int FailuresMax { get; init; } = int.MaxValue;

    /// <summary>The key for a server, or null; default none. It goes into the header of requests and nowhere else.</summary>
    public Func<ServiceAddress, string?> KeyOf { get; init; } = static _ => null;

    /// <summary>The clock; default the system's.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>A number from 0 to 1, by which clients that failed together come back apart; default random.</summary>
    public Func<double> Jitter { get; init; } = static () => System.Security.Cryptography.RandomNumberGenerator.GetInt32(1 << 20) / (double)(1 << 20);
}
