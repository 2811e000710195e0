using Plimsoll.Testing;

namespace Plimsoll.Memory.Tests.Durability;

public sealed class AtomicFileTests
{
    public static TheoryData<FileStep> StepsBeforeTheName => [FileStep.Create, FileStep.Write, FileStep.Flush, FileStep.Rename];

    [Fact]
    public void Commit_NewContent_ReplacesTheOldAndLeavesNothingElse()
    {
        using var folder = new TempFolder();
        string path = folder.Write("state", "old");
        using (var file = AtomicFile.Create(path))
        {
            file.Write("new "u8);
            file.Write(new byte[200_000]);
            file.WriteAt(0, "NEW"u8);
            Assert.Equal(200_004, file.Length);
            Assert.Equal("old", File.ReadAllText(path));
            file.Commit();
            Assert.Throws<ObjectDisposedException>(() => file.Write("more"u8));
            Assert.Throws<ObjectDisposedException>(file.Commit);
        }

        Assert.Equal("NEW \0", File.ReadAllText(path)[..5]);
        Assert.Equal(200_004, new FileInfo(path).Length);
        Assert.Equal(["state"], folder.Names());
    }

    [Fact]
    public void Commit_ReaderOpensInTheInstantOfTheRename_IsNotRefused()
    {
        using var folder = new TempFolder();
        string path = folder.PathOf("state");
        string seen = "";
        AtomicFile.Write(path, "content"u8, (step, _, bytes) =>
        {
            if (step == FileStep.SyncFolder) seen = File.ReadAllText(path);
            return bytes;
        });
        Assert.Equal("content", seen);
        // The temporary can be opened for reading too while it is written: only the sweep's exclusive lock is refused.
        using var file = AtomicFile.Create(path);
        using var reader = File.OpenRead(Directory.GetFiles(folder.Root, ".*")[0]);
        Assert.Equal(0, AtomicFile.SweepTemporaries(folder.Root));
    }

