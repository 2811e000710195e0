using System.Text;

namespace Plimsoll.Files.Tests.Walking;

/// <summary>The walk against git itself, on random rules over a tree whose names are made to meet them.</summary>
public sealed class GitComparisonTests
{
    private static readonly string[] Names =
        ["a", "b", "A", "foo", "bar", "foobar", "foo.o", "x.c", "x.c.o", ".h", "b1", "b-c", "#h", "!z", "s ", "[x]", "q*", "e\u00e9", "f\\o", "ab"];

    private static readonly string[] Pieces =
    [
        "a", "b", "A", "foo", "bar", "foo.o", "*.o", "*.c", "*", "**", "?", "[ab]", "[!a]", "[^b]", "[a-f]*", "f*", "*r", "*o*", "b?",
        "[[:alpha:]]", "[[:upper:]]*", "[]x]", "[a", "\\#h", "\\!z", "#h", "s\\ ", "s ", "\\[x\\]", "q\\*", "e\u00e9", "f\\\\o", "**foo", "foo**",
        ".*", "x.c*", "*.", "b-c", "[b-]*", "\\f\\o\\o", "*\\", "[[:digit:]b]1", "[[:foo:]]", "**/b", "**/foo.o", "**/*.c", "[a-]b", "a**b", "?*", "*?r", ".h", "[\\]x]",
    ];

    [Theory]
    [InlineData(101)]
    [InlineData(102)]
    [InlineData(103)]
    [InlineData(104)]
    public void Walk_RandomRules_TakesWhatGitLists(int block)
    {
        Assert.SkipWhen(Tree.WhyNoGit is not null, Tree.WhyNoGit ?? "");
        using var tree = new Tree();
        var random = new Random(block);
        Fill(tree, random);
        tree.Shell("git init -q .");
        var ignored = 0;
        for (var round = 0; round < 25; round++)
        {
            // With core.ignoreCase git tracks and lists only one of "a" and "A", which is about the index and not about rules.
            var script = Rules(tree, random).Replace("ignorecase true", "ignorecase false", StringComparison.Ordinal);
            var expected = tree.Paths(script + "git ls-files -co --exclude-standard -z | sort -zu");
            var log = new SkipLog();
            var actual = tree.Walk(log: log);
            Assert.True(expected.SequenceEqual(actual, StringComparer.Ordinal), Explain(tree, block, round, expected, actual));
            ignored += log.Lines.Count;
        }

        Assert.True(ignored > 100, $"only {ignored} entries were ignored: the rules meet nothing and the test says nothing");
    }

    [Theory]
    [InlineData(111)]
    [InlineData(112)]
    public void Walk_RandomRules_AgreesWithCheckIgnore(int block)
    {
        Assert.SkipWhen(Tree.WhyNoGit is not null, Tree.WhyNoGit ?? "");
        using var tree = new Tree();
        var random = new Random(block);
        Fill(tree, random);
        tree.Shell("git init -q .; find . -path ./.git -prune -o -type f -print0 | sed -z 's,^./,,' > .git/all");
        var all = tree.Paths("cat .git/all");
        for (var round = 0; round < 25; round++)
        {
            var script = Rules(tree, random).Replace("git --literal-pathspecs add", "true", StringComparison.Ordinal);
            var ignored = tree.Paths(script + "find . -path ./.git -prune -o -type f -print0 | sed -z 's,^./,,' > .git/all\n"
                + "git check-ignore --no-index -z --stdin < .git/all || true");
            var expected = tree.Paths("cat .git/all").Except(ignored, StringComparer.Ordinal).ToList();
            var actual = tree.Walk();
            Assert.True(expected.SequenceEqual(actual, StringComparer.Ordinal), Explain(tree, block, round, expected, actual));
        }

        Assert.True(all.Count > 300, $"only {all.Count} files");
    }

