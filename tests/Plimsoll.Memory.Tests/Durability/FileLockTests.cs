using Plimsoll.Testing;

namespace Plimsoll.Memory.Tests.Durability;

public sealed class FileLockTests
{
    [Fact]
    public void TryTake_HolderHasNotWrittenItsNoteYet_WaitsForIt()
    {
        using var folder = new TempFolder();
        string path = folder.PathOf("lock");
        using FileLock held = FileLock.Take(path, TimeProvider.System);
        Assert.Equal(0, ProcessRunner.Run("/bin/sh", ["-c", "cp $0 $0.note && : > $0", path]).ExitCode);
        var writer = new Thread(() => ProcessRunner.Run("/bin/sh", ["-c", "cat $0.note > $0", path])); // starting a shell takes some milliseconds
        writer.Start();

        Assert.Null(FileLock.TryTake(path, TimeProvider.System, out FileLockHolder? holder));

        writer.Join();
        Assert.Equal(Environment.ProcessId, holder?.ProcessId);
    }

    [Fact]
    public void TryTake_Held_IsNullAndNamesTheHolder()
    {
        using var folder = new TempFolder();
        var clock = new FakeClock();
        string path = folder.PathOf("lock");
        using (FileLock.Take(path, clock))
        {
            Assert.Null(FileLock.TryTake(path, clock, out var holder));
            Assert.Equal(new FileLockHolder(Environment.ProcessId, clock.GetUtcNow()), holder);
            var refused = Assert.Throws<FileLockedException>(() => FileLock.Take(path, clock));
            Assert.Equal(holder, refused.Holder);
            Assert.Equal(path, refused.Path);
            Assert.Equal($"another process {Environment.ProcessId} holds {path} since 2026-01-01 00:00:00 UTC; wait for it to end, or stop it, and run the same command again", refused.Message);
        }

        using var again = FileLock.TryTake(path, clock, out var nobody);
        Assert.NotNull(again);
        Assert.Null(nobody);
        Assert.Equal(path, again.Path);
    }

    [Fact]
    public void TryTake_HolderHasNoReadableNote_StillSaysItIsHeld()
    {
        using var folder = new TempFolder();
        string path = folder.PathOf("lock");
        using var held = FileLock.Take(path, TimeProvider.System);
        foreach (string note in (string[])["", "12", "x y", "12 -5", "12 99999999999999999"])
        {
            // Written past the advisory locks of the runtime, as another program would.
            ProcessRunner.Run("/bin/sh", ["-c", "printf '%s' \"$1\" > \"$0\"", path, note]);
            var refused = Assert.Throws<FileLockedException>(() => FileLock.Take(path, TimeProvider.System));
            Assert.Null(refused.Holder);
            Assert.Contains("another process holds", refused.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Take_FolderMissing_IsTyped()
    {
        using var folder = new TempFolder();
        Assert.Equal(DurableFailure.FolderGone, Assert.Throws<DurableWriteException>(() => FileLock.Take(folder.PathOf("no/lock"), TimeProvider.System)).Kind);
    }

    [Fact]
    public void Take_ReadOnlyDisk_IsTyped()
    {
        Assert.SkipWhen(SmallDisk.WhyNot is not null, SmallDisk.WhyNot ?? "");
        using var disk = SmallDisk.Mount(64 * 1024);
        disk.MakeReadOnly();
        Assert.Equal(DurableFailure.ReadOnly, Assert.Throws<DurableWriteException>(() => FileLock.Take(Path.Combine(disk.Root, "lock"), TimeProvider.System)).Kind);
    }
}
