namespace Plimsoll.Memory;

/// <summary>What a checkpoint file says about itself, without its payload.</summary>
/// <param name="Job">The job that saved it.</param>
/// <param name="InputKey">The hash of the job's input, in hexadecimal.</param>
/// <param name="PayloadVersion">The version of the job's own format.</param>
/// <param name="ItemsDone">How far the job had come, in items.</param>
/// <param name="SavedAt">When it was saved.</param>
/// <param name="PayloadBytes">The size of the job's own state.</param>
/// <param name="Path">The file.</param>
public sealed record CheckpointInfo(string Job, string InputKey, int PayloadVersion, long ItemsDone, DateTimeOffset SavedAt, long PayloadBytes, string Path);

/// <summary>What was found where a checkpoint was looked for.</summary>
public enum CheckpointState
{
    /// <summary>A whole checkpoint of this job, input and version: go on from it.</summary>
    Found,

    /// <summary>None: begin at the beginning.</summary>
    Missing,

    /// <summary>The file is cut short or its checksum is wrong.</summary>
    Torn,

    /// <summary>The file is no checkpoint at all.</summary>
    Foreign,

    /// <summary>It was saved by another version of the program.</summary>
    OtherVersion,

    /// <summary>It belongs to another job or another input.</summary>
    OtherInput,

    /// <summary>The system refused to read it.</summary>
    Unreadable,
}

/// <summary>The outcome of looking for a checkpoint. Only <see cref="CheckpointState.Found"/> carries a payload; all else means: begin anew, and say why.</summary>
public sealed record CheckpointResult(CheckpointState State, string Message, CheckpointInfo? Info, ReadOnlyMemory<byte> Payload)
{
    internal static CheckpointResult Failed(CheckpointState state, string path, string problem) =>
        new(state, $"{path}: {problem}", Info: null, ReadOnlyMemory<byte>.Empty);
}
