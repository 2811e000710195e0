namespace Plimsoll.Indexing.Embedding.Onnx;

/// <summary>How one vector is made of the vectors of a text's tokens.</summary>
internal enum PoolingKind
{
    /// <summary>Their mean, padding left out.</summary>
    Mean,

    /// <summary>The first, which models with a [CLS] token train for it.</summary>
    First,

    /// <summary>The last that is no padding, as models made from text generators do.</summary>
    Last,

    /// <summary>The largest of each number.</summary>
    Max,
}
