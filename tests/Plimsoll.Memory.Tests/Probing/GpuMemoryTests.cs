using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Plimsoll.Memory.Tests.Probing;

/// <summary>The calls are played by functions of this test, by the same convention as the library's.</summary>
public sealed unsafe class GpuMemoryTests
{
    [Fact]
    public void Read_OnThisMachine_SaysWhatThereIs()
    {
        GpuMemory memory = GpuMemory.Read();
        Assert.Equal(memory.IsKnown, memory.Explanation.Contains("device(s)", StringComparison.Ordinal));
        Assert.All(memory.Devices, device => Assert.True(device.TotalBytes > 0));
    }

    [Fact]
    public void TryLoad_NoLibraryOrAnotherOne_GivesNothing()
    {
        Assert.Null(NvidiaLibrary.TryLoad("no-such-library-anywhere.so"));
        Assert.SkipUnless(OperatingSystem.IsLinux(), "needs libc.so.6 as the other library");
        Assert.Null(NvidiaLibrary.TryLoad("libc.so.6"));
    }

    [Fact]
    public void Read_ThreeDevicesOneUnreadable_GivesTwoAndSaysSo()
    {
        GpuMemory memory = Calls().Read();
        Assert.True(memory.IsKnown);
        Assert.Equal("3 NVIDIA device(s), 1 of them unreadable", memory.Explanation);
        Assert.Equal([new GpuDevice(0, "GPU", 100, 30, 70), new GpuDevice(2, "unknown", 100, 30, 70)], memory.Devices);
    }

    [Fact]
    public void Read_NoDriver_SaysSo()
    {
        NvidiaCalls calls = Calls();
        calls.Start = &Refuse;
        GpuMemory memory = calls.Read();
        Assert.False(memory.IsKnown);
        Assert.Contains("code 9", memory.Explanation, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_CannotCount_SaysSo()
    {
        NvidiaCalls calls = Calls();
        calls.Count = &RefuseCount;
        Assert.Contains("does not count", calls.Read().Explanation, StringComparison.Ordinal);
    }

    private static NvidiaCalls Calls() => new()
    {
        Start = &Succeed,
        Stop = &Succeed,
        Count = &CountThree,
        Handle = &HandleOf,
        Name = &NameOf,
        Memory = &MemoryOf,
    };

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int Succeed() => 0;

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int Refuse() => 9;

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int RefuseCount(uint* count) => 9;

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int CountThree(uint* count)
    {
        *count = 3;
        return 0;
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int HandleOf(uint index, nint* handle)
    {
        *handle = (nint)index;
        return 0;
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int NameOf(nint handle, byte* name, uint length)
    {
        "GPU\0"u8.CopyTo(new Span<byte>(name, (int)length));
        return handle == 2 ? 9 : 0;
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int MemoryOf(nint handle, NvidiaMemory* memory)
    {
        *memory = new NvidiaMemory { Total = 100, Used = 30, Free = 70 };
        return handle == 1 ? 9 : 0;
    }
}
