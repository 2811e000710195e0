using Plimsoll.Testing;

namespace Plimsoll.Cli.Tests.Hostile;

/// <summary>Disks that are full or may not be written: the code is 73, the message says what to do, and no index is lost.</summary>
public sealed class FullDiskTests : IDisposable
{
    private readonly HostileTree _tree = new();

    public void Dispose() => _tree.Dispose();

    [Fact]
    public void Index_DiskFullAtTheFirstIndex_GoesOnWhenThereIsRoom()
    {
        using SmallDisk disk = Mount(64 * 1024);
        _tree.WriteMany(300);

        AssertFull(_tree.Index());
        disk.Resize(16 << 20);

        _tree.IndexWell();
        Assert.Equal(_tree.FreshDigest(), _tree.Digest());
    }

    [Fact]
    public void Index_DiskFullAtAnUpdate_KeepsTheOldIndexSearchable()
    {
        using SmallDisk disk = Mount(16 << 20);
        _tree.WriteMany(100);
        _tree.IndexWell();
        string before = _tree.Digest();
        disk.Resize(Directory.GetFiles(_tree.IndexFolder).Sum(file => new FileInfo(file).Length) + (64 * 1024));
        _tree.WriteMany(400, seed: 1000);

        AssertFull(_tree.Index());

        Assert.Equal(before, _tree.Digest());
        _tree.AssertFinds("value_42_7", "part0/file42.py");
        disk.Resize(32 << 20);
        _tree.IndexWell();
        Assert.Equal(_tree.FreshDigest(), _tree.Digest());
    }

    [Fact]
    public void Index_DiskFullFromTheFirstByte_SaysSo()
    {
        using SmallDisk disk = Mount(64 * 1024);
        File.WriteAllBytes(Path.Combine(disk.Root, "ballast"), new byte[60 * 1024]);
        _tree.WriteMany(2);

        AssertFull(_tree.Index());
    }

    [Fact]
    public void Index_ReadOnlyMount_SaysSoAndSearchGoesOn()
    {
        using SmallDisk disk = Mount(16 << 20);
        _tree.WriteMany(20);
        _tree.IndexWell();
        disk.MakeReadOnly();

        ProcessResult result = _tree.Index();

        Assert.True(result.ExitCode == ExitCode.CannotWrite, result.ToString());
        Assert.Contains("read-only", result.StandardError, StringComparison.Ordinal);
        Assert.Contains(_tree.IndexFolder, result.StandardError, StringComparison.Ordinal);
        _tree.AssertFinds("value_7_3", "part0/file7.py");
        Assert.Equal(ExitCode.Ok, _tree.Status().ExitCode);
    }

    [Fact]
    public void Search_OutputOnAFullDisk_SaysSo()
    {
        Assert.SkipUnless(File.Exists("/dev/full"), "there is no /dev/full");
        _tree.WriteMany(5);
        _tree.IndexWell();

        foreach (string words in new[] { $"search value_1_1 --root '{_tree.Root}'", $"status --root '{_tree.Root}' --json" })
        {
            ProcessResult result = ProcessRunner.Run("bash", ["-c", _tree.Line(words) + " > /dev/full"], _tree.Setup());
            Assert.True(result.ExitCode == ExitCode.CannotWrite, result.ToString());
            Assert.Contains("cannot write the answer to stdout", result.StandardError, StringComparison.Ordinal);
        }
    }

    private SmallDisk Mount(long bytes)
    {
        Assert.SkipWhen(SmallDisk.WhyNot is not null, SmallDisk.WhyNot ?? "");
        SmallDisk disk = SmallDisk.Mount(bytes);
        _tree.IndexFolder = Path.Combine(disk.Root, "index");
        return disk;
    }

    private void AssertFull(ProcessResult result)
    {
        Assert.True(result.ExitCode == ExitCode.CannotWrite, result.ToString());
        Assert.Matches("(?i)no space left", result.StandardError);
        Assert.Matches("(?i)free s", result.StandardError);
        Assert.Contains(_tree.IndexFolder, result.StandardError, StringComparison.Ordinal);
    }
}
