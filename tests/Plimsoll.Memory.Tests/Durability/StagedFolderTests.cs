using Plimsoll.Testing;

namespace Plimsoll.Memory.Tests.Durability;

/// <summary>A set of files appears as a whole.</summary>
public sealed class StagedFolderTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Move_FilesAndFolders_TakeThePlaceOfOldOnes()
    {
        _folder.Write("set/old.txt", "old");
        _folder.Write("one.txt", "old");
        using (StagedFolder staged = StagedFolder.Create(_folder.Root, TimeProvider.System))
        {
            Directory.CreateDirectory(Path.Join(staged.Path, "set"));
            File.WriteAllText(Path.Join(staged.Path, "set", "new.txt"), "new");
            File.WriteAllText(Path.Join(staged.Path, "one.txt"), "new");
            staged.Sync();
            Assert.Equal("old", File.ReadAllText(_folder.PathOf("one.txt")));
            staged.Move("set");
            staged.Move("one.txt");
        }

        Assert.Equal(["one.txt", "set"], _folder.Names());
        Assert.Equal("new", File.ReadAllText(_folder.PathOf("one.txt")));
        Assert.True(File.Exists(_folder.PathOf("set/new.txt")));
        Assert.False(File.Exists(_folder.PathOf("set/old.txt")));
    }

    [Fact]
    public void Dispose_WithoutMoves_LeavesAllAsItWas()
    {
        _folder.Write("one.txt", "old");
        using (StagedFolder staged = StagedFolder.Create(_folder.Root, TimeProvider.System)) File.WriteAllText(Path.Join(staged.Path, "one.txt"), "new");

        Assert.Equal(["one.txt"], _folder.Names());
        Assert.Equal("old", File.ReadAllText(_folder.PathOf("one.txt")));
    }

    [Fact]
    public void Create_LeftoversOfTheDeadAndOfTheLiving_TakesThoseOfTheDeadOnly()
    {
        _folder.Write(".plimsoll-new-0123456789ab/set/x.txt", "dead");
        using StagedFolder living = StagedFolder.Create(_folder.Root, TimeProvider.System);
        using StagedFolder other = StagedFolder.Create(_folder.Root, TimeProvider.System);

        Assert.True(Directory.Exists(living.Path));
        Assert.True(Directory.Exists(other.Path));
        Assert.Equal(2, _folder.Names().Length);
    }

    [Fact]
    public void Move_WhatIsNotThere_IsAnError()
    {
        using StagedFolder staged = StagedFolder.Create(_folder.Root, TimeProvider.System);

        Assert.Throws<DurableWriteException>(() => staged.Move("gone.txt"));
    }
}
