using System.Text;
using Plimsoll.Indexing.Outlining;
using Plimsoll.Indexing.Tokens;

namespace Plimsoll.Training.Extraction;

/// <summary>A definition with what is said about it.</summary>
/// <param name="Sentence">The first sentence of its documentation.</param>
/// <param name="Definition">The definition.</param>
/// <param name="Lead">The offset where it starts, comments and annotations included.</param>
/// <param name="End">The offset after it.</param>
/// <param name="Documentation">Where its documentation stands.</param>
internal sealed record Description(string Sentence, Definition Definition, int Lead, int End, TextSpan Documentation)
{
    /// <summary>A place in an order that has nothing to do with the place in the file.</summary>
    public ulong Order { get; } = Words.Hash(Encoding.UTF8.GetBytes(Sentence));
}
