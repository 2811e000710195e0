using System.Diagnostics;

namespace Plimsoll.Bench.Quality;

/// <summary>A question with what the answers to it are worth.</summary>
/// <param name="Repository">The repository that was asked.</param>
/// <param name="Question">The question.</param>
/// <param name="Chunks">The score of the passages.</param>
/// <param name="Files">The score of the files.</param>
[DebuggerDisplay("{Question.Text}")]
internal sealed record Scored(string Repository, Question Question, Score Chunks, Score Files);
