using Plimsoll.Testing;

namespace Plimsoll.Memory.Tests.Durability;

public sealed class SpillFileTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Read_InOrderAndAtRandom_GivesWhatWasAppended()
    {
        using var spill = SpillFile.Create(_folder.Root, bufferBytes: 100);
        var random = new Random(7);
        List<(SpillBlock Block, byte[] Bytes)> appended = [];
        for (int i = 0; i < 200; i++)
        {
            byte[] bytes = new byte[random.Next(0, 300)];
            random.NextBytes(bytes);
            appended.Add((spill.Append(bytes), bytes));
            if (i % 17 == 0) AssertBlock(spill, appended[random.Next(appended.Count)]);
        }

        foreach (int i in Enumerable.Range(0, 200).OrderBy(_ => random.Next())) AssertBlock(spill, appended[i]);
        int next = 0;
        for (long at = 0; spill.TryFind(at, out var block); at = SpillFile.Next(block)) Assert.Equal(appended[next++].Block, block);
        Assert.Equal((200, 200), (next, spill.Blocks));
        spill.Flush();
        Assert.Equal(spill.Length, new FileInfo(spill.Path).Length);
    }

    [Fact]
    public void Dispose_OnSuccessAndError_RemovesTheFile()
    {
        string path;
        using (var spill = SpillFile.Create(_folder.Root))
        {
            path = spill.Path;
            spill.Append("x"u8);
            Assert.True(File.Exists(path));
            Assert.Equal(0, SpillFile.Sweep(_folder.Root));
            spill.Dispose();
            Assert.Throws<ObjectDisposedException>(() => spill.Append("y"u8));
            Assert.Throws<ObjectDisposedException>(() => spill.TryFind(0, out _));
        }

        Assert.Empty(_folder.Names());
        Assert.Throws<DurableWriteException>(() =>
        {
            using var failing = SpillFile.Create(_folder.Root, bufferBytes: 0, fault: (step, _, bytes) => step == FileStep.Write ? throw FaultyStream.Error(FaultyStream.IoError) : bytes);
            failing.Append("x"u8);
        });
        Assert.Empty(_folder.Names());
    }

    [Fact]
    public void Sweep_OwnerIsGone_RemovesTheFile()
    {
        _folder.Write("spill-1-abc.plimsoll-spill", "left behind");
        _folder.Write("spill.txt", "somebody else's");
        Assert.Equal(1, SpillFile.Sweep(_folder.Root));
        Assert.Equal(["spill.txt"], _folder.Names());
    }

    [Fact]
    public void Append_RealDiskFull_IsTypedAndEarlierBlocksStayReadable()
    {
        Assert.SkipWhen(SmallDisk.WhyNot is not null, SmallDisk.WhyNot ?? "");
        using var disk = SmallDisk.Mount(256 * 1024);
        Assert.Equal(DurableFailure.NoSpace, Assert.Throws<DurableWriteException>(() => SpillFile.Create(disk.Root, expectedBytes: 1 << 20)).Kind);
        Assert.Empty(Directory.GetFiles(disk.Root));
        using var spill = SpillFile.Create(disk.Root);
        byte[] bytes = new byte[10_000];
        List<SpillBlock> blocks = [];
        var full = Assert.Throws<DurableWriteException>(() =>
        {
            for (int i = 0; i < 1000; i++) blocks.Add(spill.Append(bytes));
        });
        Assert.Equal(DurableFailure.NoSpace, full.Kind);
        Assert.True(blocks.Count > 20);
        foreach (var block in blocks) spill.Read(block, bytes);
    }

    [Fact]
    public void Append_FaultsAndShortWrite_AreTyped()
    {
        foreach (var step in (FileStep[])[FileStep.Create, FileStep.CheckSpace, FileStep.Write])
        {
            var failed = Assert.Throws<DurableWriteException>(() => AppendWith((at, _, bytes) => at == step ? throw FaultyStream.Error(FaultyStream.Denied) : bytes));
            Assert.Equal(DurableFailure.Denied, failed.Kind);
        }

        Assert.Equal(DurableFailure.IoError, Assert.Throws<DurableWriteException>(() => AppendWith((step, _, bytes) => step == FileStep.Write ? bytes - 1 : bytes)).Kind);
    }

    [Fact]
    public void Append_AfterARefusal_NextBlockTakesItsPlace()
    {
        bool fail = false;
        using var spill = SpillFile.Create(_folder.Root, bufferBytes: 64, fault: (step, _, bytes) => fail && step == FileStep.Write ? throw FaultyStream.Error(FaultyStream.NoSpace) : bytes);
        spill.Append("first"u8);
        fail = true;
        Assert.Throws<DurableWriteException>(() => spill.Append(new byte[200]));
        fail = false;
        spill.Append("second"u8);
        List<int> lengths = [];
        for (long at = 0; spill.TryFind(at, out var block); at = SpillFile.Next(block)) lengths.Add(block.Length);
        Assert.Equal([5, 6], lengths);
        Assert.Equal(2, spill.Blocks);
    }

    [Fact]
    public void Append_FolderVanished_IsTypedOrGoesOn()
    {
        string inner = _folder.PathOf("inner");
        Directory.CreateDirectory(inner);
        using var spill = SpillFile.Create(inner);
        var first = spill.Append("kept by the open handle"u8);
        Directory.Delete(inner, recursive: true);
        // Past the space already seen the folder is asked again, and it is not there.
        Assert.Equal(DurableFailure.FolderGone, Assert.Throws<DurableWriteException>(() => spill.Append(new byte[32 << 20])).Kind);
        spill.Read(first, new byte[first.Length]);
        Assert.Equal(DurableFailure.FolderGone, Assert.Throws<DurableWriteException>(() => SpillFile.Create(inner)).Kind);
    }

    [Fact]
    public void Read_FlippedBitAnywhere_IsDamagedAndSaysWhere()
    {
        using var spill = SpillFile.Create(_folder.Root);
        spill.Append("before"u8);
        var block = spill.Append("content"u8);
        spill.Flush();
        for (long offset = block.Offset; offset < spill.Length; offset++)
        {
            Flip(spill.Path, offset);
            var damaged = Assert.Throws<DamagedFileException>(() => spill.Read(block, new byte[100]));
            Assert.Equal((spill.Path, block.Offset), (damaged.Path, damaged.Offset));
            Flip(spill.Path, offset);
        }

        spill.Read(block, new byte[100]);
    }

    [Fact]
    public void Read_TornLastBlock_IsDamagedAndTheRestIsRead()
    {
        using var spill = SpillFile.Create(_folder.Root);
        var first = spill.Append("first"u8);
        var last = spill.Append("the last block"u8);
        spill.Flush();
        ProcessRunner.Run("truncate", ["-s", (spill.Length - 3).ToString(), spill.Path]);
        spill.Read(first, new byte[5]);
        Assert.Contains("ends at", Assert.Throws<DamagedFileException>(() => spill.Read(last, new byte[100])).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void TryFind_LengthPointsOutOfTheFile_IsDamaged()
    {
        using var spill = SpillFile.Create(_folder.Root);
        spill.Append("content"u8);
        spill.Flush();
        Flip(spill.Path, 2);
        Assert.Throws<DamagedFileException>(() => spill.TryFind(0, out _));
    }

    private static void AssertBlock(SpillFile spill, (SpillBlock Block, byte[] Bytes) appended)
    {
        byte[] read = new byte[appended.Bytes.Length];
        spill.Read(appended.Block, read);
        Assert.Equal(appended.Bytes, read);
    }

    private static void Flip(string path, long offset)
    {
        // Without the runtime's advisory lock, as a failing disk would.
        string octal = Convert.ToString(File.OpenHandle(path, share: FileShare.ReadWrite) is var handle ? ReadAndClose(handle, offset) ^ 1 : 0, 8);
        ProcessRunner.Run("/bin/sh", ["-c", "printf \"\\\\$1\" | dd of=\"$0\" bs=1 seek=\"$2\" conv=notrunc status=none", path, octal, offset.ToString()]);
    }

    private static byte ReadAndClose(Microsoft.Win32.SafeHandles.SafeFileHandle handle, long offset)
    {
        using (handle)
        {
            Span<byte> one = stackalloc byte[1];
            RandomAccess.Read(handle, one, offset);
            return one[0];
        }
    }

    private void AppendWith(FileFault fault)
    {
        using var spill = SpillFile.Create(_folder.Root, bufferBytes: 0, fault: fault);
        spill.Append("content"u8);
    }
}
