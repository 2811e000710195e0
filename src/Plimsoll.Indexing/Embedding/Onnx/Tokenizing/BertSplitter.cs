namespace Plimsoll.Indexing.Embedding.Onnx.Tokenizing;

/// <summary>Words between spaces, and each sign of punctuation by itself.</summary>
internal sealed class BertSplitter : Splitter
{
    /// <inheritdoc/>
    public override bool Next(ReadOnlySpan<char> text, ref int at, out int start)
    {
        while (at < text.Length && CodePoints.IsSpace(text[at]))
            at++;
        start = at;
        while (at < text.Length && !CodePoints.IsSpace(text[at]))
        {
            if (CodePoints.IsPunctuation(CodePoints.At(text, at, out int length)))
            {
                at += at == start ? length : 0;
                break;
            }

            at += length;
        }

        return at > start;
    }
}
