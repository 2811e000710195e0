using Plimsoll.Testing;

namespace Plimsoll.Memory.Tests.Durability;

public sealed class CheckpointTests : IDisposable
{
    private const string Job = "index";
    private readonly TempFolder _folder = new();
    private readonly FakeClock _clock = new();

    private static ReadOnlySpan<byte> Key => "0123456789abcdef"u8;

    private string File => Path.Combine(_folder.Root, "index-3031323334353637.checkpoint");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Load_AfterSave_GivesTheLastState()
    {
        var store = Store();
        Assert.Equal(CheckpointState.Missing, store.Load(Job, Key, 1).State);
        store.Save(Job, Key, 1, itemsDone: 10, "first"u8);
        store.Save(Job, Key, 1, itemsDone: 20, "second"u8);
        var found = store.Load(Job, Key, 1);
        Assert.Equal(CheckpointState.Found, found.State);
        Assert.Equal("second"u8, found.Payload.Span);
        Assert.Equal(new CheckpointInfo(Job, Convert.ToHexStringLower(Key), 1, 20, _clock.GetUtcNow(), 6, File), found.Info);
        Assert.True(store.Delete(Job, Key));
        Assert.False(store.Delete(Job, Key));
    }

    [Fact]
    public void Load_CutAtAnyLength_IsTornAndNeverThrows()
    {
        var store = Store();
        store.Save(Job, Key, 1, 10, "payload"u8);
        byte[] whole = System.IO.File.ReadAllBytes(File);
        for (int length = 0; length < whole.Length; length++)
        {
            System.IO.File.WriteAllBytes(File, whole.AsSpan(0, length));
            var torn = store.Load(Job, Key, 1);
            Assert.Equal(CheckpointState.Torn, torn.State);
            Assert.Contains(File, torn.Message, StringComparison.Ordinal);
            Assert.True(torn.Payload.IsEmpty);
        }
    }

    [Fact]
    public void Load_AnyFlippedBit_IsNeverTakenUp()
    {
        var store = Store();
        store.Save(Job, Key, 1, 10, "payload"u8);
        byte[] bytes = System.IO.File.ReadAllBytes(File);
        for (int bit = 0; bit < bytes.Length * 8; bit++)
        {
            bytes[bit / 8] ^= (byte)(1 << (bit % 8));
            System.IO.File.WriteAllBytes(File, bytes);
            Assert.NotEqual(CheckpointState.Found, store.Load(Job, Key, 1).State);
            bytes[bit / 8] ^= (byte)(1 << (bit % 8));
        }
    }

    [Fact]
    public void Load_ForeignOtherInputOtherVersionUnreadable_SaysWhich()
    {
        var store = Store();
        System.IO.File.WriteAllText(File, "not a checkpoint at all");
        Assert.Equal(CheckpointState.Foreign, store.Load(Job, Key, 1).State);
        store.Save("other-job", Key, 1, 10, "x"u8);
        System.IO.File.Move(Path.Combine(_folder.Root, "other-job-3031323334353637.checkpoint"), File, overwrite: true);
        Assert.Equal(CheckpointState.OtherInput, store.Load(Job, Key, 1).State);
        store.Save(Job, Key, 1, 10, "x"u8);
        Assert.Equal(CheckpointState.OtherVersion, store.Load(Job, Key, 2).State);
        Assert.Equal(CheckpointState.OtherInput, store.Load(Job, "01234567 another input"u8, 1).State);
        var failing = new CheckpointStore(_folder.Root, _clock, (_, _, _) => throw FaultyStream.Error(FaultyStream.IoError));
        Assert.Equal(CheckpointState.Unreadable, failing.Load(Job, Key, 1).State);
        using (var giant = System.IO.File.Create(File)) giant.SetLength(1L << 30);
        Assert.Equal(CheckpointState.Foreign, store.Load(Job, Key, 1).State);
    }

