namespace Plimsoll.Indexing.Jobs;

/// <summary>What an update of a few places did, or the run over the whole tree in its place.</summary>
public sealed record IndexUpdate
{
    /// <summary>Files indexed for the first time.</summary>
    public long Added { get; init; }

    /// <summary>Files indexed again.</summary>
    public long Changed { get; init; }

    /// <summary>Files that left the index.</summary>
    public long Removed { get; init; }

    /// <summary>Places that were looked at; 0 for the whole tree.</summary>
    public int Places { get; init; }

    /// <summary>From the first look to the moment when searches see the change.</summary>
    public TimeSpan Elapsed { get; init; }

    /// <summary>Why the whole tree was looked at; null where it was not.</summary>
    public string? WholeBecause { get; init; }

    /// <summary>Whether it was stopped before its end; what was done is saved.</summary>
    public bool Interrupted { get; init; }

    /// <summary>What was repaired or deserves a look, a sentence each.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];

    /// <summary>Files that came, went or changed.</summary>
    public long Files => Added + Changed + Removed;
}
