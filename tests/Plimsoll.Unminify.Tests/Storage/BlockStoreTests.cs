using Plimsoll.JavaScript.Text;
using Plimsoll.Memory;
using Plimsoll.Testing;
using Plimsoll.Unminify.Storage;

namespace Plimsoll.Unminify.Tests.Storage;

/// <summary>Blocks in native memory first, in nameless files from there on.</summary>
public sealed class BlockStoreTests : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly MemoryGovernor _governor = new(new MemoryGovernorOptions
    {
        Budget = MemoryBudget.FromBytes(40L << 20),
        GovernsProcess = false,
        ObserveEvery = TimeSpan.Zero,
        BaseBytes = 16L << 20,
        SlackFloorBytes = 1L << 20,
    });

    public void Dispose()
    {
        _governor.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public void Rent_MoreThanTheGovernorGrants_SpillsAndKeepsEveryByte()
    {
        using BlockStore store = new(_governor, _folder.Root);
        using ChunkList<long> list = new(store);
        const int Count = 4 << 20; // 32 MB
        for (long i = 0; i < Count; i++) list.Add(i * 7);

        Assert.True(store.NativeBytes > 0);
        Assert.True(store.SpilledBytes > 0);
        Assert.True(store.NativeBytes + store.SpilledBytes >= Count * sizeof(long));
        Assert.Equal(store.NativeBytes, _governor.Snapshot().NativeBytes);
        Assert.Empty(_folder.Names());
        for (int i = 0; i < Count; i++) Assert.True(list[i] == i * 7L);
    }

    [Fact]
    public void Return_Blocks_AreUsedAgain()
    {
        using BlockStore store = new(_governor, _folder.Root);
        for (int round = 0; round < 1000; round++)
        {
            nint first = store.Rent(64 * 1024), second = store.Rent(57344);
            Assert.NotEqual(first, second);
            store.Return(first, 64 * 1024);
            store.Return(second, 57344);
        }

        Assert.Equal(1 << 20, store.NativeBytes + store.SpilledBytes);
    }

    [Fact]
    public void Dispose_GivesTheLeaseBack()
    {
        using (BlockStore store = new(_governor, _folder.Root)) store.Rent(1000);

        Assert.Equal(0, _governor.Snapshot().NativeBytes);
        Assert.Equal(0, _governor.Snapshot().HeldLeases);
    }

    [Fact]
    public void Rent_FullDisk_IsAnErrorAndNoCrash()
    {
        Assert.SkipWhen(SmallDisk.WhyNot is not null, SmallDisk.WhyNot ?? "");
        using SmallDisk disk = SmallDisk.Mount(2 << 20);
        using BlockStore store = new(_governor, disk.Root);

        Assert.ThrowsAny<IOException>(() => RentFor(store, 64 << 20));
    }

    private static void RentFor(BlockStore store, long bytes)
    {
        for (long rented = 0; rented < bytes; rented += 64 * 1024) store.Rent(64 * 1024);
    }
}
