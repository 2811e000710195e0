namespace Plimsoll.Memory;

/// <summary>How batches grow and shrink. The defaults are those of the systems this one follows.</summary>
public sealed record BatchLimits
{
    /// <summary>Items in the first batch; 64 by default.</summary>
    public int Base { get; init; } = 64;

    /// <summary>The least under pressure; 8 by default. Only the predictor goes below, down to one item.</summary>
    public int Min { get; init; } = 8;

    /// <summary>The most; 256 by default.</summary>
    public int Max { get; init; } = 256;

    /// <summary>Good batches under low pressure before the next step up; 5 by default.</summary>
    public int GoodBatches { get; init; } = 5;

    /// <summary>Step up under low pressure; 10 % by default.</summary>
    public double Growth { get; init; } = 0.10;

    /// <summary>Step down under high pressure; 25 % by default.</summary>
    public double HighCut { get; init; } = 0.25;

    /// <summary>Step down under critical pressure; 50 % by default.</summary>
    public double CriticalCut { get; init; } = 0.50;

    /// <summary>The limits of a profile.</summary>
    public static BatchLimits Of(MemoryProfile profile)
    {
        ArgumentNullException.ThrowIfNull(profile);
        return new BatchLimits { Base = profile.BatchSizeBase, Min = profile.BatchSizeMin, Max = profile.BatchSizeMax };
    }

    internal static void Validate(BatchLimits limits)
    {
        if (limits.Min < 1 || limits.Base < limits.Min || limits.Max < limits.Base || limits.GoodBatches < 1)
            throw new ArgumentException($"Expected 1 <= Min <= Base <= Max and GoodBatches >= 1, found {limits}.", nameof(limits));
    }
}
