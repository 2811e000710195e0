namespace Plimsoll.Bench.Quality;

/// <summary>Lines of a file: a result, or a right answer.</summary>
/// <param name="Path">The path, `/`-separated.</param>
/// <param name="StartLine">First line, 1-based; 0 for the whole file.</param>
/// <param name="EndLine">Last line, inclusive.</param>
internal sealed record Target(string Path, int StartLine, int EndLine)
{
    // Answers may be given from the root of the repository and results from a folder in it, or the other way round.
    private readonly string _bare = Path.Trim('.', '/');

    /// <summary>Whether a result is this answer: the same file and, where the answer has lines, one of them.</summary>
    /// <param name="result">The result.</param>
    /// <param name="wholeFile">Whether the file is enough.</param>
    public bool IsHitBy(Target result, bool wholeFile) =>
        IsSameFile(_bare, result._bare) && (wholeFile || StartLine == 0 || (result.EndLine >= StartLine && result.StartLine <= EndLine));

    private static bool IsSameFile(string left, string right) => left == right || IsEnd(left, right) || IsEnd(right, left);

    private static bool IsEnd(string whole, string end) =>
        whole.Length > end.Length && whole[whole.Length - end.Length - 1] == '/' && whole.EndsWith(end, StringComparison.Ordinal);
}
