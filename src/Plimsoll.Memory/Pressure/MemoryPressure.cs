namespace Plimsoll.Memory;

/// <summary>How near a process is to its budget.</summary>
public enum MemoryPressure
{
    /// <summary>Room enough: batches may grow.</summary>
    Low,

    /// <summary>Keep the pace: batches stay as they are.</summary>
    Moderate,

    /// <summary>Take less: batches shrink, caches are dropped.</summary>
    High,

    /// <summary>Next to the line: nothing is granted that can wait, state is saved.</summary>
    Critical,
}
