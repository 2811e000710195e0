using System.Text.Json;
using Plimsoll.Testing;

namespace Plimsoll.Cli.Tests.Hostile;

/// <summary>Entries that are no files: none blocks, each is counted.</summary>
public sealed class SpecialFileTests : IDisposable
{
    private readonly HostileTree _tree = new();

    public void Dispose() => _tree.Dispose();

    [Fact]
    public void Index_FifoSocketDeviceAndLinks_AreCountedByReason()
    {
        _tree.WriteMany(3);
        File.WriteAllText(_tree.PathOf("outside.py"), "def outside_the_root(): pass\n");
        _tree.Shell("mkfifo pipe.py; ln -s loop loop; ln -s .. up; ln -s ../outside.py out.py; ln -s nowhere gone.py");
        bool hasDevice = ProcessRunner.Run("mknod", [_tree.SourceOf("device.py"), "c", "1", "5"]).ExitCode == 0;
        using var socket = new System.Net.Sockets.Socket(
            System.Net.Sockets.AddressFamily.Unix, System.Net.Sockets.SocketType.Stream, System.Net.Sockets.ProtocolType.Unspecified);
        socket.Bind(new System.Net.Sockets.UnixDomainSocketEndPoint(_tree.SourceOf("s.py")));

        JsonElement skipped = _tree.IndexWell().GetProperty("skipped");

        Assert.Equal(hasDevice ? 3 : 2, skipped.GetProperty("special_file").GetInt64());
        Assert.Equal(4, skipped.GetProperty("symlink").GetInt64());
        Assert.Equal(ExitCode.No, _tree.Search("outside_the_root", "--mode", "lexical").ExitCode);
        string list = _tree.Status("--skipped").StandardOutput;
        foreach (string line in new[] { "special file\tpipe.py", "special file\ts.py", "symlink\tloop", "symlink\tup", "symlink\tout.py", "symlink\tgone.py" })
        {
            Assert.Contains(line + "\n", list, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("mkfifo .gitignore .plimsollignore")]
    [InlineData("mkfifo .git")]
    [InlineData("mkdir -p .git/info; echo x > .git/HEAD; mkfifo .git/index .git/config .git/info/exclude .git/commondir")]
    [InlineData("mkdir .git; mkfifo .git/HEAD; ln -s /dev/zero .git/index")]
    public void Index_FifoWhereARuleFileIs_DoesNotBlock(string script)
    {
        _tree.WriteMany(3);
        _tree.Shell(script);

        Assert.Equal(3, _tree.IndexWell().GetProperty("files").GetInt64());
    }

    [Theory]
    [InlineData("mkfifo plimsoll.json")]
    [InlineData("ln -s /dev/zero plimsoll.json")]
    public void Index_SettingsThatAreNoFile_NamesThem(string script)
    {
        _tree.WriteMany(1);
        _tree.Shell(script);

        ProcessResult result = _tree.Index();

        Assert.True(result.ExitCode == ExitCode.Io, result.ToString());
        Assert.Contains("plimsoll.json: cannot be read", result.StandardError, StringComparison.Ordinal);
        Assert.Contains("no regular file", result.StandardError, StringComparison.Ordinal);
    }

    [Fact]
    public void Index_LockThatIsALink_LeavesItsTargetAlone()
    {
        _tree.WriteMany(1);
        string target = _tree.PathOf("precious");
        File.WriteAllText(target, "do not touch");
        Directory.CreateDirectory(_tree.IndexFolder);
        File.CreateSymbolicLink(Path.Combine(_tree.IndexFolder, "lock"), target);

        ProcessResult result = _tree.Index();

        Assert.True(result.ExitCode == ExitCode.CannotWrite, result.ToString());
        Assert.Equal("do not touch", File.ReadAllText(target));
    }

    [Theory]
    [InlineData("manifest")]
    [InlineData("skipped")]
    public void Index_FifoInTheIndexFolder_NeverBlocks(string name)
    {
        _tree.WriteMany(3);
        _tree.IndexWell();
        string path = Path.Combine(_tree.IndexFolder, name);
        File.Delete(path);
        Assert.Equal(0, ProcessRunner.Run("mkfifo", [path]).ExitCode);

        foreach (ProcessResult result in new[] { _tree.Search("value_1_1"), _tree.Status("--skipped"), _tree.Index() })
        {
            Assert.False(result.TimedOut, result.ToString());
            Assert.NotEqual(ExitCode.Internal, result.ExitCode);
        }
        Assert.Equal(_tree.FreshDigest(), _tree.Digest());
    }
}
