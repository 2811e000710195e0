namespace Plimsoll.Files;

/// <summary>A rule that says something about a path or a folder above it.</summary>
/// <param name="Source">The ignore file, as its full path; for a glob of the options `include` or `exclude`.</param>
/// <param name="Line">The rule's line, 1-based; for a glob its place in the list.</param>
/// <param name="Text">The rule as it is written.</param>
/// <param name="Path">What it names: the path, or a folder above it with a '/' at its end; relative to the root.</param>
/// <param name="Keeps">Whether it keeps what it names; else it leaves it out.</param>
public sealed record PathRule(string Source, int Line, string Text, string Path, bool Keeps);

/// <summary>What a walk does with one path, and why.</summary>
/// <param name="Reason">Why it is left out by the walk; <see cref="SkipReason.None"/> when it is taken.</param>
/// <param name="At">The path or the folder above it at which that was decided; relative to the root.</param>
/// <param name="Rules">The rules that were asked, in order; the last one decided, where a rule did.</param>
/// <param name="IsTracked">Whether git tracks it; null outside of a repository, and where it was not asked.</param>
/// <param name="Size">Its length in bytes, or 0.</param>
public sealed record PathExplanation(SkipReason Reason, string At, IReadOnlyList<PathRule> Rules, bool? IsTracked, long Size);
