namespace Plimsoll.Bench.Quality.Fitting;

/// <summary>Questions of one benchmark that weights are fitted to.</summary>
/// <param name="Lists">What was ranked for each.</param>
/// <param name="ByFile">Whether files compete by their best passage, or all passages.</param>
/// <param name="Weight">How much one question counts.</param>
internal sealed record FitPart(IReadOnlyList<FitList> Lists, bool ByFile, double Weight);
