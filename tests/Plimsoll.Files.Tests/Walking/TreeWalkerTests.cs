using System.Text;

namespace Plimsoll.Files.Tests.Walking;

public sealed class TreeWalkerTests
{
    [Fact]
    public void Walk_NamesAroundSlash_ComesInByteOrderOfWholePaths()
    {
        using var tree = new Tree();
        tree.Shell("mkdir -p a 'a b' a.c a0 b/c/d; touch a/z 'a b/x' a.c/q a0/y 'a!' a-b a.b b/c/d/e b/c.d b/c0 bb longername1 longername2 longernam; "
            + "mkdir longername; touch longername/x longername-");
        var paths = tree.Walk();

        Assert.Equal([.. paths.Order(StringComparer.Ordinal)], paths);
        Assert.Equal(16, paths.Count);
        Assert.True(paths.IndexOf("a-b") < paths.IndexOf("a/z") && paths.IndexOf("a/z") < paths.IndexOf("a0/y"));
    }

    [Fact]
    public void Walk_File_HasSizeTimesAndInode()
    {
        using var tree = new Tree();
        var path = tree.Write("f.c", "12345");
        var time = new DateTime(2020, 1, 2, 3, 4, 5, DateTimeKind.Utc);
        File.SetLastWriteTimeUtc(path, time);
        var file = Assert.Single(new TreeWalker(tree.Root, new WalkOptions(), new SkipLog()).Walk(default));

        Assert.Equal(5, file.Size);
        Assert.Equal((time - DateTime.UnixEpoch).Ticks * 100, file.ModifiedNs);
        Assert.True(file.ChangedNs > file.ModifiedNs);
        Assert.NotEqual(0UL, file.Inode);
        Assert.Equal(new FileStamp(5, file.ModifiedNs, file.ChangedNs, file.Inode), file.Stamp);
    }

    [Fact]
    public void Walk_LinksFifosSocketsAndLoops_ReportsThemAndGoesOn()
    {
        using var tree = new Tree();
        tree.Shell("mkdir d; touch d/f; ln -s ../d d/loop; ln -s /etc/passwd out; ln -s nowhere broken; mkfifo pipe; "
            + "python3 -c \"import socket; socket.socket(socket.AF_UNIX).bind('sock')\" || mkfifo sock");
        var log = new SkipLog();

        Assert.Equal(["d/f"], tree.Walk(log: log));
        Assert.Equal(["SpecialFile pipe", "SpecialFile sock", "Symlink broken", "Symlink d/loop", "Symlink out"], [.. log.Lines.Order(StringComparer.Ordinal)]);
    }

    [Fact]
    public void Walk_NamesWithNewlineAndInvalidUtf8_KeepsTheirBytes()
    {
        using var tree = new Tree();
        tree.Shell("mkdir $'d\\nir' $'\\xff\\xfe'; touch $'d\\nir/n\\newline' $'\\xff\\xfe/\\x80bad' $'tab\\there'");

        Assert.Equal(["d\nir/n\newline", "tab\there", "\u00ff\u00fe/\u0080bad"], tree.Walk());
    }

    [Fact]
    public void Walk_DeepNesting_TakesPathsLongerThanTheSystemAllows()
    {
        using var tree = new Tree();
        tree.Shell("for i in $(seq 200); do mkdir abcdefghijklmnopqrstuvwxyz012345; cd abcdefghijklmnopqrstuvwxyz012345; done; echo x > leaf.c");
        var path = Assert.Single(tree.Walk());

        Assert.Equal((200 * 33) + 6, path.Length);
        using var reader = new SourceReader(tree.Root);
        var buffer = new SourceBuffer(1024);
        Assert.Equal(SkipReason.None, reader.Read(Encoding.ASCII.GetBytes(path), buffer, 1024));
        Assert.Equal("x\n"u8, buffer.Text);
    }

    [Fact]
    public void Walk_DeeperThanTheLimit_ReportsTooDeep()
    {
        using var tree = new Tree();
        tree.Shell("mkdir -p 1/2/3; touch 0 1/a 1/2/b 1/2/3/c");
        var log = new SkipLog();

        Assert.Equal(["0", "1/2/b", "1/a"], tree.Walk(new WalkOptions { MaxDepth = 2 }, log));
        Assert.Equal(["TooDeep 1/2/3/"], log.Lines);
    }

