using System.Diagnostics;

namespace Plimsoll.Memory.Fuzzer;

/// <summary>
/// Threads that take, grow, shrink and free memory at random, and want twice the budget in all. Governed they live with what they get;
/// ungoverned (the control) they take it, and the kernel kills them.
/// </summary>
internal static class FuzzRun
{
    private static long _operations;
    private static long _refusals;
    private static long _outOfMemory;
    private static long _waits;

    public static int Run(FuzzSettings settings)
    {
        Console.WriteLine($"seed {settings.Seed}");
        using var probe = new MemoryProbe();
        MemoryBudget budget = MemoryBudget.Resolve(settings.Budget, null, probe, MemoryProfile.Balanced);
        if (settings.IsUngoverned) return Finish(null, RunThreads(settings, null, budget.Bytes));

        using var governor = new MemoryGovernor(
            new MemoryGovernorOptions { Budget = budget, Probe = probe, WaitLimit = TimeSpan.FromSeconds(settings.WaitSeconds) });
        return Finish(governor, RunThreads(settings, governor, budget.Bytes));
    }

    private static List<string> RunThreads(FuzzSettings settings, MemoryGovernor? governor, long budgetBytes)
    {
        var faults = new List<string>();
        var threads = new List<Thread>();
        long wantedBytes = 2 * budgetBytes / settings.Threads;
        using var quiet = new Barrier(settings.Threads, _ => BeQuiet(settings));
        for (int i = 0; i < settings.Threads; i++)
        {
            var random = new Random(settings.Seed * 1000 + i);
            var thread = new Thread(() =>
            {
                try
                {
                    new FuzzWorker(settings, governor, random, wantedBytes, quiet).Work(Stopwatch.StartNew());
                }
                catch (Exception exception)
                {
                    lock (faults) faults.Add(exception.ToString());
                }
            }, maxStackSize: 256 << 10);
            threads.Add(thread);
            thread.Start();
        }

        foreach (Thread thread in threads) thread.Join();
        return faults;
    }

    /// <summary>Longer than the probe takes to look at its group again, and the governor to look at the probe.</summary>
    private static void BeQuiet(FuzzSettings settings)
    {
        if (settings.QuietFile is null) return;
        using var pause = new ManualResetEventSlim();

        // A kernel of version 1 refuses a limit below what is in use, garbage included.
        GC.Collect(2, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        File.Create(settings.QuietFile).Dispose();
        while (File.Exists(settings.QuietFile)) pause.Wait(5);
        pause.Wait(1500);
    }

    private static int Finish(MemoryGovernor? governor, List<string> faults)
    {
        GovernorSnapshot? books = governor?.Snapshot();
        Console.WriteLine(
            $"budget {books?.BudgetBytes >> 20} MB operations {_operations} refusals {_refusals} waits {_waits} oom {_outOfMemory} peak {books?.PeakUsedBytes >> 20} MB drift {books?.DriftBytes >> 20} MB "
            + $"slack {books?.SlackBytes >> 20} MB base {books?.BaseBytes >> 20} MB limit {books?.GcLimitBytes >> 20} MB largest {governor?.LargestLease(LeaseKind.Managed) >> 20} MB collections {books?.ForcedCollections} held {books?.HeldLeases} "
            + $"native {books?.NativeBytes} managed {books?.ManagedBytes} deficit {books?.DeficitBytes} relief {governor?.LastRelief}");
        foreach (string fault in faults) Console.Error.WriteLine(fault);
        bool isClean = books is null || (books.HeldLeases == 0 && books.NativeBytes == 0 && books.ManagedBytes == 0);
        return faults.Count > 0 ? 70 : isClean ? 0 : 1;
    }

    internal static void Count(ref long counter) => Interlocked.Increment(ref counter);

    internal static void CountOperation() => Count(ref _operations);

    internal static void CountRefusal() => Count(ref _refusals);

    internal static void CountWait() => Count(ref _waits);

    internal static void CountOutOfMemory() => Count(ref _outOfMemory);
}
