using System.Globalization;
using Plimsoll.Testing;
using Plimsoll.Unminify.Storage;

namespace Plimsoll.Unminify.Tests.Storage;

public sealed unsafe class ScratchSlabTests
{
    [Fact]
    public void Create_TellsTheKernelNotToReadAhead()
    {
        const string Maps = "/proc/self/smaps";
        Assert.SkipUnless(File.Exists(Maps), $"there is no {Maps}");
        using TempFolder folder = new();
        using ScratchSlab slab = ScratchSlab.Create(folder.Root, 1 << 20);
        slab.Pointer[0] = 1;

        string start = ((nint)slab.Pointer).ToString("x", CultureInfo.InvariantCulture) + "-";
        string flags = File.ReadLines(Maps).SkipWhile(line => !line.StartsWith(start, StringComparison.Ordinal)).First(line => line.StartsWith("VmFlags:", StringComparison.Ordinal));

        // "rr": random read advised.
        Assert.Contains(" rr ", flags + " ", StringComparison.Ordinal);
    }
}
