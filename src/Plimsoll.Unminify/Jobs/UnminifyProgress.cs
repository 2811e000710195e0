namespace Plimsoll.Unminify.Jobs;

/// <summary>How far a run is.</summary>
/// <param name="FilesDone">Files that are written and checked.</param>
/// <param name="Files">Files in all.</param>
/// <param name="Phase">What is being done, for people.</param>
/// <param name="Share">How much of all the work is done, from 0 to 1, by the usual cost of phases.</param>
/// <param name="Identifiers">Bindings found so far.</param>
public readonly record struct UnminifyProgress(int FilesDone, int Files, string Phase, double Share, long Identifiers);
