using System.Runtime.InteropServices;
using static Plimsoll.Memory.Tests.Governing.GovernorBench;

namespace Plimsoll.Memory.Tests.Governing;

/// <summary>The real heap limit of the test process, at a height that disturbs nobody.</summary>
public sealed class ProcessPlatformTests
{
    private static readonly MemoryGovernorOptions Wide = new() { Budget = MemoryBudget.FromBytes(12L << 30), ObserveEvery = TimeSpan.FromMilliseconds(5) };

    [Fact]
    public void Open_TwoGovernorsOfOneProcess_TheSecondIsRefusedUntilTheFirstEnds()
    {
        using (var governor = new MemoryGovernor(Wide))
        {
            Assert.Throws<InvalidOperationException>(() => new MemoryGovernor(Wide));
            using var part = new MemoryGovernor(Wide with { GovernsProcess = false });
            GC.Collect();
            Assert.InRange(GC.GetGCMemoryInfo().TotalAvailableMemoryBytes, 11L << 30, 12L << 30);
            Assert.True(governor.TryLease("native", LeaseKind.Native, 4L << 30, out MemoryLease lease, out _));
            GC.Collect();
            Assert.InRange(GC.GetGCMemoryInfo().TotalAvailableMemoryBytes, 7L << 30, 8L << 30);
            lease.Dispose();
            governor.Relieve();
            governor.OnOutOfMemory();
        }

        using var next = new MemoryGovernor(Wide.Budget);
        Assert.Equal(MemoryPressure.Low, next.Observe());
        Assert.True(next.Snapshot().UsedBytes > 0);
    }

    [Fact]
    public void Open_AProcessThatHasRun_BaseIsWhatItTookOutsideTheHeap()
    {
        // Tests beside this one may hold committed heap that is not touched yet, and then nothing seems to be left for the base: seen at some instant is enough.
        bool isSeen = false;
        for (int i = 0; i < 200 && !isSeen; i++)
        {
            GC.Collect();
            try
            {
                using var governor = new MemoryGovernor(Wide);
                isSeen = governor.Snapshot().BaseBytes > 0;
            }
            catch (InvalidOperationException)
            {
                TestContext.Current.CancellationToken.WaitHandle.WaitOne(10); // another test has the process's governor
            }
        }

        Assert.True(isSeen, "no base was measured");
    }

    [Fact]
    public void TrySetGcLimit_BelowWhatIsHeld_IsRefusedAndTheOldLimitStays()
    {
        using var probe = new MemoryProbe();
        using var platform = WaitForPlatform(probe);
        Assert.True(platform.TrySetGcLimit(12L << 30));

        Assert.False(platform.TrySetGcLimit(64 << 10));

        GC.Collect();
        Assert.Equal(12L << 30, GC.GetGCMemoryInfo().TotalAvailableMemoryBytes);
    }

    [Fact]
    public void DetachedPlatform_WithProbe_ReadsAndDoesNothingElse()
    {
        using var probe = new MemoryProbe();
        using var platform = new DetachedPlatform(probe);

        Assert.True(platform.TrySetGcLimit(1));
        Assert.True(platform.Read(MB).OwnBytes > 0);
        Assert.Equal(default, platform.ReadPauses());
        platform.CollectAggressively();
        platform.TrimNative();
    }

    [Fact]
    public void NativeHeap_OnGlibc_CanTrim()
    {
        bool isGlibc = OperatingSystem.IsLinux() && NativeLibrary.TryLoad("libc.so.6", out nint handle) && NativeLibrary.TryGetExport(handle, "malloc_trim", out _);

        Assert.Equal(isGlibc, NativeHeap.Trim());
        Assert.Equal(isGlibc, NativeHeap.KeepLean());
    }

    /// <summary>Another test may own the process limit at this moment; it gives it back soon.</summary>
    private static ProcessPlatform WaitForPlatform(MemoryProbe probe)
    {
        ProcessPlatform? platform = null;
        SpinWait.SpinUntil(() => (platform = TryOpen(probe)) is not null, TimeSpan.FromSeconds(20));
        return platform!;
    }

    private static ProcessPlatform? TryOpen(MemoryProbe probe)
    {
        try
        {
            return new ProcessPlatform(probe);
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }
}
