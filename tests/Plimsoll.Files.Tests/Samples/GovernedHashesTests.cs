using System.Security.Cryptography;
using System.Text;
using Plimsoll.Testing;

namespace Plimsoll.Files.Tests.Samples;

/// <summary>The sample is what people copy from: it must be right about the entries that real folders have.</summary>
public sealed class GovernedHashesTests
{
    private const string Sample = "GovernedHashes";

    [Fact]
    public void Run_FolderWithSpecialEntries_HashesTheFilesAndNamesTheRest()
    {
        using var tree = new Tree();
        string file = tree.Write("src/a.txt", "hello");
        tree.Write("empty.txt", "");
        tree.Write(".git/config", "x");
        tree.Write("src/bin/b.dll", "x");
        tree.Write("obj/c.dll", "x");
        tree.Shell("mkfifo pipe; ln -s . loop; ln -s nowhere dangling");

        ProcessResult result = ProcessRunner.RunTool(Sample, [tree.Root]);

        Assert.True(result.ExitCode == 1, result.ToString());
        string[] lines = result.StandardOutput.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(2, lines.Length);
        Assert.Contains($"{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes("hello")))}  {file}", lines, StringComparer.Ordinal);
        Assert.Contains($"not hashed: {tree.Root}/pipe: NoRegularFileException", result.StandardError, StringComparison.Ordinal);
        Assert.Contains("2 files in", result.StandardError, StringComparison.Ordinal);
        Assert.Contains("1 failed, 0 folders not listed", result.StandardError, StringComparison.Ordinal);
    }

    [Fact]
    public void Run_EntriesThatMayNotBeRead_AreNamedAndTheOthersHashed()
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess && File.Exists("/usr/bin/setpriv"), "needs root and setpriv to run as nobody");
        using var tree = new Tree();
        tree.Write("a.txt", "a");
        tree.Write("secret.txt", "b");
        tree.Write("closed/c.txt", "c");
        tree.Shell("chmod 755 .. .; chmod 000 secret.txt closed");

        ProcessResult result = ProcessRunner.Run(
            "/usr/bin/setpriv", ["--reuid=65534", "--regid=65534", "--clear-groups", "dotnet", ProcessRunner.ToolPath(Sample), tree.Root]);

        Assert.True(result.ExitCode == 1, result.ToString());
        Assert.Contains("a.txt", Assert.Single(result.StandardOutput.Split('\n', StringSplitOptions.RemoveEmptyEntries)), StringComparison.Ordinal);
        Assert.Contains($"not hashed: {tree.Root}/secret.txt: UnauthorizedAccessException", result.StandardError, StringComparison.Ordinal);
        Assert.Contains($"not listed: {tree.Root}/closed: ", result.StandardError, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(66, "is no folder", "missing")]
    [InlineData(2, "expected", ".", "much")]
    [InlineData(2, "usage:", ".", "64MB", "more")]
    [InlineData(75, "The smallest that would do is", ".", "1MB")]
    public void Run_WrongInput_IsOneLineWithItsCode(int code, string message, params string[] words)
    {
        using var tree = new Tree();

        ProcessResult result = ProcessRunner.RunTool(Sample, words, new ProcessSetup { WorkingFolder = tree.Root });

        Assert.True(result.ExitCode == code, result.ToString());
        Assert.Contains(message, Assert.Single(result.StandardError.Split('\n', StringSplitOptions.RemoveEmptyEntries)), StringComparison.Ordinal);
    }
}
