namespace Plimsoll.Unminify.Jobs;

/// <summary>How far a run is.</summary>
/// <param name="FilesDone">Files that are written and checked.</param>
/// <param name="Files">Files in all.</param>
/// <param name="Phase">What is being done, for people.</param>
/// <param name="Share">How much of all the work is done, from 0 to 1, by the usual cost of phases.</param>
/// <param name="Identifiers">Bindings found so far.</param>
public readonly record struct UnminifyProgress(int FilesDone, int Files, string Phase, double Share, long Identifiers)
{
    /// <summary>Requests to a model that are done for the file in hand.</summary>
    public int BatchesDone { get; init; }

    /// <summary>All of them; 0 without a model.</summary>
    public int Batches { get; init; }

    /// <summary>Tokens of what was asked and answered.</summary>
    public long Tokens { get; init; }
}
