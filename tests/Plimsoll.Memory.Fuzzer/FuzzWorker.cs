using System.Diagnostics;

namespace Plimsoll.Memory.Fuzzer;

/// <summary>One thread of the fuzzer, with its own blocks.</summary>
internal sealed class FuzzWorker(FuzzSettings settings, MemoryGovernor? governor, Random random, long wantedBytes, Barrier quiet)
{
    private readonly List<Holding> _holdings = [];
    private long _heldBytes;

    public void Work(Stopwatch clock)
    {
        WorkUntil(clock, settings.Seconds / 2);
        quiet.SignalAndWait();
        clock.Restart();
        WorkUntil(clock, settings.Seconds / 2);
    }

    private void WorkUntil(Stopwatch clock, double seconds)
    {
        while (clock.Elapsed.TotalSeconds < seconds)
        {
            FuzzRun.CountOperation();
            try
            {
                Step();
            }
            catch (OutOfMemoryException)
            {
                // A request itself may find the heap full.
                FuzzRun.CountOutOfMemory();
                DropOne();
                governor?.OnOutOfMemory();
            }
        }

        // Each turn drops one of those held.
        while (_holdings.Count > 0) DropOne();
    }

    private void Step()
    {
        if (_heldBytes > wantedBytes) DropOne();
        switch (random.Next(8))
        {
            case 0: DropOne(); break;
            case 1: GrowOne(); break;
            case 2: WaitForOne(); break;
            default: TakeOne(); break;
        }
    }

    private void TakeOne()
    {
        LeaseKind kind = settings.DrawKind(random);
        long bytes = DrawBytes(kind);
        MemoryLease lease = default;
        if (governor is not null && !governor.TryLease("fuzz", kind, bytes, out lease, out _))
        {
            FuzzRun.CountRefusal();
            DropOne();
            return;
        }

        Fill(lease, kind, bytes);
    }

    /// <summary>Keeps the deadlock rule: gives everything back before it waits.</summary>
    private void WaitForOne()
    {
        if (governor is null) return;
        while (_holdings.Count > 0) DropOne();
        LeaseKind kind = settings.DrawKind(random);
        long bytes = DrawBytes(kind);
        FuzzRun.CountWait();
        if (random.Next(4) > 0)
        {
            WaitPatiently(kind, bytes);
            return;
        }

        using var cancellation = new CancellationTokenSource(random.Next(3));
        try
        {
            Fill(governor.Lease("fuzz-cancel", kind, bytes, cancellation.Token), kind, bytes);
        }
        catch (OperationCanceledException)
        {
            FuzzRun.CountRefusal();
        }
    }

    /// <summary>Nearly the whole budget may be more than what the runtime's own growth leaves; then, and only then, an error after a wait is right.</summary>
    private void WaitPatiently(LeaseKind kind, long bytes)
    {
        try
        {
            Fill(governor!.Lease("fuzz-wait", kind, bytes), kind, bytes);
        }
        catch (LeaseTimeoutException) when (governor!.LargestLease(kind) < bytes)
        {
            FuzzRun.CountRefusal();
        }
    }

    private void GrowOne()
    {
        if (_holdings.Count == 0 || governor is null) return;
        int index = random.Next(_holdings.Count);
        Holding holding = _holdings[index];
        long bytes = Math.Min(holding.Bytes + DrawBytes(holding.Kind), governor.LargestLease(holding.Kind));
        if (bytes <= holding.Bytes || !holding.Lease.TryGrow(bytes))
        {
            FuzzRun.CountRefusal();
            ShrinkOne(index);
            return;
        }

        // The C library may keep what was freed; the governor has it returned before new memory is taken.
        holding.Block.CheckAndFree();
        _holdings.RemoveAt(index);
        _heldBytes -= holding.Bytes;
        if (TryRenew(holding.Lease, bytes)) Fill(holding.Lease, holding.Kind, bytes);
        else holding.Lease.Dispose();
    }

    private static bool TryRenew(MemoryLease lease, long bytes)
    {
        try
        {
            return lease.TryRenew(bytes);
        }
        catch (OutOfMemoryException)
        {
            FuzzRun.CountOutOfMemory();
            return false;
        }
    }

    private void ShrinkOne(int index)
    {
        Holding holding = _holdings[index];
        holding.Block.CheckAndFree();
        _holdings.RemoveAt(index);
        _heldBytes -= holding.Bytes;
        holding.Lease.Shrink(1);
        Fill(holding.Lease, holding.Kind, 1);
    }

    private void Fill(MemoryLease lease, LeaseKind kind, long bytes)
    {
        try
        {
            // What is managed comes first: a full heap must not leave a native block that nobody can find.
            _holdings.EnsureCapacity(_holdings.Count + 1);
            var holding = new Holding(lease, kind, bytes);
            holding.Block = Block.Take(kind, bytes, random);
            _holdings.Add(holding);
            _heldBytes += bytes;
        }
        catch (OutOfMemoryException)
        {
            FuzzRun.CountOutOfMemory();
            lease.Dispose();
            governor?.OnOutOfMemory();
            DropOne();
        }
    }

    private void DropOne()
    {
        if (_holdings.Count == 0) return;
        int index = random.Next(_holdings.Count);
        Holding holding = _holdings[index];
        _holdings[index] = _holdings[^1];
        _holdings.RemoveAt(_holdings.Count - 1);
        _heldBytes -= holding.Bytes;
        holding.Block.CheckAndFree();
        holding.Lease.Dispose();
        if (random.Next(100) == 0) holding.Lease.Dispose();
    }

    /// <summary>Sizes from 1 KB up to the largest possible, each order of magnitude as likely as another.</summary>
    private long DrawBytes(LeaseKind kind)
    {
        long largest = governor?.LargestLease(kind) ?? wantedBytes;
        return (long)Math.Exp(Math.Log(1024) + random.NextDouble() * (Math.Log(Math.Max(2048, largest)) - Math.Log(1024)));
    }

    private sealed record Holding(MemoryLease Lease, LeaseKind Kind, long Bytes)
    {
        public Block Block { get; set; } = Block.None;
    }
}
