using Plimsoll.Services;

namespace Plimsoll.Unminify.Models;

/// <summary>Which model names bindings, and how it is asked.</summary>
public sealed record ModelOptions
{
    /// <summary>Requests at a time at most, unless the options say otherwise.</summary>
    public const int RequestsDefault = 8;

    /// <summary>The server, and its model.</summary>
    public required ServiceAddress Address { get; init; }

    /// <summary>How it is asked.</summary>
    public ServiceOptions Service { get; init; } = new();

    /// <summary>Requests at a time at most; fewer while the server is busy or memory is short. Has no part in what comes out.</summary>
    public int RequestsMax { get; init; } = RequestsDefault;

    /// <summary>The folder that keeps every answer, so that none is paid for twice.</summary>
    public required string AnswersFolder { get; init; }

    /// <summary>Whether the builtin names are taken for what is left when the server is away for good, instead of ending the run.</summary>
    public bool FallsBack { get; init; }

    /// <summary>What a million tokens of prompts cost, in whatever money; null where it is not known.</summary>
    public double? PriceIn { get; init; }

    /// <summary>What a million tokens of answers cost; null where it is not known.</summary>
    public double? PriceOut { get; init; }

    /// <summary>Told before the first request of a file what it will take; whoever does not want that throws. Null: nothing is estimated.</summary>
    public Action<ModelEstimate>? Approve { get; init; }

    /// <summary>The price of some tokens; null where prices are not known.</summary>
    public double? PriceOf(long inputTokens, long outputTokens) =>
        PriceIn is null && PriceOut is null ? null : ((inputTokens * (PriceIn ?? 0)) + (outputTokens * (PriceOut ?? 0))) / 1e6;
}
