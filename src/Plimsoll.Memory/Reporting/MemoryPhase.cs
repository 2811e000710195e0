namespace Plimsoll.Memory;

/// <summary>What one phase of a job did with memory. All sizes are decision figures: never resident memory.</summary>
/// <param name="Name">The phase's name.</param>
/// <param name="Runs">How many times it ran; the figures below cover all runs.</param>
/// <param name="Duration">How long all runs took together.</param>
/// <param name="StartBytes">What was used when the first run began.</param>
/// <param name="PeakBytes">The most that was used during any run.</param>
/// <param name="EndBytes">What was used when the last run ended.</param>
public readonly record struct MemoryPhase(string Name, int Runs, TimeSpan Duration, long StartBytes, long PeakBytes, long EndBytes)
{
    /// <summary>What the phase left behind: end less start, negative when it gave back more than it took.</summary>
    public long DeltaBytes => EndBytes - StartBytes;
}

/// <summary>One entry of the batch-size history.</summary>
/// <param name="At">When, since the start of the recording.</param>
/// <param name="Stage">The stage that formed the batch.</param>
/// <param name="Items">How many items it had.</param>
public readonly record struct BatchRecord(TimeSpan At, string Stage, int Items);

/// <summary>What the garbage collector did during a recording.</summary>
/// <param name="Gen0">Collections of generation 0, those of older generations included.</param>
/// <param name="Gen1">Collections of generation 1 or 2.</param>
/// <param name="Gen2">Collections of generation 2.</param>
/// <param name="Pause">How long the program stood still for it.</param>
/// <param name="PauseShare">That pause as a share of the wall time, 0 to 1.</param>
/// <param name="AllocatedBytes">What was allocated on the managed heap.</param>
public readonly record struct CollectorFigures(int Gen0, int Gen1, int Gen2, TimeSpan Pause, double PauseShare, long AllocatedBytes);
