using System.Text;

namespace Plimsoll.Files.Tests.Walking;

/// <summary>An explanation says of every path what the walk did with it.</summary>
public sealed class PathExplainerTests : IDisposable
{
    private readonly Tree _tree = new();

    public void Dispose() => _tree.Dispose();

    [Fact]
    public void Explain_EveryPathOfATree_AgreesWithTheWalk()
    {
        Repository("");
        _tree.Write(".gitignore", "*.log\n!keep.log\nbuild/\n/only-here\n**/deep/*.txt\n");
        _tree.Write("sub/.gitignore", "!b.log\nx*\n");
        _tree.Write(".plimsollignore", "third/\n!third/kept.c\n*.md\n");
        _tree.Write("docs/.plimsollignore", "!good.md\n");
        foreach (string path in (string[])["a.c", "a.log", "keep.log", "build/a.c", "only-here", "sub/only-here", "sub/b.log", "sub/c.log", "sub/x1/y.c", "p/deep/a.txt", "p/deep/a.c", "third/kept.c", "third/b.c", "docs/good.md", "docs/bad.md", "readme.md", "big.c", "gen/a.c"])
        {
            _tree.Write(path, path == "big.c" ? new string('x', 3000) : "x\n");
        }

        File.CreateSymbolicLink(Path.Combine(_tree.Root, "link.c"), "a.c");
        WalkOptions options = new() { MaxFileSize = 2000, Exclude = ["gen/"] };
        SkipRecorder skips = new();
        HashSet<string> taken = [.. new TreeWalker(_tree.Root, options, skips).Walk(CancellationToken.None).Select(file => Encoding.UTF8.GetString(file.Path))];

        foreach (string full in Directory.EnumerateFiles(_tree.Root, "*", SearchOption.AllDirectories))
        {
            string path = Path.GetRelativePath(_tree.Root, full);
            if (path.StartsWith(".git/", StringComparison.Ordinal)) continue;
            PathExplanation explanation = Explain(path, options);
            Assert.True(taken.Contains(path) == (explanation.Reason == SkipReason.None), $"{path}: {explanation}");
            if (explanation.Reason != SkipReason.None) Assert.Equal((explanation.Reason, path), (skips.ReasonOf(explanation.At), path));
        }

        Assert.Contains("sub/b.log", taken);
        Assert.DoesNotContain("third/kept.c", taken);
    }

    [Fact]
    public void Explain_NamesFileLineAndTextOfTheRule()
    {
        Repository("");
        _tree.Write(".gitignore", "# logs\n*.log\n!a.log\n");
        _tree.Write("a.log", "x");
        _tree.Write("b.log", "x");

        PathRule ignored = Explain("b.log", new WalkOptions()).Rules[^1];
        PathRule kept = Explain("a.log", new WalkOptions()).Rules[^1];

        Assert.Equal((Path.Combine(_tree.Root, ".gitignore"), 2, "*.log", false), (ignored.Source, ignored.Line, ignored.Text, ignored.Keeps));
        Assert.Equal((3, "!a.log", true), (kept.Line, kept.Text, kept.Keeps));
    }

    private PathExplanation Explain(string path, WalkOptions options)
    {
        using PathExplainer explainer = new(_tree.Root, options);
        return explainer.Explain(path);
    }

    private void Repository(string folder)
    {
        _tree.Write(Path.Combine(folder, ".git/HEAD"), "ref: refs/heads/main\n");
        _tree.Write(Path.Combine(folder, ".git/config"), "[core]\n\texcludesFile = /nowhere\n");
    }

    private sealed class SkipRecorder : ISkipObserver
    {
        private readonly Dictionary<string, SkipReason> _reasons = new(StringComparer.Ordinal);

        public void Skipped(ReadOnlySpan<byte> path, SkipReason reason, bool isFolder, long size) => _reasons[Encoding.UTF8.GetString(path) + (isFolder ? "/" : "")] = reason;

        public SkipReason ReasonOf(string path) => _reasons.GetValueOrDefault(path);
    }
}
