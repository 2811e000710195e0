namespace Plimsoll.Cli.Web;

/// <summary>How much the server takes on at a time under a memory line.</summary>
/// <param name="Threads">Questions that are answered at the same time.</param>
/// <param name="RequestsMost">Requests at work at the same time; one more is turned away.</param>
/// <param name="ConnectionsMost">Connections that may be open.</param>
internal readonly record struct ServeCapacity(int Threads, int RequestsMost, int ConnectionsMost)
{
    /// <summary>What a question takes while it is answered: candidates, hits, the longest answer as text and as bytes.</summary>
    private const long QuestionBytes = 4 << 20;

    /// <summary>What a request at work holds: its body and an answer of usual length.</summary>
    private const long RequestBytes = 48 << 10;

    /// <summary>More threads than this gain nothing: they would wait for the same files.</summary>
    private const int ThreadsMost = 16;

    /// <summary>A place for each two megabytes of the line: 64 under 128 MB, more than two threads answer in a quarter of a second.</summary>
    private const long BudgetBytesARequest = 2 << 20;

    private const int RequestsLeast = 32;
    private const int RequestsCap = 256;

    /// <summary>Idle connections hold next to nothing; still each is a file and some kilobytes of the kernel's.</summary>
    private const int Connections = 2048;

    /// <summary>Bytes of the managed heap to lease for all of it.</summary>
    public long LeasedBytes => (Threads * QuestionBytes) + (RequestsMost * RequestBytes);

    /// <summary>Divides a budget.</summary>
    /// <param name="budgetBytes">The line.</param>
    /// <param name="threads">Threads that were asked for; 0 for one a core.</param>
    public static ServeCapacity Of(long budgetBytes, int threads) => new(
        Math.Clamp(threads > 0 ? threads : Environment.ProcessorCount, 1, ThreadsMost),
        (int)Math.Clamp(budgetBytes / BudgetBytesARequest, RequestsLeast, RequestsCap),
        Connections);
}
