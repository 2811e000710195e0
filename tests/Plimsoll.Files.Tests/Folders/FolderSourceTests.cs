namespace Plimsoll.Files.Tests.Folders;

public sealed class FolderSourceTests
{
    [Theory]
    [InlineData(2, SkipReason.Vanished)]
    [InlineData(20, SkipReason.Vanished)]
    [InlineData(40, SkipReason.Vanished)]
    [InlineData(36, SkipReason.NameTooLong)]
    [InlineData(6, SkipReason.SpecialFile)]
    [InlineData(13, SkipReason.Unreadable)]
    [InlineData(5, SkipReason.Unreadable)]
    public void ReasonOf_SystemError_SaysWhatItMeans(int error, SkipReason expected) =>
        Assert.Equal(expected, LinuxFolderSource.ReasonOf(error));

    [Fact]
    public void ReasonOf_Exception_SaysWhatItMeans()
    {
        Assert.Equal(SkipReason.Vanished, PortableFolderSource.ReasonOf(new FileNotFoundException()));
        Assert.Equal(SkipReason.NameTooLong, PortableFolderSource.ReasonOf(new PathTooLongException()));
        Assert.Equal(SkipReason.Unreadable, PortableFolderSource.ReasonOf(new UnauthorizedAccessException()));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Open_WhatIsNoFolder_IsRefused(bool isPortable)
    {
        using var tree = new Tree();
        tree.Shell("mkdir d; ln -s d link; touch file big; truncate -s 100 big; ln -s big alias");
        FolderSource source = isPortable ? new PortableFolderSource() : new LinuxFolderSource();
        var root = source.OpenRoot(tree.Root);

        Assert.Equal(SkipReason.Vanished, source.Open(root, "none"u8, out _));
        Assert.Equal(SkipReason.Vanished, source.Open(root, "link"u8, out _));
        Assert.Equal(SkipReason.Vanished, source.Open(root, "file"u8, out _));
        Assert.Equal(SkipReason.None, source.Open(root, "d"u8, out var inner));
        Assert.Equal(SkipReason.Vanished, source.Look(inner, "none"u8, out _));
        Assert.Null(source.ReadSmall(root, "big"u8, 99));
        Assert.Null(source.ReadSmall(root, "alias"u8, 1000));
        Assert.Null(source.ReadSmall(root, "none"u8, 1000));
        Assert.Equal(100, source.ReadSmall(root, "big"u8, 100)?.Length);
        source.Close(inner);
        source.Close(root);
    }

    [Fact]
    public void List_PortableFolderGone_SaysSo()
    {
        using var tree = new Tree();
        var source = new PortableFolderSource();
        var root = source.OpenRoot(tree.Root);
        Directory.Delete(tree.Root);

        Assert.Equal(SkipReason.Vanished, source.List(root, new Listing()));
    }

    [Fact]
    public void Listing_ManyLongNames_SortsAndFindsAll()
    {
        var listing = new Listing();
        var names = Enumerable.Range(0, 5000).Select(i => new string((char)('a' + (i % 26)), 1 + (i % 240)) + i).ToList();
        foreach (var name in names)
        {
            listing.Add(System.Text.Encoding.ASCII.GetBytes(name), name.Length % 3 == 0 ? EntryKind.Folder : EntryKind.File);
        }

        listing.Sort();
        var sorted = names.Select(name => name.Length % 3 == 0 ? name + "/" : name).Order(StringComparer.Ordinal).Select(name => name.TrimEnd('/'));
        Assert.Equal([.. sorted], Enumerable.Range(0, listing.Count).Select(i => System.Text.Encoding.ASCII.GetString(listing.NameAt(i))).ToList());
        Assert.All(names.Where(name => name.Length % 3 != 0), name => Assert.True(listing.HasFile(System.Text.Encoding.ASCII.GetBytes(name))));
        Assert.False(listing.HasFile("none"u8));
        listing.Clear();
        Assert.Equal(0, listing.Count);
    }
}
