using System.Buffers;
using System.Runtime.InteropServices;
using Plimsoll.Memory;

// A program that starts itself lean, and one that runs into its data limit; the launching tests look at what it prints.
string mode = args.Length > 0 ? args[0] : string.Empty;
return mode switch
{
    "lean" => Lean(args),
    "data-limit" => LimitData(),
    "data-free" => AllocateNative(),
    "pool" => KeepInPool(apply: true),
    "pool-control" => KeepInPool(apply: false),
    _ => 2,
};

static int Lean(string[] args)
{
    Console.WriteLine($"start {Environment.ProcessId} {Environment.GetEnvironmentVariable(LeanLaunch.MarkVariable)}");
    LaunchOutcome outcome = LeanLaunch.RelaunchIfNeeded(MemoryBudget.Parse(args[1]));
    Console.WriteLine($"stay {outcome.Explanation}");
    foreach (LeanSetting setting in LeanLaunch.Settings)
        Console.WriteLine($"{setting.Name}={Environment.GetEnvironmentVariable(setting.Name)}");
    Console.WriteLine($"arguments {string.Join('|', args)}");
    return 0;
}

static int LimitData()
{
    LaunchOutcome outcome = LeanLaunch.LimitData(LeanLaunch.ReadDataBytes() + (64 << 20));
    Console.WriteLine(outcome.Explanation);
    return outcome.IsDone ? AllocateNative() : 3;
}

static unsafe int AllocateNative()
{
    try
    {
        void* block = NativeMemory.Alloc(256 << 20);
        NativeMemory.Free(block);
        Console.WriteLine("allocated");
        return 0;
    }
    catch (OutOfMemoryException)
    {
        Console.WriteLine("refused");
        return 1;
    }
}

static int KeepInPool(bool apply)
{
    if (apply)
        LeanLaunch.ApplyInProcess();

    // Two arrays of one size go back; a pool that keeps one of a size gives only one of them again, besides the thread's own.
    byte[][] rented = [.. Enumerable.Range(0, 8).Select(_ => ArrayPool<byte>.Shared.Rent(1 << 20))];
    foreach (byte[] array in rented)
        ArrayPool<byte>.Shared.Return(array);
    int kept = Enumerable.Range(0, 8).Count(_ => rented.Contains(ArrayPool<byte>.Shared.Rent(1 << 20)));
    Console.WriteLine($"kept {kept}");
    return 0;
}
