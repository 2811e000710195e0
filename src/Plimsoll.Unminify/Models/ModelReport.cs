namespace Plimsoll.Unminify.Models;

/// <summary>What naming a file by a model will take. Tokens are estimated.</summary>
public sealed record ModelEstimate
{
    /// <summary>The file.</summary>
    public required string Input { get; init; }

    /// <summary>Bindings that get a name.</summary>
    public required long Identifiers { get; init; }

    /// <summary>Requests for all of them.</summary>
    public required int Batches { get; init; }

    /// <summary>Those whose answers are kept already.</summary>
    public required int BatchesAnswered { get; init; }

    /// <summary>Bytes of the requests that are left.</summary>
    public required long Bytes { get; init; }

    /// <summary>Tokens of the requests that are left.</summary>
    public required long InputTokens { get; init; }

    /// <summary>Tokens of their answers.</summary>
    public required long OutputTokens { get; init; }

    /// <summary>What they cost; null where prices are not known.</summary>
    public double? Price { get; init; }
}

/// <summary>What a model did for a file.</summary>
public sealed record ModelReport
{
    /// <summary>What was expected before the first request; of a dry run that is all.</summary>
    public ModelEstimate? Estimate { get; init; }

    /// <summary>Bindings whose name is the model's.</summary>
    public long Named { get; init; }

    /// <summary>Bindings whose name is the builtin one, by reason.</summary>
    public required IReadOnlyDictionary<FallbackReason, long> Fallbacks { get; init; }

    /// <summary>Batches in all.</summary>
    public int Batches { get; init; }

    /// <summary>Batches whose answers were kept from before.</summary>
    public int BatchesKept { get; init; }

    /// <summary>Requests sent, those that were sent again included.</summary>
    public long Requests { get; init; }

    /// <summary>Failures after which a request was sent again.</summary>
    public long Retries { get; init; }

    /// <summary>Bytes of all requests sent.</summary>
    public long BytesSent { get; init; }

    /// <summary>Tokens of the requests that were answered now, as the server counts.</summary>
    public long InputTokens { get; init; }

    /// <summary>Tokens of these answers.</summary>
    public long OutputTokens { get; init; }

    /// <summary>What they cost; null where prices are not known.</summary>
    public double? Price { get; init; }

    /// <summary>Kept answers that were damaged and asked for again.</summary>
    public long DamagedAnswers { get; init; }

    /// <summary>Why the builtin names were taken for the rest; null where the server answered to the end.</summary>
    public string? GivenUp { get; init; }
}

/// <summary>Why a binding has its builtin name.</summary>
public enum FallbackReason
{
    /// <summary>The answer leaves it out.</summary>
    Missing,

    /// <summary>The answer breaks off before it.</summary>
    Truncated,

    /// <summary>The answer is not of the form that was asked for.</summary>
    WrongSchema,

    /// <summary>The name is no identifier, too long, or a chain of underscores.</summary>
    Invalid,

    /// <summary>The name is a word of the language, or of one of its own globals.</summary>
    Reserved,

    /// <summary>The name is of one or two letters that say nothing.</summary>
    TooShort,

    /// <summary>Another binding of the same scope has it, or the answer names the binding twice.</summary>
    Duplicate,

    /// <summary>The server failed on this request again and again, or refused it.</summary>
    Failed,

    /// <summary>The server was away for good.</summary>
    Unavailable,
}
