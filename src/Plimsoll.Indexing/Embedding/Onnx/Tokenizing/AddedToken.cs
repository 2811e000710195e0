namespace Plimsoll.Indexing.Embedding.Onnx.Tokenizing;

/// <summary>A word that is a token wherever it stands in a text, before any splitting.</summary>
/// <param name="Text">The word.</param>
/// <param name="Token">Its token.</param>
/// <param name="IsSingleWord">Only where no letter, digit or underscore is next to it.</param>
/// <param name="TakesSpaceBefore">Spaces before it are part of it.</param>
/// <param name="TakesSpaceAfter">Spaces after it are part of it.</param>
/// <param name="IsNormalized">Looked for in the normalized text, and in its own normalized form.</param>
internal sealed record AddedToken(string Text, int Token, bool IsSingleWord, bool TakesSpaceBefore, bool TakesSpaceAfter, bool IsNormalized);
