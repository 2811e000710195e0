using System.Text;
using Plimsoll.Testing;

namespace Plimsoll.Files.Tests.Reading;

public sealed class SourceReaderTests
{
    private const int Large = 1 << 20;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Read_PlainFile_GivesItsBytesAndStamp(bool isPortable)
    {
        using var tree = new Tree();
        tree.Write("a/b.c", "int x;\n\u00ff\u00fe\u0080\n");
        using var reader = new SourceReader(tree.Root, null, isPortable);
        var buffer = new SourceBuffer(Large, 4);

        Assert.Equal(SkipReason.None, reader.Read("a/b.c"u8, buffer, Large));
        Assert.Equal((byte[])[.. "int x;\n"u8, 0xff, 0xfe, 0x80, (byte)'\n'], buffer.Text.ToArray());
        Assert.Equal(11, buffer.Stamp.Size);
        Assert.Equal(11, buffer.Length);
        Assert.Equal(11, buffer.Capacity);
        Assert.Equal(Large, buffer.Maximum);
    }

    [Fact]
    public void Read_StampOfWalkAndReader_AreTheSame()
    {
        using var tree = new Tree();
        tree.Write("b.c", "x");
        using var reader = new SourceReader(tree.Root);
        var buffer = new SourceBuffer(Large);
        var file = Assert.Single(new TreeWalker(tree.Root, new WalkOptions(), new SkipLog()).Walk(default));

        Assert.Equal(SkipReason.None, reader.Read(file.Path, buffer, Large));
        Assert.Equal(file.Stamp, buffer.Stamp);
    }

    [Theory]
    [InlineData("none.c", SkipReason.Vanished)]
    [InlineData("d/none/x", SkipReason.Vanished)]
    [InlineData("../outside", SkipReason.Vanished)]
    [InlineData("d/../d/f", SkipReason.Vanished)]
    [InlineData("/etc/passwd", SkipReason.Vanished)]
    [InlineData("", SkipReason.Vanished)]
    [InlineData("d", SkipReason.SpecialFile)]
    [InlineData("pipe", SkipReason.SpecialFile)]
    [InlineData("link", SkipReason.Symlink)]
    [InlineData("big", SkipReason.TooLarge)]
    [InlineData("d/f", SkipReason.None)]
    [InlineData("a..b", SkipReason.None)]
    public void Read_OddEntries_SaysWhy(string path, SkipReason expected)
    {
        using var tree = new Tree();
        tree.Shell("mkdir d; touch d/f a..b; mkfifo pipe; ln -s d/f link; truncate -s 1000 big");
        foreach (var isPortable in (bool[])[false, true])
        {
            using var reader = new SourceReader(tree.Root, null, isPortable);
            if (!isPortable || path != "pipe")
            {
                Assert.Equal(expected, reader.Read(Encoding.UTF8.GetBytes(path), new SourceBuffer(Large), 999));
            }
        }
    }

    [Fact]
    public void Read_NameTooLong_SaysSo()
    {
        using var tree = new Tree();
        using var reader = new SourceReader(tree.Root);

        Assert.Equal(SkipReason.NameTooLong, reader.Read(Encoding.ASCII.GetBytes(new string('n', 300)), new SourceBuffer(8), 8));
        Assert.Equal(SkipReason.NameTooLong, reader.Read(Encoding.ASCII.GetBytes(new string('n', 5000)), new SourceBuffer(8), 8));
    }

