using Plimsoll.Testing;
using Plimsoll.Unminify.Storage;

namespace Plimsoll.Unminify.Tests.Storage;

/// <summary>A disk that is too small is told before the work begins.</summary>
public sealed class DiskRoomTests
{
    [Fact]
    public void Require_TooSmallADisk_NamesItAndTheOption()
    {
        Assert.SkipWhen(SmallDisk.WhyNot is not null, SmallDisk.WhyNot ?? "");
        using SmallDisk disk = SmallDisk.Mount(8 << 20);
        using TempFolder roomy = new();

        DiskRoom.Require(disk.Root, disk.Root, inputBytes: 500_000, nativeBytes: 0);
        DiskRoom.Require(disk.Root, roomy.Root, inputBytes: 2_000_000, nativeBytes: 0);
        UnminifyException output = Assert.Throws<UnminifyException>(() => DiskRoom.Require(disk.Root, roomy.Root, inputBytes: 4_000_000, nativeBytes: 0));
        UnminifyException scratch = Assert.Throws<UnminifyException>(() => DiskRoom.Require(roomy.Root, disk.Root, inputBytes: 4_000_000, nativeBytes: 0));
        DiskRoom.Require(roomy.Root, disk.Root, inputBytes: 4_000_000, nativeBytes: 24_000_000);

        Assert.Equal(UnminifyFailure.CannotWrite, output.Failure);
        Assert.Contains("-o", output.Message, StringComparison.Ordinal);
        Assert.Contains("--disk-cache", scratch.Message, StringComparison.Ordinal);
        Assert.Contains(disk.Root, scratch.Message, StringComparison.Ordinal);
    }
}
