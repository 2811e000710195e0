using System.Diagnostics;
using System.Text;
using Plimsoll.Indexing.Outlining;
using Plimsoll.Indexing.Tokens;

namespace Plimsoll.Bench.Quality.Docstrings;

/// <summary>A documented definition that can be asked for.</summary>
/// <param name="Path">Its file.</param>
/// <param name="Language">The language of the file.</param>
/// <param name="Sentence">The first sentence of its documentation: the question.</param>
/// <param name="Kind">What it is.</param>
/// <param name="StartLine">The line of its name.</param>
/// <param name="EndLine">Its last line.</param>
/// <param name="Documentation">Where its documentation stands.</param>
[DebuggerDisplay("{Sentence}")]
internal sealed record DocumentedItem(string Path, string Language, string Sentence, SymbolKind Kind, int StartLine, int EndLine, TextSpan Documentation)
{
    /// <summary>A place in an order that has nothing to do with the place in the repository.</summary>
    public ulong Order { get; } = Words.Hash(Encoding.UTF8.GetBytes(Sentence));

    /// <summary>The question whose only answer is this definition.</summary>
    public Question ToQuestion() =>
        new(Sentence, Kind is SymbolKind.Function or SymbolKind.Method or SymbolKind.Macro ? "function" : "type", Language, [new Target(Path, StartLine, EndLine)]);
}