    [Fact]
    public void Read_GigabyteInOneLine_IsNotRead()
    {
        using var tree = new Tree();
        tree.Shell("truncate -s 1G line.js");
        using var reader = new SourceReader(tree.Root);
        var buffer = new SourceBuffer(2 << 20);
        var before = GC.GetAllocatedBytesForCurrentThread();

        Assert.Equal(SkipReason.TooLarge, reader.Read("line.js"u8, buffer, 2 << 20));
        Assert.True(GC.GetAllocatedBytesForCurrentThread() - before < 10_000);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Read_FileChangingOnce_ReadsTheNewState(bool isPortable)
    {
        using var tree = new Tree();
        var path = tree.Write("f", "old text");
        var changes = 0;
        using var reader = new SourceReader(tree.Root, () => Change(path, ref changes, 1), isPortable);
        var buffer = new SourceBuffer(Large);

        Assert.Equal(SkipReason.None, reader.Read("f"u8, buffer, Large));
        Assert.Equal("new text 1"u8, buffer.Text);
    }

    [Fact]
    public void Read_FileTruncatedAtEveryAttempt_IsUnstable()
    {
        using var tree = new Tree();
        var path = tree.Write("f", "old text");
        var changes = 0;
        using var reader = new SourceReader(tree.Root, () => Change(path, ref changes, 9), isPortable: false);
        var buffer = new SourceBuffer(Large);

        Assert.Equal(SkipReason.Unstable, reader.Read("f"u8, buffer, Large));
        Assert.Equal(0, buffer.Length);
        Assert.Equal(3, changes);
    }

    [Fact]
    public void Read_FileDeletedWhileOpen_IsNeitherLostNorWrong()
    {
        using var tree = new Tree();
        var path = tree.Write("f", "text");
        using var reader = new SourceReader(tree.Root, () => File.Delete(path), isPortable: false);
        var buffer = new SourceBuffer(Large);

        // Deleting changes the inode's time at the first attempt; the open file then stays as it is.
        Assert.Equal(SkipReason.None, reader.Read("f"u8, buffer, Large));
        Assert.Equal(SkipReason.Vanished, reader.Read("f"u8, buffer, Large));
    }

    [Fact]
    public void ReadAndWalk_WithoutPermission_SayUnreadable()
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "only root can become another user for this test");
        Assert.SkipUnless(File.Exists("/usr/bin/setpriv"), "setpriv is not installed");
        using var tree = new Tree();
        tree.Shell("mkdir -p open closed; echo x > open/secret.c; echo y > open/plain.c; chmod 700 closed; chmod 600 open/secret.c; chmod a+rx .. . open");
        var script = Path.Combine(tree.Home, "none");
        var result = ProcessRunner.Run("setpriv", ["--reuid=65534", "--regid=65534", "--clear-groups", "bash", "-c", $"cat '{tree.Root}/open/secret.c' {script}"]);
        Assert.SkipWhen(result.ExitCode == 0, "this system lets nobody read everything");
        var log = new SkipLog();
        var reason = AsNobody.Run(() =>
        {
            Assert.Equal(["open/plain.c", "open/secret.c"], tree.Walk(log: log));
            using var reader = new SourceReader(tree.Root);
            return reader.Read("open/secret.c"u8, new SourceBuffer(Large), Large);
        });

        Assert.Equal(SkipReason.Unreadable, reason);
        Assert.Equal(["Unreadable closed/"], log.Lines);
    }

    [Fact]
    public void Read_ByteOrderMarks_GiveUtf8WithoutThem()
    {
        using var tree = new Tree();
        using var reader = new SourceReader(tree.Root);
        var buffer = new SourceBuffer(Large, 1);
        const string Text = "line 1\nzw\u00f6lf \u6f22 \ud83d\ude00\n";
        foreach (var encoding in (Encoding[])[new UTF8Encoding(true), new UnicodeEncoding(false, true), new UnicodeEncoding(true, true)])
        {
            File.WriteAllText(Path.Combine(tree.Root, "f"), Text, encoding);

            Assert.Equal(SkipReason.None, reader.Read("f"u8, buffer, Large));
            Assert.Equal(Text, Encoding.UTF8.GetString(buffer.Text));
        }
    }

    [Fact]
    public void Read_BrokenUtf16_HasReplacementCharacters()
    {
        using var tree = new Tree();
        tree.Write("f", "\u00ff\u00fea\0\u0000\u00d8b\0c");
        tree.Write("utf32", "\u00ff\u00fe\0\0a\0\0\0");
        using var reader = new SourceReader(tree.Root);
        var buffer = new SourceBuffer(Large);

        Assert.Equal(SkipReason.None, reader.Read("f"u8, buffer, Large));
        Assert.Equal("a\ufffdb", Encoding.UTF8.GetString(buffer.Text));
        Assert.Equal(SkipReason.None, reader.Read("utf32"u8, buffer, Large));
        Assert.Equal(SkipReason.Binary, ContentInspector.Classify("utf32"u8, buffer.Text));
    }

    [Fact]
    public void Read_Utf16LongerThanTheBufferAsUtf8_IsTooLarge()
    {
        using var tree = new Tree();
        File.WriteAllText(Path.Combine(tree.Root, "f"), new string('\u6f22', 100), new UnicodeEncoding(false, true));
        using var reader = new SourceReader(tree.Root);

        Assert.Equal(SkipReason.TooLarge, reader.Read("f"u8, new SourceBuffer(250, 1), Large));
    }

    [Fact]
    public void Read_AfterDispose_Throws()
    {
        using var tree = new Tree();
        var reader = new SourceReader(tree.Root);
        reader.Dispose();

        Assert.Throws<ObjectDisposedException>(() => reader.Read("f"u8, new SourceBuffer(8), 8));
        Assert.Throws<DirectoryNotFoundException>(() => new SourceReader(tree.Root + "/none"));
    }

    private static void Change(string path, ref int changes, int changesMax)
    {
        if (changes < changesMax)
        {
            File.WriteAllText(path, $"new text {++changes}");
        }
    }
}
