namespace Plimsoll.Indexing.Embedding.Onnx.Native;

/// <summary>The kinds of failure that ONNX Runtime tells apart; its own numbers.</summary>
internal enum OrtFault
{
    Fail = 1,
    InvalidArgument = 2,
    NoSuchFile = 3,
    NoModel = 4,
    EngineError = 5,
    RuntimeException = 6,
    InvalidProtobuf = 7,
    ModelLoaded = 8,
    NotImplemented = 9,
    InvalidGraph = 10,
    ProviderFailed = 11,
}

/// <summary>A call that ONNX Runtime refused, in its own words; whoever knows the file or the batch says what it means.</summary>
internal sealed class OrtException(OrtFault fault, string message) : Exception(message)
{
    /// <summary>The kind of failure.</summary>
    public OrtFault Fault { get; } = fault;

    /// <summary>
    /// Whether the bounded arena was full: nothing is wrong with model or input, only the batch was too large. There is no code for it, so the text of the arena
    /// (<c>bfc_arena.cc</c>) decides, and where memory itself ran out, that of the C++ library.
    /// </summary>
    public bool IsOutOfMemory =>
        Message.Contains("Failed to allocate memory", StringComparison.Ordinal)
        || Message.Contains("Available memory of", StringComparison.Ordinal)
        || Message.Contains("bad_alloc", StringComparison.Ordinal)
        || Message.Contains("bad allocation", StringComparison.Ordinal);
}
