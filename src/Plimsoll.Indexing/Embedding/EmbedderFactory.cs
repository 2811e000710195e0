using System.Runtime.CompilerServices;
using Plimsoll.Indexing.Embedding.Onnx;
using Plimsoll.Memory;

namespace Plimsoll.Indexing.Embedding;

/// <summary>
/// The one place where an embedder is made. Each kind is made in a method of its own, so that what only a model or a server needs is not loaded for `builtin`.
/// </summary>
internal static class EmbedderFactory
{
    /// <summary>Makes the embedder that the options name.</summary>
    /// <param name="options">The options, with what they leave open filled in from the note of the index.</param>
    /// <param name="known">What the index says of its embedder, or null; saves asking a server for what is known.</param>
    /// <param name="governor">Where a model leases its memory; null in a search, which has no budget.</param>
    /// <param name="stop">Ends waiting for a server.</param>
    /// <exception cref="IndexException">The model or server is missing, or is not what the index was made with.</exception>
    public static IEmbedder Make(EmbedderOptions options, EmbedderNote? known, MemoryGovernor? governor, CancellationToken stop)
    {
        EmbedderSpec spec = options.Spec ?? EmbedderSpec.Builtin;
        if (spec.Kind != EmbedderKind.Builtin && !options.MayUse(spec))
        {
            throw new IndexException(
                IndexFailure.Usage, $"The index or a plimsoll.json names {spec}, which you have not named yourself, so {(spec.Kind == EmbedderKind.Onnx ? "it is not loaded" : "nothing is sent to it")}. If it is yours, run `plimsoll index --embedder {spec}` once.");
        }

        return spec.Kind switch
        {
            EmbedderKind.Builtin => new BuiltinEmbedder(),
            EmbedderKind.Onnx => MakeOnnx(spec, options, governor),
            _ => MakeOpenAi(spec, options, known, governor, stop),
        };
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static IEmbedder MakeOnnx(EmbedderSpec spec, EmbedderOptions options, MemoryGovernor? governor) => new OnnxEmbedder(new OnnxOptions
    {
        Folder = spec.Place,
        PassagePrefix = options.PassagePrefix ?? "",
        QueryPrefix = options.QueryPrefix ?? "",
        TextBytes = options.TextBytes ?? EmbedderOptions.DefaultTextBytes,
        Governor = governor,
    });

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static IEmbedder MakeOpenAi(EmbedderSpec spec, EmbedderOptions options, EmbedderNote? known, MemoryGovernor? governor, CancellationToken stop) =>
        new OpenAiEmbedder(spec, options, known, governor, stop);
}
