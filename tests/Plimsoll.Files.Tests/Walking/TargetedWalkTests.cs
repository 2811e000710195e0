using System.Text;

namespace Plimsoll.Files.Tests.Walking;

/// <summary>A walk of a few places gives what a walk of the whole tree gives there.</summary>
public sealed class TargetedWalkTests : IDisposable
{
    private readonly Tree _tree = new();

    public void Dispose() => _tree.Dispose();

    [Fact]
    public void Walk_AnyPlacesOfAnyTree_GivesWhatTheWholeWalkGivesThere()
    {
        Assert.SkipWhen(Tree.WhyNoGit is not null, Tree.WhyNoGit ?? "");
        _tree.Shell("""
            git init -q
            for a in a b c.d c e-f e; do for b in x y z; do mkdir -p "$a/$b"; for n in 1.js 2.o 3.txt; do echo text > "$a/$b/$n"; done; done; echo text > "$a.js"; done
            printf '*.o\n/b/y/\n' > .gitignore
            printf '3.txt\n' > c/.gitignore
            printf '!2.o\n' > e/x/.gitignore
            printf 'z\n' > e-f/.plimsollignore
            mkdir -p inner/sub && git -C inner init -q && echo text > inner/sub/1.js && printf 'sub/2.js\n' > inner/.gitignore && echo text > inner/sub/2.js
            git add -f a/x/2.o b/y/1.js
            ln -s a/x link; mkfifo pipe; printf 'text' > $'a/\xff.js'; mkdir deep; chmod 000 a/y/1.js
            """);
        var whole = Take(null);
        var random = new Random(5);
        string[] places = [.. whole.Select(line => line.Split(' ', 2)[1].TrimEnd('/')), "a", "a/x", "b", "b/y", "c", "e", "e/x", "inner", "inner/sub", "deep", "nothing", "a/nothing", "a.js/x", "\u00ff"];
        for (var round = 0; round < 300; round++)
        {
            var targets = WalkTargets.Of(Enumerable.Range(0, random.Next(1, 6)).Select(_ => Encoding.Latin1.GetBytes(places[random.Next(places.Length)])));

            var part = Take(targets);

            // A folder on the way that is left out stands for what is in it.
            bool IsThere(string line) => line.Split(' ', 2)[1].TrimEnd('/') is var path
                && (targets.Covers(Encoding.Latin1.GetBytes(path)) || (line.EndsWith('/') && targets.HasBelow(Encoding.Latin1.GetBytes(path))));
            Assert.Equal([.. whole.Where(IsThere)], part);
        }
    }

    [Fact]
    public void Of_PlacesBelowOthers_KeepsTheUpperOnes()
    {
        var targets = WalkTargets.Of(new[] { "a/b/c", "a-b", "a/b", "a/bc", "a/b/c/d", "a/b" }.Select(Encoding.UTF8.GetBytes));

        string[] kept = [.. targets.Paths.Select(Encoding.UTF8.GetString)];
        Assert.Equal(["a-b", "a/b", "a/bc"], kept);
        Assert.True(targets.Covers("a/b/x"u8));
        Assert.False(targets.Covers("a"u8));
        Assert.False(targets.Covers("a/b-"u8));
        Assert.True(targets.HasBelow("a"u8));
        Assert.False(targets.HasBelow("a/b"u8));
    }

    private List<string> Take(WalkTargets? targets)
    {
        var log = new SkipLog();
        var walker = new TreeWalker(_tree.Root, new WalkOptions(), log, FolderSource.ForThisSystem, _tree.Environment.GetValueOrDefault);
        List<string> lines = [.. walker.Walk(targets, default).Select(file => "taken " + Encoding.Latin1.GetString(file.Path)), .. log.Lines];
        lines.Sort(StringComparer.Ordinal);
        return lines;
    }
}
