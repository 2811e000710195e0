using Plimsoll.Indexing.Embedding;
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

    /// <summary>More than any machine has cores for; each would only make the others' segments smaller.</summary>
    private const int MostThreads = 1024;

    /// <summary>Managed buffers besides the text: outline, chunks, tokens of a batch, write buffer.</summary>
    private const long OtherReaderBytes = 3L << 20;

    /// <summary>The texts of a batch for a model, twice while their buffer grows, and those of them that were not embedded before; the vectors.</summary>
    private const long TextBatchBytes = 4L << 20;

    /// <summary>Above this limit on the size of a file the limit itself is what asks for much memory.</summary>
    private const long DefaultFileBytes = 2L << 20;

    /// <summary>Positions in a file and in its segment are 32-bit; postings and tables of a file take a multiple of it.</summary>
    private const long LargestFileBytes = 1L << 30;

    /// <summary>Divides what the governor has left.</summary>
    /// <param name="governor">The governor.</param>
    /// <param name="threads">Workers wanted; 0 for one a processor.</param>
    /// <param name="maxFileSize">The largest file that is read, in bytes.</param>
    /// <param name="embedder">What makes the vectors.</param>
    /// <param name="share">The part of it that may be taken.</param>
    /// <exception cref="IndexException">Not even one worker fits; the message names the smallest budget that does.</exception>
    public static WorkPlan Make(MemoryGovernor governor, int threads, long maxFileSize, IEmbedder embedder, double share = 1)
    {
        if (maxFileSize > LargestFileBytes)
            throw new IndexException(IndexFailure.Usage, $"--max-file-size: {maxFileSize >> 20} MB is too large; at most {LargestFileBytes >> 20} MB of a file can be read.");
        long reader = ReaderBytesFor(maxFileSize) + (embedder.NeedsText ? TextBatchBytes : 0);
        long smallest = SegmentBuilder.SmallestLease(maxFileSize, embedder.VectorBytes);
        long held = HeldBytes(governor);
        for (int count = threads > 0 ? Math.Min(threads, MostThreads) : Environment.ProcessorCount; count >= 1; count--)
        {
            // What the collector keeps for the readers is not there for the builders: a managed lease takes more of the budget than its bytes.
            // What others hold counts against the part that is left to them.
            long largest = governor.LargestLease(LeaseKind.Native);
            long builders = Math.Min((long)(largest * share), largest - held) - ManagedRoom(reader * count);
            long each = Math.Min(builders / count, Math.Max(LargestBuilderBytes, smallest));
            if (each >= Math.Max(smallest, count > 1 ? UsefulBuilderBytes : 0))
                return new WorkPlan(count, each, reader);
        }

        throw TooSmall(governor.BudgetBytes, governor, maxFileSize, reader, smallest + held, share);
    }

    /// <summary>Says which budget would do, which is more than what the governor alone needs.</summary>
    /// <param name="budgetBytes">The budget that does not do.</param>
    /// <param name="governor">A governor that knows what the process takes before it works.</param>
    /// <param name="maxFileSize">The largest file that is read, in bytes.</param>
    public static IndexException TooSmall(long budgetBytes, MemoryGovernor governor, long maxFileSize) =>
        TooSmall(budgetBytes, governor, maxFileSize, ReaderBytesFor(maxFileSize), SegmentBuilder.SmallestLease(maxFileSize, 0), share: 1);

    private static IndexException TooSmall(long budgetBytes, MemoryGovernor governor, long maxFileSize, long reader, long builder, double share)
    {
        long room = (long)((builder + ManagedRoom(reader)) / share);
        long megabytes = (governor.SmallestBudgetFor(0, room) >> 20) + 1;
        return new IndexException(
            IndexFailure.BudgetTooSmall,
            $"The memory budget of {budgetBytes >> 20} MB is too small for files of up to {maxFileSize >> 10} KB; "
            + $"the smallest that would do is {megabytes} MB (--memory {megabytes}MB){(maxFileSize > DefaultFileBytes ? ", or a smaller --max-file-size" : "")}.");
    }

    /// <summary>What a model or the connections to a server hold as long as the run lasts.</summary>
    private static long HeldBytes(MemoryGovernor governor)
    {
        GovernorSnapshot books = governor.Snapshot();
        return books.NativeBytes + (books.ManagedBytes * 10 / 7);
    }

    private static long ReaderBytesFor(long maxFileSize) => (maxFileSize * 2) + OtherReaderBytes;

    /// <summary>Managed leases are at most 70 % of the collector's limit; small objects of the run need some of the rest.</summary>
    private static long ManagedRoom(long leased) => (leased * 10 / 7) + (4L << 20);
}
