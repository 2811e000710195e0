namespace Plimsoll.Memory;

/// <summary>How a launching step ended, with the reason in words.</summary>
/// <param name="IsDone">Whether the step took effect.</param>
/// <param name="Explanation">Why it was done, was not needed or could not be done.</param>
public readonly record struct LaunchOutcome(bool IsDone, string Explanation);
