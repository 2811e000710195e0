using Plimsoll.Testing;

namespace Plimsoll.Files.Tests.Walking;

/// <summary>
/// The walk against git on real projects, with ignored and untracked files added. Runs where PLIMSOLL_INPUTS names a folder with
/// checkouts of react and keycloak and an unpacked linux.
/// </summary>
public sealed class CheckoutTests
{
    [Theory]
    [InlineData("react", 7000)]
    [InlineData("keycloak", 9000)]
    public void Walk_CheckoutWithAddedFiles_TakesWhatGitLists(string project, int filesMin)
    {
        using var tree = new Tree();
        tree.Shell($"git clone -q --no-hardlinks '{Input(project)}' c 2>/dev/null || git clone -q 'file://{Input(project)}' c");
        var root = Path.Combine(tree.Root, "c");
        tree.Shell("""
            cd c; mkdir -p node_modules/x build/y target/z packages/new .idea dist docs
            for f in node_modules/x/i.js build/y/o.js target/z/A.class packages/new/n.js .idea/w.xml dist/d.js a.log x.tgz new.txt docs/n.adoc .DS_Store; do echo x > $f; done
            printf 'new.txt\n!a.log\n' >> .git/info/exclude
            mkdir -p packages/kept; printf '*\n!kept.js\n' > packages/kept/.gitignore; echo x > packages/kept/kept.js; echo x > packages/kept/lost.js
            mkdir -p build/forced; echo x > build/forced/f.js; git add -f build/forced/f.js
            """);
        var expected = Listed(tree);
        var actual = tree.Walk(root: root, options: new WalkOptions { MaxFileSize = long.MaxValue });

        Assert.True(actual.Count > filesMin, $"only {actual.Count} files");
        Assert.Contains("build/forced/f.js", actual, StringComparer.Ordinal);
        Assert.Equal(expected, actual);
    }

    [Fact]
    public void Walk_LinuxTree_TakesWhatGitLists()
    {
        using var tree = new Tree();
        var files = Input("linux");
        var problem = WhyNotLinked(tree, files);
        Assert.SkipWhen(problem is not null, $"cannot link the linux tree: {problem}");

        // Debian's archive ends its .gitignore with "/*", which would leave nothing to compare.
        tree.Shell("cd c; sed '/^\\/\\*$/d; /debian/d' .gitignore > n; mv n .gitignore; rm -rf .git; git init -q .");
        var expected = Listed(tree);
        var actual = tree.Walk(root: Path.Combine(tree.Root, "c"), options: new WalkOptions { MaxFileSize = long.MaxValue });

        Assert.True(actual.Count > 70_000, $"only {actual.Count} files");
        Assert.Equal(expected, actual);
    }

    private static List<string> Listed(Tree tree)
    {
        var listed = tree.Paths("cd c; git ls-files -co --exclude-standard -z | sort -zu");
        var links = tree.Paths("cd c; find . -type l -print0 | sed -z 's,^\\./,,'").ToHashSet(StringComparer.Ordinal);
        return [.. listed.Where(path => !links.Contains(path))];
    }

    private static string? WhyNotLinked(Tree tree, string source)
    {
        var result = ProcessRunner.Run("bash", ["-c", $"cp -al '{source}' '{tree.Root}/c'"]);
        return result.ExitCode == 0 ? null : result.StandardError.Split('\n')[0];
    }

    private static string Input(string project)
    {
        Assert.SkipWhen(Tree.WhyNoGit is not null, Tree.WhyNoGit ?? "");
        var folder = Environment.GetEnvironmentVariable("PLIMSOLL_INPUTS") ?? "";
        var path = Path.Combine(folder, project);
        Assert.SkipUnless(folder.Length > 0 && Directory.Exists(path), $"PLIMSOLL_INPUTS names no folder with {project}");
        return path;
    }
}
