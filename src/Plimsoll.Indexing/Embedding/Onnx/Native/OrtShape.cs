namespace Plimsoll.Indexing.Embedding.Onnx.Native;

/// <summary>Types of numbers in a tensor; ONNX's own values. Those that are not named are none that this product can use.</summary>
internal enum OrtElement
{
    None = 0,
    Float = 1,
    Int32 = 6,
    Int64 = 7,
    Half = 10,
}

/// <summary>Type and dimensions of a tensor; -1 stands for a dimension that may have any size.</summary>
internal readonly record struct OrtShape(OrtElement Element, long[] Dimensions)
{
    /// <inheritdoc/>
    public override string ToString() => $"{Element}[{string.Join(", ", Dimensions)}]";
}

/// <summary>An input or output of a model.</summary>
internal readonly record struct OrtPort(string Name, OrtShape Shape);
