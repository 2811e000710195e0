using System.Text.Json.Serialization;

namespace Plimsoll.Indexing.Services;

/// <summary>What `/v1/embeddings` answers.</summary>
internal sealed class EmbeddingReply
{
    /// <summary>A vector for each text.</summary>
    public EmbeddingItem[]? Data { get; set; }

    /// <summary>What the server calls its model.</summary>
    public string? Model { get; set; }
}

/// <summary>A vector of an answer.</summary>
internal sealed class EmbeddingItem
{
    /// <summary>Which text it belongs to; servers that leave it out keep the order.</summary>
    public int? Index { get; set; }

    /// <summary>The numbers.</summary>
    public float[]? Embedding { get; set; }
}

/// <summary>Readers of answers, made when the program is built, so that none is made by reflection when it runs.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, MaxDepth = 16)]
[JsonSerializable(typeof(EmbeddingReply))]
[JsonSerializable(typeof(System.Text.Json.JsonDocument))]
internal sealed partial class ServiceJson : JsonSerializerContext
{
}
