using System.Text;
using Plimsoll.Files;
using Plimsoll.Indexing.Jobs;
using Plimsoll.Testing;

namespace Plimsoll.Indexing.Tests.Jobs;

public sealed class WalkAheadTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(256)]
    [InlineData(700)]
    public void Files_AnyNumber_AreThoseOfTheWalkInItsOrder(int count)
    {
        using TempFolder folder = FolderOf(count);
        string[] expected = [.. Walker(folder.Root).Walk(default).Select(file => Encoding.UTF8.GetString(file.Path))];

        using var walk = new WalkAhead(Walker(folder.Root));
        string[] files = [.. walk.Files(default).Select(file => Encoding.UTF8.GetString(file.Path))];

        Assert.Equal(count, files.Length);
        Assert.Equal(expected, files);
    }

    [Fact]
    public void Files_WalkFails_ThrowsWhatTheWalkThrew()
    {
        using var walk = new WalkAhead(Walker("/no/such/folder"));

        Assert.Throws<DirectoryNotFoundException>(() => walk.Files(default).Count());
    }

    [Fact]
    public void Files_CancelledBetween_ThrowsSo()
    {
        using TempFolder folder = FolderOf(600);
        using var stop = new CancellationTokenSource();
        using var walk = new WalkAhead(Walker(folder.Root));
        int seen = 0;

        Assert.Throws<OperationCanceledException>(() =>
        {
            foreach (WalkedFile file in walk.Files(stop.Token))
            {
                if (++seen == 10)
                    stop.Cancel();
            }
        });

        Assert.Equal(10, seen);
    }

    [Fact]
    public void Dispose_NobodyReads_EndsAWalkThatWaitsForAReader()
    {
        using TempFolder folder = FolderOf(5000); // more than it goes ahead
        var walk = new WalkAhead(Walker(folder.Root));
        Assert.NotEmpty(walk.Files(default).Take(1));

        walk.Dispose();
    }

    private static TreeWalker Walker(string root) => new(root, new WalkOptions(), new NothingIsSkipped());

    private static TempFolder FolderOf(int count)
    {
        var folder = new TempFolder();
        for (int file = 0; file < count; file++)
            File.WriteAllText(Path.Combine(folder.Root, $"{file}.txt"), "");
        return folder;
    }

    private sealed class NothingIsSkipped : ISkipObserver
    {
        public void Skipped(ReadOnlySpan<byte> path, SkipReason reason, bool isFolder, long size) => Assert.Fail($"{Encoding.UTF8.GetString(path)}: {reason}");
    }
}