    [Fact]
    public void Walk_LargeFile_ReportsItsSize()
    {
        using var tree = new Tree();
        tree.Shell("truncate -s 3M big.c; truncate -s 2M edge.c");
        var log = new SkipLog();

        Assert.Equal(["edge.c"], tree.Walk(log: log));
        Assert.Equal(["TooLarge big.c"], log.Lines);
    }

    [Fact]
    public void Walk_HundredThousandFilesInOneFolder_CostsFewBytesAnEntry()
    {
        const int Files = 100_000;
        using var tree = new Tree();
        tree.Shell($"mkdir m; cd m; seq -f 'file-%06.0f.c' {Files} | xargs touch");
        var walker = new TreeWalker(tree.Root, new WalkOptions { Exclude = ["*.c"] }, new SkipLog { Keeps = false });
        var before = GC.GetAllocatedBytesForCurrentThread();
        var found = walker.Walk(default).Count();
        var perEntry = (GC.GetAllocatedBytesForCurrentThread() - before) / (double)Files;

        // Names here have 13 bytes; arrays that grew on the way count too, what is held at once is the peak.
        Assert.Equal(0, found);
        Assert.True(perEntry < 80, $"{perEntry:F1} bytes allocated an entry");
        Assert.True(walker.ListingBytesPeak < 48 * Files, $"{walker.ListingBytesPeak / (double)Files:F1} bytes held an entry");
    }

    [Fact]
    public void Walk_FolderVanishingMeanwhile_GoesOn()
    {
        using var tree = new Tree();
        tree.Shell("mkdir -p a b c; touch a/1 b/2 c/3 c/4");
        var log = new SkipLog();
        var found = new List<string>();
        foreach (var file in new TreeWalker(tree.Root, new WalkOptions(), log).Walk(default))
        {
            found.Add(Encoding.UTF8.GetString(file.Path));
            if (found.Count == 1)
            {
                Directory.Delete(Path.Combine(tree.Root, "b"), recursive: true);
            }
            else if (found.Count == 2)
            {
                File.Delete(Path.Combine(tree.Root, "c/4"));
            }
        }

        Assert.Equal(["a/1", "c/3"], found);
        Assert.Equal(["Vanished b/", "Vanished c/4"], log.Lines);
    }

    [Fact]
    public void Walk_MissingRoot_SaysWhatIsWrong()
    {
        using var tree = new Tree();
        tree.Write("file", "");

        Assert.Throws<DirectoryNotFoundException>(() => tree.Walk(root: tree.Root + "/none"));
        var problem = Assert.Throws<DirectoryNotFoundException>(() => tree.Walk(root: tree.Root + "/file"));
        Assert.Contains("/file", problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Walk_Cancelled_StopsAndClosesItsFolders()
    {
        using var tree = new Tree();
        tree.Shell("mkdir -p a/b; touch a/b/1 a/b/2");
        using var cancel = new CancellationTokenSource();
        var before = Directory.GetFiles("/proc/self/fd").Length;
        Assert.Throws<OperationCanceledException>(() =>
        {
            foreach (var file in new TreeWalker(tree.Root, new WalkOptions(), new SkipLog()).Walk(cancel.Token))
            {
                cancel.Cancel();
            }
        });

        Assert.True(Directory.GetFiles("/proc/self/fd").Length <= before + 2);
    }

    [Fact]
    public void Walk_PortableSource_TakesTheSame()
    {
        using var tree = new Tree();
        tree.Shell("mkdir -p .git/refs a/.git src/sub node_modules; echo 'ref: x' > .git/HEAD; touch a/x src/a.c src/sub/b.c src/b.o node_modules/m.js; "
            + "ln -s a link; printf '*.o\\nnode_modules/\\n' > .gitignore; echo 'src/sub' > .plimsollignore");
        var (native, portable) = (new SkipLog(), new SkipLog());
        var expected = tree.Walk(log: native);

        Assert.Equal(expected, tree.Walk(log: portable, source: () => new PortableFolderSource()));
        Assert.Equal(native.Lines, portable.Lines);
        Assert.Contains("Ignored src/sub/", portable.Lines, StringComparer.Ordinal);
        Assert.Throws<DirectoryNotFoundException>(() => tree.Walk(root: tree.Root + "/none", source: () => new PortableFolderSource()));
    }
}
