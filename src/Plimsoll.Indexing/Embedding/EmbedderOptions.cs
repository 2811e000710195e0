using Plimsoll.Indexing.Services;

namespace Plimsoll.Indexing.Embedding;

/// <summary>Which embedder is wanted and how it is used. What is null is as the index has it, else the default.</summary>
public sealed record EmbedderOptions
{
    /// <summary>The longest text of a passage that is embedded, in bytes, unless the options say otherwise: more than all but the longest passages have.</summary>
    public const int DefaultTextBytes = 4096;

    /// <summary>The embedder; null for that of the index, and `builtin` where there is none.</summary>
    public EmbedderSpec? Spec { get; init; }

    /// <summary>What a model wants before each passage, such as `passage: `; default nothing.</summary>
    public string? PassagePrefix { get; init; }

    /// <summary>What a model wants before a query, such as `query: `; default nothing.</summary>
    public string? QueryPrefix { get; init; }

    /// <summary>The longest text of a passage in bytes; what is longer is cut and counted. Default <see cref="DefaultTextBytes"/>.</summary>
    public int? TextBytes { get; init; }

    /// <summary>
    /// Whether a server or a model folder may be used: an index or a plimsoll.json that came with a repository may name any. Default: a server on this machine.
    /// </summary>
    public Func<EmbedderSpec, bool> MayUse { get; init; } = static spec => spec.IsLocalServer;

    /// <summary>Says how servers are asked, when one is; null for the defaults.</summary>
    public Action<ServiceSetup>? Service { get; init; }
}
