using Plimsoll.Memory;

namespace Plimsoll.Indexing.Embedding.Onnx;

/// <summary>How a model folder is run.</summary>
internal sealed record OnnxOptions
{
    /// <summary>The folder with <c>model.onnx</c> and <c>tokenizer.json</c>.</summary>
    public required string Folder { get; init; }

    /// <summary>What the model wants before each passage; nothing for most.</summary>
    public string PassagePrefix { get; init; } = "";

    /// <summary>What the model wants before a query; nothing for most.</summary>
    public string QueryPrefix { get; init; } = "";

    /// <summary>The longest text of a passage, in bytes.</summary>
    public int TextBytes { get; init; } = EmbedderOptions.DefaultTextBytes;

    /// <summary>Pays for the model and for its working memory; null where nothing is governed, as in a search.</summary>
    public MemoryGovernor? Governor { get; init; }

    /// <summary>Threads of one run; 0 for one a processor.</summary>
    public int Threads { get; init; }

    /// <summary>ONNX Runtime's file, or its folder; null for the usual places (<see cref="Native.OrtLibrary"/>).</summary>
    public string? LibraryPath { get; init; }

    /// <summary>
    /// Working memory of the model in bytes; 0 lets the governor's room decide. Runs that need more are made smaller, and the library refuses what goes beyond.
    /// </summary>
    public long ArenaBytes { get; init; }

    /// <summary>Tries the NVIDIA card where the library can use one; on the processor otherwise, and if that fails.</summary>
    public bool AllowGpu { get; init; } = true;
}