    private static void Fill(Tree tree, Random random)
    {
        var folders = new List<string> { "" };
        for (var i = 0; i < 60; i++)
        {
            folders.Add(folders[random.Next(folders.Count)] + Names[random.Next(Names.Length)] + "/");
        }

        foreach (var folder in folders)
        {
            Directory.CreateDirectory(Path.Combine(tree.Root, folder));
        }

        for (var i = 0; i < 700; i++)
        {
            var path = Path.Combine(tree.Root, folders[random.Next(folders.Count)] + Names[random.Next(Names.Length)]);
            if (!Directory.Exists(path))
            {
                File.WriteAllText(path, "x");
            }
        }
    }

    /// <summary>Writes new rules everywhere that git looks and gives the commands that set the rest up.</summary>
    private static string Rules(Tree tree, Random random)
    {
        foreach (var old in Directory.GetFiles(tree.Root, ".gitignore", SearchOption.AllDirectories))
        {
            File.Delete(old);
        }

        var folders = Directory.GetDirectories(tree.Root, "*", SearchOption.AllDirectories)
            .Where(path => !path.Contains("/.git", StringComparison.Ordinal)).Order(StringComparer.Ordinal).ToArray();
        File.WriteAllText(Path.Combine(tree.Root, ".gitignore"), Lines(random, 8));
        for (var i = 0; i < 4; i++)
        {
            File.WriteAllText(Path.Combine(folders[random.Next(folders.Length)], ".gitignore"), Lines(random, 4));
        }

        File.WriteAllText(Path.Combine(tree.Root, ".git/info/exclude"), Lines(random, 2));
        var version = random.Next(2, 5);
        Directory.CreateDirectory(Path.Combine(tree.Home, ".config/git"));
        File.WriteAllText(Path.Combine(tree.Home, ".config/git/ignore"), Lines(random, 2));
        var files = Directory.GetFiles(tree.Root, "*", SearchOption.AllDirectories)
            .Where(path => !path.Contains("/.git", StringComparison.Ordinal)).Order(StringComparer.Ordinal).ToArray();
        var tracked = Enumerable.Range(0, 12).Select(_ => "'" + Path.GetRelativePath(tree.Root, files[random.Next(files.Length)]) + "'");
        var kind = version == 3 ? "-N" : "";
        return $"rm -f .git/index; git config core.ignorecase {(random.Next(6) == 0 ? "true" : "false")}; git config index.version {version}\n"
            + $"git --literal-pathspecs add -f {kind} -- {string.Join(' ', tracked)}\n";
    }

    private static string Lines(Random random, int count)
    {
        var text = new StringBuilder(random.Next(5) == 0 ? "\uFEFF" : "");
        var ending = random.Next(4) == 0 ? "\r\n" : "\n";
        for (var i = 0; i < random.Next(count + 1); i++)
        {
            text.Append(Pattern(random)).Append(ending);
        }

        return text.ToString();
    }

    private static string Pattern(Random random)
    {
        var parts = Enumerable.Range(0, random.Next(6) switch { 0 => 3, 1 or 2 => 2, _ => 1 })
            .Select(_ => Pieces[random.Next(Pieces.Length)] + (random.Next(5) == 0 ? Pieces[random.Next(Pieces.Length)] : ""));
        return (random.Next(3) == 0 ? "!" : "") + (random.Next(5) == 0 ? "/" : "") + string.Join('/', parts)
            + (random.Next(4) == 0 ? "/" : "") + (random.Next(8) == 0 ? "  " : "");
    }

    private static string Explain(Tree tree, int block, int round, List<string> expected, List<string> actual)
    {
        var text = new StringBuilder($"block {block}, round {round}\nonly git: ")
            .AppendJoin(", ", expected.Except(actual, StringComparer.Ordinal).Take(8))
            .Append("\nonly here: ").AppendJoin(", ", actual.Except(expected, StringComparer.Ordinal).Take(8)).AppendLine();
        foreach (var rules in Directory.GetFiles(tree.Root, ".gitignore", SearchOption.AllDirectories).Append(Path.Combine(tree.Root, ".git/info/exclude"))
            .Append(Path.Combine(tree.Home, ".config/git/ignore")))
        {
            text.AppendLine(rules).AppendLine(File.ReadAllText(rules));
        }

        return text.ToString();
    }
}
