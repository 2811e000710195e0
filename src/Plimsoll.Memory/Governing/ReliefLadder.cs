namespace Plimsoll.Memory;

/// <summary>
/// One climb of the relief ladder: take a rung, look, take the next. The order is that of <see cref="ReliefStep"/>; the climb ends when
/// relieved, at the highest allowed rung, when the time is up or when cancelled.
/// </summary>
internal sealed class ReliefLadder(TimeProvider time, TimeSpan limit, Func<bool> isRelieved, ReliefLadder.Effect takeStep)
{
    /// <summary>Does what a rung stands for and says how many bytes came back.</summary>
    internal delegate long Effect(ReliefStep step, long bytesWanted, List<string> failures, CancellationToken cancellationToken);

    /// <summary>What a second caller hears while the first ever climb goes on.</summary>
    public static ReliefOutcome NotClimbed { get; } = new(false, ReliefStep.None, 0, TimeSpan.Zero, false, []);

    public ReliefOutcome Climb(ReliefStep first, ReliefStep highest, long bytesWanted, CancellationToken cancellationToken)
    {
        long start = time.GetTimestamp();
        long freed = 0;
        var failures = new List<string>();
        ReliefStep last = ReliefStep.None;
        bool relieved = isRelieved();
        bool timedOut = false;

        // Ends: each turn takes the next rung, and there are eight.
        for (ReliefStep step = first; step <= highest && !relieved && !timedOut && !cancellationToken.IsCancellationRequested; step++)
        {
            last = step;
            freed += takeStep(step, Math.Max(1, bytesWanted - freed), failures, cancellationToken);
            relieved = isRelieved();
            timedOut = !relieved && time.GetElapsedTime(start) >= limit;
        }

        return new ReliefOutcome(relieved, last, freed, time.GetElapsedTime(start), timedOut, failures);
    }
}
