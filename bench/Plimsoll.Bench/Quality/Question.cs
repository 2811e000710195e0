namespace Plimsoll.Bench.Quality;

/// <summary>A question with its right answers.</summary>
/// <param name="Text">What is typed.</param>
/// <param name="Category">What kind of question it is.</param>
/// <param name="Language">The language of what is looked for.</param>
/// <param name="Targets">The right answers.</param>
internal sealed record Question(string Text, string Category, string Language, IReadOnlyList<Target> Targets);

/// <summary>The questions to one repository.</summary>
/// <param name="Repository">Its name.</param>
/// <param name="Folder">Where what is searched lies.</param>
/// <param name="Questions">The questions.</param>
internal sealed record QuestionSet(string Repository, string Folder, IReadOnlyList<Question> Questions);
