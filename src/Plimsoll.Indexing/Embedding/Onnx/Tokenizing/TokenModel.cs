namespace Plimsoll.Indexing.Embedding.Onnx.Tokenizing;

/// <summary>Turns one piece of text, which a splitter cut out, into tokens.</summary>
internal abstract class TokenModel
{
    /// <summary>Adds the tokens of a piece.</summary>
    public abstract void Tokenize(ReadOnlySpan<char> piece, TokenList tokens);
}

/// <summary>Cuts text into the pieces that are tokenized each for itself.</summary>
internal abstract class Splitter
{
    /// <summary>What is put before a text that does not begin with it; nothing for most.</summary>
    public virtual string Prefix => "";

    /// <summary>Finds the next piece.</summary>
    /// <param name="text">The text.</param>
    /// <param name="at">Where to go on; afterwards the end of the piece.</param>
    /// <param name="start">Where the piece begins.</param>
    /// <returns>False at the end of the text.</returns>
    public abstract bool Next(ReadOnlySpan<char> text, ref int at, out int start);
}
