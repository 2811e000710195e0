using Plimsoll.Memory;

namespace Plimsoll.Indexing.Jobs;

/// <summary>Turns what the system refuses in the middle of a run into an error that says what to do.</summary>
internal static class RunFailure
{
    /// <summary>Whether it is a refusal of the system; anything else is a defect and stays what it is.</summary>
    public static bool Covers(Exception error) => error is IOException or UnauthorizedAccessException or OutOfMemoryException;

    /// <summary>The error to tell of.</summary>
    /// <param name="error">What was refused.</param>
    /// <param name="folder">The folder of the index.</param>
    /// <param name="governor">The governor; it is told when memory ran out.</param>
    public static IndexException Of(Exception error, string folder, MemoryGovernor governor)
    {
        if (error is not OutOfMemoryException)
            return Of(error, folder);
        governor.OnOutOfMemory();
        return new IndexException(
            IndexFailure.BudgetTooSmall,
            $"The memory budget of {governor.BudgetBytes >> 20} MB ran out; what is done is saved. Give more with --memory, or fewer --threads.",
            error);
    }

    /// <summary>The error to tell of, for a failure of a worker.</summary>
    public static IndexException Of(Exception error, string folder)
    {
        IndexFailure failure = error switch
        {
            DurableWriteException { Kind: DurableFailure.IoError } => IndexFailure.InputOutput,
            DurableWriteException or UnauthorizedAccessException => IndexFailure.CannotWrite,
            IOException when (error.HResult & 0xFFFF) is 28 or 30 or 122 => IndexFailure.CannotWrite,
            IOException => IndexFailure.InputOutput,
            LeaseNeverFitsException or OutOfMemoryException => IndexFailure.BudgetTooSmall,
            _ => throw new InvalidOperationException($"Indexing failed: {error.Message}", error),
        };
        string advice = IsDiskFull(error) ? "Free some space, or choose another disk with --index-dir, and run the same command again; what" : "What";
        return new IndexException(failure, $"Writing the index in {folder} failed: {error.Message.TrimEnd('.')}. {advice} was done before is kept.", error);
    }

    private static bool IsDiskFull(Exception error) =>
        error is DurableWriteException { Kind: DurableFailure.NoSpace } || (error is IOException && (error.HResult & 0xFFFF) is 28 or 122);
}
