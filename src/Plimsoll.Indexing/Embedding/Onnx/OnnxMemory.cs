using Plimsoll.Memory;

namespace Plimsoll.Indexing.Embedding.Onnx;

/// <summary>What a model takes of the budget: its weights and its working memory, leased together before anything is loaded.</summary>
internal static class OnnxMemory
{
    /// <summary>The tag in reports.</summary>
    public const string Owner = "onnx model";

    /// <summary>Without a governor, and the most with one: more makes batches longer, not faster.</summary>
    private const long LargestArena = 128L << 20;

    /// <summary>A text of 512 tokens takes 8 MB in a small model.</summary>
    private const long SmallestArena = 16L << 20;

    /// <summary>What the library takes besides: its tables, threads, and the buffers in which matrices are packed.</summary>
    private const long LibraryBytes = 24L << 20;

    /// <summary>Weights are there nearly twice: as the file has them, and packed as the processor wants them (a file of 115 MB takes 198 MB).</summary>
    public static long ModelNeed(ModelFolder folder) => (folder.ModelBytes * 2) + LibraryBytes;

    /// <summary>Chooses the bound of the working memory: a quarter of what can be had beside the model.</summary>
    public static long ArenaBytes(OnnxOptions options, ModelFolder folder)
    {
        if (options.ArenaBytes > 0)
            return options.ArenaBytes;
        long room = options.Governor is { } governor ? governor.LargestLease(LeaseKind.Native) - ModelNeed(folder) : LargestArena * 4;
        return Math.Clamp(room / 4, SmallestArena, LargestArena);
    }
}
