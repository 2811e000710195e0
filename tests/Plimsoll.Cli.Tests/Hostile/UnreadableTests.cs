using System.Text.Json;
using Plimsoll.Testing;

namespace Plimsoll.Cli.Tests.Hostile;

/// <summary>Files that may not be read, or change and vanish while they are read.</summary>
public sealed class UnreadableTests : IDisposable
{
    private readonly HostileTree _tree = new();

    public void Dispose() => _tree.Dispose();

    [Fact]
    public void Index_AsNobody_CountsWhatItMayNotReadAndSaysWhereItMayNotWrite()
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "only root can become nobody");
        Assert.SkipUnless(File.Exists("/usr/bin/setpriv"), "setpriv is not installed");
        _tree.WriteMany(3);
        _tree.Write("secret.py", "def hidden(): pass\n");
        _tree.Shell($"chmod 600 secret.py; mkdir locked; echo x > locked/a.py; chmod 700 locked; mkdir -m 777 '{_tree.PathOf("open")}'; chmod 755 '{_tree.PathOf(".")}'");
        Assert.SkipUnless(AsNobody("--version").ExitCode == 0, "nobody may not run the program here");

        ProcessResult denied = AsNobody($"index '{_tree.Root}' --index-dir '{_tree.PathOf("closed")}'");
        Assert.True(denied.ExitCode == ExitCode.CannotWrite, denied.ToString());
        Assert.Contains(_tree.PathOf("closed"), denied.StandardError, StringComparison.Ordinal);

        ProcessResult result = AsNobody($"index '{_tree.Root}' --index-dir '{_tree.PathOf("open/index")}' --json");
        Assert.True(result.ExitCode == ExitCode.Ok, result.ToString());
        using JsonDocument json = JsonDocument.Parse(result.StandardOutput);
        Assert.Equal(3, json.RootElement.GetProperty("files").GetInt64());
        Assert.Equal(2, json.RootElement.GetProperty("skipped").GetProperty("unreadable").GetInt64());
    }

    [Fact]
    public void Index_FilesDeletedTruncatedAndRewrittenMeanwhile_EndsWithTheFreshDigest()
    {
        _tree.WriteMany(200);
        using ManualResetEventSlim stop = new();
        Thread writer = new(() => Churn(stop));
        writer.Start();
        try
        {
            for (int round = 0; round < 6; round++) _tree.IndexWell();
        }
        finally
        {
            stop.Set();
            writer.Join();
        }

        _tree.IndexWell();
        Assert.Equal(_tree.FreshDigest(), _tree.Digest());
    }

    private void Churn(ManualResetEventSlim stop)
    {
        Random random = new(5);
        for (int round = 0; !stop.IsSet; round++)
        {
            string path = _tree.SourceOf($"part{random.Next(7)}/file{random.Next(200)}.py");
            switch (round % 4)
            {
                case 0:
                    File.Delete(path);
                    break;
                case 1 when File.Exists(path):
                    using (FileStream file = new(path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite)) file.SetLength(file.Length / 2);
                    break;
                default:
                    File.WriteAllText(path, string.Concat(Enumerable.Repeat($"def churned_{round}(): return {round}\n", random.Next(1, 4000))));
                    break;
            }
        }
    }

    private ProcessResult AsNobody(string words) => ProcessRunner.Run(
        "setpriv",
        ["--reuid=65534", "--regid=65534", "--clear-groups", "bash", "-c", $"dotnet '{ProcessRunner.ToolPath("plimsoll")}' {words}"],
        _tree.Setup());
}
