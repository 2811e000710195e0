using System.Runtime.CompilerServices;
using Plimsoll.Services;

namespace Plimsoll.Indexing.Embedding;

/// <summary>What makes vectors.</summary>
public enum EmbedderKind
{
    /// <summary>The table that comes with the program.</summary>
    Builtin,

    /// <summary>A model folder on ONNX Runtime.</summary>
    Onnx,

    /// <summary>A server with the embeddings interface of OpenAI.</summary>
    OpenAi,
}

/// <summary>Names an embedder: `builtin`, `onnx:DIR` or `openai:URL[#model]`.</summary>
/// <param name="Kind">What makes the vectors.</param>
/// <param name="Place">The folder or the address; empty for `builtin`.</param>
/// <param name="Model">The model of a server, or null for its own choice.</param>
public sealed record EmbedderSpec(EmbedderKind Kind, string Place, string? Model)
{
    /// <summary>What a text must look like, for messages.</summary>
    public const string Expected = "builtin, onnx:DIR or openai:URL[#model]";

    /// <summary>The start of a model folder's name.</summary>
    public const string OnnxPrefix = "onnx:";

    private const string BuiltinName = "builtin";
    private const string OpenAiPrefix = "openai:";

    /// <summary>The one that comes with the program.</summary>
    public static EmbedderSpec Builtin { get; } = new(EmbedderKind.Builtin, "", null);

    /// <summary>Whether it is a server on this machine, so that using it tells nobody anything.</summary>
    public bool IsLocalServer => Kind == EmbedderKind.OpenAi && IsLoopback();

    /// <summary>Reads a text.</summary>
    /// <param name="text">The text; a relative folder stays one.</param>
    /// <param name="fault">What is wrong with it; null when nothing is.</param>
    /// <returns>The name, or null when something is wrong.</returns>
    public static EmbedderSpec? Parse(string text, out string? fault)
    {
        ArgumentNullException.ThrowIfNull(text);
        fault = null;
        if (text == BuiltinName)
            return Builtin;
        if (text.StartsWith(OnnxPrefix, StringComparison.Ordinal) && text.Length > OnnxPrefix.Length)
            return new EmbedderSpec(EmbedderKind.Onnx, text[OnnxPrefix.Length..], null);
        if (!text.StartsWith(OpenAiPrefix, StringComparison.Ordinal))
        {
            fault = $"found '{text}', expected {Expected}";
            return null;
        }

        ServiceAddress? address = ServiceAddress.Parse(text[OpenAiPrefix.Length..], out fault);
        return address is null ? null : new EmbedderSpec(EmbedderKind.OpenAi, address.Url, address.Model);
    }

    [MethodImpl(MethodImplOptions.NoInlining)] // so that what is no server loads nothing of what asks one
    private bool IsLoopback() => new ServiceAddress(Place, null).IsLoopback;

    /// <inheritdoc/>
    public override string ToString() => Kind switch
    {
        EmbedderKind.Builtin => BuiltinName,
        EmbedderKind.Onnx => OnnxPrefix + Place,
        _ => OpenAiPrefix + Place + (Model is null ? "" : "#" + Model),
    };
}
