using Plimsoll.Indexing.Jobs;
using Plimsoll.Testing;

namespace Plimsoll.Indexing.Tests.Jobs;

public sealed class CheckedSegmentsTests
{
    private const string Name = "0123456789abcdef.seg";

    [Fact]
    public void Has_TheVeryFile_OnlyAsLongAsItIsTheSame()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "only Linux tells a file's number and time of change");
        using var folder = new TempFolder();
        string path = folder.Write(Name, "segment");
        var first = CheckedSegments.Load(folder.Root, 1);
        Assert.False(first.Has(path));
        first.Add(path);
        first.Save();

        Assert.True(CheckedSegments.Load(folder.Root, 1).Has(path));

        // The same bytes and the same time in another file, as in an index that came with a repository.
        DateTime time = File.GetLastWriteTimeUtc(path);
        File.Delete(path);
        folder.Write("other", "segment");
        File.Copy(folder.PathOf("other"), path);
        File.SetLastWriteTimeUtc(path, time);
        Assert.False(CheckedSegments.Load(folder.Root, 1).Has(path));
    }

    [Fact]
    public void Load_DamagedList_KnowsNothing()
    {
        using var folder = new TempFolder();
        string path = folder.Write(Name, "segment");
        var first = CheckedSegments.Load(folder.Root, 1);
        first.Add(path);
        first.Save();
        string list = folder.PathOf(CheckedSegments.FileName);
        byte[] bytes = File.ReadAllBytes(list);
        bytes[^1] ^= 1;
        File.WriteAllBytes(list, bytes);

        Assert.False(CheckedSegments.Load(folder.Root, 1).Has(path));
    }
}