    [Fact]
    public void Load_ForgedHeaderWithRightChecksum_IsTypedNotACrash()
    {
        var store = Store();
        foreach (var (offset, state) in (ReadOnlySpan<(int, CheckpointState)>)[(8, CheckpointState.OtherVersion), (23, CheckpointState.Torn), (32, CheckpointState.Torn), (39, CheckpointState.Torn), (40, CheckpointState.Torn)])
        {
            store.Save(Job, Key, 1, 10, "payload"u8);
            byte[] bytes = System.IO.File.ReadAllBytes(File);
            bytes[offset] ^= 0x80;
            System.Buffers.Binary.BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(bytes.Length - 4), Crc32C.Compute(bytes.AsSpan(0, bytes.Length - 4)));
            System.IO.File.WriteAllBytes(File, bytes);
            Assert.Equal(state, store.Load(Job, Key, 1).State);
        }
    }

    [Fact]
    public void Save_Fault_IsTypedAndTheLastStateStays()
    {
        Store().Save(Job, Key, 1, 10, "good"u8);
        var failing = new CheckpointStore(_folder.Root, _clock, (step, _, bytes) => step == FileStep.Flush ? throw FaultyStream.Error(FaultyStream.NoSpace) : bytes);
        Assert.Equal(DurableFailure.NoSpace, Assert.Throws<DurableWriteException>(() => failing.Save(Job, Key, 1, 20, "bad"u8)).Kind);
        Assert.Equal("good"u8, Store().Load(Job, Key, 1).Payload.Span);
        string blocked = _folder.Write("a-file", "x");
        var nowhere = new CheckpointStore(Path.Combine(blocked, "folder"), _clock);
        Assert.Throws<DurableWriteException>(() => nowhere.Save(Job, Key, 1, 1, "x"u8));
    }

    [Fact]
    public void Save_BadNameOrKey_IsRefused()
    {
        var store = Store();
        foreach (string job in (string[])["", "../up", "Upper", new string('a', 101)])
        {
            Assert.Throws<ArgumentException>(() => store.Save(job, Key, 1, 0, []));
        }

        Assert.Throws<ArgumentException>(() => store.Save(Job, [], 1, 0, []));
        Assert.Throws<ArgumentException>(() => store.Save(Job, new byte[65], 1, 0, []));
    }

    [Fact]
    public void ListShowClear_GoodAndDamaged_SeesBothAndClearsByAge()
    {
        var store = Store();
        Assert.Empty(new CheckpointStore(_folder.PathOf("missing"), _clock).List());
        Assert.Equal(0, new CheckpointStore(_folder.PathOf("missing"), _clock).ClearOlderThan(TimeSpan.Zero));
        store.Save("a", Key, 1, 10, "x"u8);
        _clock.Advance(TimeSpan.FromDays(2));
        store.Save("b", Key, 1, 20, "y"u8);
        System.IO.File.WriteAllText(_folder.PathOf("c.checkpoint"), "damaged");
        System.IO.File.SetLastWriteTimeUtc(_folder.PathOf("c.checkpoint"), _clock.GetUtcNow().UtcDateTime);
        Assert.Equal([CheckpointState.Found, CheckpointState.Found, CheckpointState.Foreign], store.List().Select(c => c.State));
        Assert.Equal("y"u8, store.Show("b-3031323334353637").Payload.Span);
        Assert.Equal(CheckpointState.Missing, store.Show("../../etc/passwd").State);
        Assert.Equal(1, store.ClearOlderThan(TimeSpan.FromDays(1)));
        Assert.Equal(2, store.List().Count);
        Assert.Equal(2, store.ClearOlderThan(TimeSpan.Zero));
    }

    [Fact]
    public void Cadence_ByWorkAndPressure_SavesWhenItShould()
    {
        Assert.Equal([5, 10, 15], Saves(new CheckpointCadence(10_000), MemoryPressure.Moderate));
        Assert.Equal([3, 6, 9, 12, 15], Saves(new CheckpointCadence(10_001), MemoryPressure.Low));
        Assert.Equal(Enumerable.Range(1, 15), Saves(new CheckpointCadence(1), MemoryPressure.High));
        Assert.Equal([7, 14], Saves(new CheckpointCadence(1, everyBatches: 7), MemoryPressure.Low));
        Assert.Throws<ArgumentOutOfRangeException>(() => new CheckpointCadence(1, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => new CheckpointCadence(-1));
    }

    private static List<int> Saves(CheckpointCadence cadence, MemoryPressure pressure)
    {
        List<int> saves = [];
        for (int batch = 1; batch <= 15; batch++)
        {
            if (cadence.BatchDone(pressure)) saves.Add(batch);
        }

        return saves;
    }

    private CheckpointStore Store() => new(_folder.Root, _clock);
}
