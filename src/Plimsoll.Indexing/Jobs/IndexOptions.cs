using Plimsoll.Files;
using Plimsoll.Indexing.Embedding;
using Plimsoll.Memory;

namespace Plimsoll.Indexing.Jobs;

/// <summary>What to index, where the index goes, and under which line.</summary>
public sealed record IndexOptions
{
    /// <summary>The folder to index.</summary>
    public required string Root { get; init; }

    /// <summary>The folder of the index; default `.plimsoll` in the root.</summary>
    public string? IndexFolder { get; init; }

    /// <summary>The governor of the process; everything large is leased from it.</summary>
    public required MemoryGovernor Governor { get; init; }

    /// <summary>Worker threads; 0 means the number of processors.</summary>
    public int Threads { get; init; }

    /// <summary>
    /// The part of what the governor could give that the run may take; default 1, all. Less where other work goes on beside it, as in a server that answers meanwhile.
    /// </summary>
    public double Share { get; init; } = 1;

    /// <summary>Chunks per embedding batch; 0 lets the batcher adapt (8 to 256).</summary>
    public int BatchSize { get; init; }

    /// <summary>Whether to index everything anew; an index that is there answers until the new one is complete.</summary>
    public bool Fresh { get; init; }

    /// <summary>Which files are looked at.</summary>
    public WalkOptions Walk { get; init; } = new();

    /// <summary>What makes the vectors; default that of the index, and `builtin` where there is none.</summary>
    public EmbedderOptions Embedder { get; init; } = new();
}
