using Plimsoll.Indexing.Segments;
using Plimsoll.Memory;

namespace Plimsoll.Indexing.Jobs;

/// <summary>How many workers the budget bears, and what each may take.</summary>
/// <param name="Threads">Workers.</param>
/// <param name="BuilderBytes">Native bytes for the segment that a worker builds.</param>
/// <param name="ReaderBytes">Managed bytes for the file that a worker reads, its outline and its chunks.</param>
internal sealed record WorkPlan(int Threads, long BuilderBytes, long ReaderBytes)
{
    /// <summary>
    /// More gains nothing: with 64 MB the tables fall out of the processor's caches and Linux takes a quarter more time; with 14 MB there are so many
    /// segments that they must be merged.
    /// </summary>
    private const long LargestBuilderBytes = 24L << 20;

    /// <summary>A second worker pays only if both can build segments of a useful size.</summary>
    private const long UsefulBuilderBytes = 6L << 20;

    /// <summary>Managed buffers besides the text: outline, chunks, tokens of a batch, write buffer.</summary>
    private const long OtherReaderBytes = 3L << 20;

    /// <summary>Divides what the governor has left.</summary>
    /// <param name="governor">The governor.</param>
    /// <param name="threads">Workers wanted; 0 for one a processor.</param>
    /// <param name="maxFileSize">The largest file that is read, in bytes.</param>
    /// <exception cref="IndexException">Not even one worker fits; the message names the smallest budget that does.</exception>
    public static WorkPlan Make(MemoryGovernor governor, int threads, long maxFileSize)
    {
        long reader = (maxFileSize * 2) + OtherReaderBytes;
        long smallest = SegmentBuilder.SmallestLease(maxFileSize);
        for (int count = threads > 0 ? threads : Environment.ProcessorCount; count >= 1; count--)
        {
            // What the collector keeps for the readers is not there for the builders: a managed lease takes more of the budget than its bytes.
            long builders = governor.LargestLease(LeaseKind.Native) - ManagedRoom(reader * count);
            long each = Math.Min(builders / count, LargestBuilderBytes);
            if (each >= Math.Max(smallest, count > 1 ? UsefulBuilderBytes : 0))
                return new WorkPlan(count, each, reader);
        }

        long budget = governor.SmallestBudgetFor(0, smallest + ManagedRoom(reader));
        throw new IndexException(
            IndexFailure.BudgetTooSmall,
            $"The memory budget of {governor.BudgetBytes >> 20} MB is too small for files of up to {maxFileSize >> 10} KB; "
            + $"the smallest that would do is {(budget >> 20) + 1} MB (--memory {(budget >> 20) + 1}MB).");
    }

    /// <summary>Managed leases are at most 70 % of the collector's limit; small objects of the run need some of the rest.</summary>
    private static long ManagedRoom(long leased) => (leased * 10 / 7) + (4L << 20);
}