    [Fact]
    public void Create_Always_IsPrivateToTheOwner()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "permissions are Unix modes here");
        if (OperatingSystem.IsWindows()) return;
        using var folder = new TempFolder();
        AtomicFile.Write(folder.PathOf("state"), "x"u8);
        using var spill = SpillFile.Create(folder.Root);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(folder.PathOf("state")));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(spill.Path));
    }

    [Fact]
    public void Write_StreamForm_GivesTheSameBytes()
    {
        using var folder = new TempFolder();
        AtomicFile.Write(folder.PathOf("state"), stream =>
        {
            Assert.True(stream is { CanWrite: true, CanRead: false, CanSeek: false });
            stream.Write([1, 2, 3], 1, 2);
            stream.WriteByte(4);
            stream.Write(new ReadOnlySpan<byte>([5]));
            stream.Flush();
            Assert.Equal((4, 4), (stream.Position, stream.Length));
            Assert.Throws<NotSupportedException>(() => stream.Position = 0);
            Assert.Throws<NotSupportedException>(() => stream.ReadByte());
            Assert.Throws<NotSupportedException>(() => stream.Seek(0, SeekOrigin.Begin));
            Assert.Throws<NotSupportedException>(() => stream.SetLength(0));
        });
        Assert.Equal([2, 3, 4, 5], File.ReadAllBytes(folder.PathOf("state")));
    }

    [Fact]
    public void Write_CallbackThrows_LeavesTheOldFile()
    {
        using var folder = new TempFolder();
        string path = folder.Write("state", "old");
        Assert.Throws<InvalidOperationException>(() => AtomicFile.Write(path, stream =>
        {
            stream.WriteByte(1);
            throw new InvalidOperationException("the writer failed");
        }));
        Assert.Equal("old", File.ReadAllText(path));
        Assert.Equal(["state"], folder.Names());
    }

    [Fact]
    public void WriteAt_OutsideWhatWasWritten_IsRefused()
    {
        using var folder = new TempFolder();
        using var file = AtomicFile.Create(folder.PathOf("state"));
        file.Write("abc"u8);
        Assert.Throws<ArgumentOutOfRangeException>(() => file.WriteAt(2, "xy"u8));
    }

    [Theory]
    [MemberData(nameof(StepsBeforeTheName))]
    public void Write_FaultAtAnyStep_IsTypedAndLeavesTheOldFile(FileStep step)
    {
        foreach (var (errno, kind) in Errors())
        {
            using var folder = new TempFolder();
            string path = folder.Write("state", "old");
            var failed = Assert.Throws<DurableWriteException>(() => AtomicFile.Write(path, "new"u8, Fail(step, errno)));
            Assert.Equal(kind, failed.Kind);
            Assert.Equal(path, failed.Path);
            Assert.Contains(path, failed.Message, StringComparison.Ordinal);
            Assert.Equal("old", File.ReadAllText(path));
            Assert.Equal(["state"], folder.Names());
        }
    }

    [Fact]
    public void Write_FolderSyncFails_IsReported()
    {
        using var folder = new TempFolder();
        string path = folder.Write("state", "old");
        var failed = Assert.Throws<DurableWriteException>(() => AtomicFile.Write(path, "new"u8, Fail(FileStep.SyncFolder, FaultyStream.IoError)));
        Assert.Equal(DurableFailure.IoError, failed.Kind);
        Assert.Equal("new", File.ReadAllText(path));
    }

    [Fact]
    public void Write_ShortWrite_LeavesTheOldFile()
    {
        using var folder = new TempFolder();
        string path = folder.Write("state", "old");
        var failed = Assert.Throws<DurableWriteException>(() => AtomicFile.Write(path, new byte[1000], (_, _, bytes) => bytes / 2));
        Assert.Equal(DurableFailure.IoError, failed.Kind);
        Assert.Equal(500, failed.Bytes);
        Assert.Contains("short write", failed.Message, StringComparison.Ordinal);
        Assert.Equal("old", File.ReadAllText(path));
    }

    [Fact]
    public void Write_RealDiskFullThenReadOnly_IsTypedAndLeavesTheOldFile()
    {
        Assert.SkipWhen(SmallDisk.WhyNot is not null, SmallDisk.WhyNot ?? "");
        using var disk = SmallDisk.Mount(128 * 1024);
        string path = Path.Combine(disk.Root, "state");
        AtomicFile.Write(path, "old"u8);
        var full = Assert.Throws<DurableWriteException>(() => AtomicFile.Write(path, new byte[1 << 20]));
        Assert.Equal(DurableFailure.NoSpace, full.Kind);
        Assert.Contains("free space", full.Message, StringComparison.Ordinal);
        Assert.Equal("old", File.ReadAllText(path));
        Assert.Single(Directory.GetFiles(disk.Root));
        AtomicFile.Write(path, "there is room again"u8);
        disk.MakeReadOnly();
        Assert.Equal(DurableFailure.ReadOnly, Assert.Throws<DurableWriteException>(() => AtomicFile.Write(path, "new"u8)).Kind);
        Assert.Equal("there is room again", File.ReadAllText(path));
    }

    [Fact]
    public void Commit_FolderVanished_IsTyped()
    {
        using var folder = new TempFolder();
        string path = folder.PathOf("gone/state");
        Directory.CreateDirectory(folder.PathOf("gone"));
        using var file = AtomicFile.Create(path);
        file.Write("new"u8);
        Directory.Delete(folder.PathOf("gone"), recursive: true);
        Assert.Equal(DurableFailure.FolderGone, Assert.Throws<DurableWriteException>(file.Commit).Kind);
        Assert.Equal(DurableFailure.FolderGone, Assert.Throws<DurableWriteException>(() => AtomicFile.Create(path)).Kind);
    }

    [Fact]
    public void SweepTemporaries_AbandonedAndLiving_TakesOnlyTheAbandoned()
    {
        using var folder = new TempFolder();
        folder.Write(".state.1-abc.plimsoll-tmp", "half");
        folder.Write(".other", "keep");
        using var living = AtomicFile.Create(folder.PathOf("state"));
        Assert.Equal(1, AtomicFile.SweepTemporaries(folder.Root));
        living.Write("whole"u8);
        living.Commit();
        Assert.Equal([".other", "state"], folder.Names());
        Assert.Equal(0, AtomicFile.SweepTemporaries(folder.PathOf("missing")));
    }

    [Fact]
    public void Commit_AllWell_GoesThroughTheStepsInTheirOrder()
    {
        using var folder = new TempFolder();
        List<FileStep> steps = [];
        AtomicFile.Write(folder.PathOf("state"), "x"u8, (step, _, bytes) =>
        {
            steps.Add(step);
            return bytes;
        });
        Assert.Equal([FileStep.Create, FileStep.Write, FileStep.Flush, FileStep.Rename, FileStep.SyncFolder], steps);
    }

    [Fact]
    public void Write_AfterAFullCollection_HandleIsStillOpen()
    {
        using var folder = new TempFolder();
        using var file = AtomicFile.Create(folder.PathOf("state"), bufferBytes: 0);
        // The stream that opened the file is garbage by now; its finalizer must leave the handle alone.
        GC.Collect();
        GC.WaitForPendingFinalizers();
        file.Write("x"u8);
        file.Commit();
        Assert.Equal("x", File.ReadAllText(folder.PathOf("state")));
    }

    [Fact]
    public void Commit_AfterAFailedFlush_IsNotTriedAgain()
    {
        using var folder = new TempFolder();
        bool fail = true;
        using var file = AtomicFile.Create(folder.PathOf("state"), fault: (step, _, bytes) => step == FileStep.Flush && fail ? throw FaultyStream.Error(FaultyStream.IoError) : bytes);
        file.Write("x"u8);
        Assert.Throws<DurableWriteException>(file.Commit);
        fail = false;
        Assert.Throws<InvalidOperationException>(file.Commit);
        Assert.False(File.Exists(folder.PathOf("state")));
    }

    [Fact]
    public async Task Write_WhileAnotherThreadReads_ReaderSeesWholeContentsOnly()
    {
        using var folder = new TempFolder();
        string path = folder.PathOf("state");
        byte[] content = new byte[70_000];
        AtomicFile.Write(path, content);
        using var done = new CancellationTokenSource();
        int read = 0;
        Task reads = Task.Run(() =>
        {
            for (; !done.IsCancellationRequested; Interlocked.Increment(ref read))
            {
                byte[] seen = File.ReadAllBytes(path);
                Assert.Equal(content.Length, seen.Length);
                Assert.Equal(-1, seen.AsSpan().IndexOfAnyExcept(seen[0]));
            }
        });
        for (int i = 0; i < 100 || Volatile.Read(ref read) == 0; i++)
        {
            content.AsSpan().Fill((byte)i);
            AtomicFile.Write(path, content.AsSpan());
            if (reads.IsCompleted)
                break;
        }

        await done.CancelAsync();
        await reads;
        Assert.True(read > 0);
    }

    [Fact]
    public async Task Create_WhileAnotherThreadSweeps_LosesNothing()
    {
        using var folder = new TempFolder();
        using var done = new CancellationTokenSource();
        var sweeps = Task.Run(() =>
        {
            int deleted = 0;
            while (!done.IsCancellationRequested) deleted += AtomicFile.SweepTemporaries(folder.Root);
            return deleted;
        });
        for (int i = 0; i < 120; i++) AtomicFile.Write(folder.PathOf($"state{i}"), "x"u8);
        await done.CancelAsync();
        await sweeps;
        Assert.Equal(120, folder.Names().Length);
    }

    private static (int Errno, DurableFailure Kind)[] Errors() =>
    [
        (FaultyStream.NoSpace, DurableFailure.NoSpace), (FaultyStream.ReadOnly, DurableFailure.ReadOnly),
        (FaultyStream.Denied, DurableFailure.Denied), (FaultyStream.IoError, DurableFailure.IoError),
    ];

    private static FileFault Fail(FileStep at, int errno) => (step, _, bytes) => step == at ? throw FaultyStream.Error(errno) : bytes;
}
