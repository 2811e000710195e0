namespace Plimsoll.Unminify.Jobs;

/// <summary>A file that could not be un-minified, while others were.</summary>
/// <param name="Input">The file, as it was given.</param>
/// <param name="Error">What is wrong, where, and what to do.</param>
public sealed record ProgramFailure(string Input, Exception Error)
{
    /// <summary>
    /// Whether a failure says something about one file only, so that the others are worth doing. What would come again with each of them ends the run: a wish to stop, a disk that is full or not ours, a server
    /// that is gone, options that do not fit. A budget that is too small for one file may do for a smaller one.
    /// </summary>
    internal static bool IsOfOneFile(Exception error) =>
        error is UnminifyException { Failure: UnminifyFailure.NotFound or UnminifyFailure.BadInput or UnminifyFailure.NotEquivalent or UnminifyFailure.BudgetTooSmall };
}
