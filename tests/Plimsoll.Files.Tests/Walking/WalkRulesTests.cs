namespace Plimsoll.Files.Tests.Walking;

public sealed class WalkRulesTests
{
    private const string Repository = "mkdir -p .git; echo 'ref: x' > .git/HEAD;";

    [Fact]
    public void Walk_OutsideOfARepository_ObeysNoGitIgnore()
    {
        using var tree = new Tree();
        tree.Shell("echo '*' > .gitignore; touch a.c b.c; echo b.c > .plimsollignore");

        Assert.Equal([".gitignore", ".plimsollignore", "a.c"], tree.Walk());
    }

    [Fact]
    public void Walk_ExtraIgnoreFile_WinsOverGitAndTracking()
    {
        Assert.SkipWhen(Tree.WhyNoGit is not null, Tree.WhyNoGit ?? "");
        using var tree = new Tree();
        tree.Shell("git init -q .; mkdir -p gen vendor; touch gen/a.c vendor/v.c tracked.c kept.log other.log; git add -f tracked.c vendor; "
            + "printf '*.log\\ngen/\\n' > .gitignore; printf 'tracked.c\\nvendor\\n!kept.log\\n!gen/\\n' > .plimsollignore");
        var log = new SkipLog();

        Assert.Equal([".gitignore", ".plimsollignore", "gen/a.c", "kept.log"], tree.Walk(log: log));
        Assert.Equal(["Ignored other.log", "Ignored tracked.c", "Ignored vendor/"], log.Lines);
    }

    [Fact]
    public void Walk_Globs_ExcludeWinsOverInclude()
    {
        using var tree = new Tree();
        tree.Shell("mkdir -p src/gen doc; touch src/a.c src/b.h src/gen/c.c doc/d.md e.c");
        var log = new SkipLog();
        var options = new WalkOptions { Include = ["src/", "*.md"], Exclude = ["gen/", "*.h"] };

        Assert.Equal(["doc/d.md", "src/a.c"], tree.Walk(options, log));
        Assert.Equal(["Excluded e.c", "Excluded src/b.h", "Excluded src/gen/"], log.Lines);
    }

    [Fact]
    public void Walk_IgnoreFilesOff_TakesAllButGitFolders()
    {
        using var tree = new Tree();
        tree.Shell(Repository + "echo '*' > .gitignore; echo '*' > .plimsollignore; touch a");

        Assert.Equal([".gitignore", ".plimsollignore", "a"], tree.Walk(new WalkOptions { UseIgnoreFiles = false }));
    }

    [Fact]
    public void Walk_RootBelowTheRepository_ObeysRulesAbove()
    {
        Assert.SkipWhen(Tree.WhyNoGit is not null, Tree.WhyNoGit ?? "");
        using var tree = new Tree();
        tree.Shell("git init -q .; mkdir -p a/b/c; touch a/b/x.log a/b/k.log a/b/c/anchored a/b/anchored a/b/y.tmp a/b/t.tmp a/b/z; "
            + "echo '*.log' > .gitignore; printf '/b/anchored\\n!k.log\\n' > a/.gitignore; echo '*.tmp' > .git/info/exclude; git add -f a/b/t.tmp; echo z > a/.plimsollignore");

        Assert.Equal(["c/anchored", "k.log", "t.tmp"], tree.Walk(root: tree.Root + "/a/b"));
    }

    [Fact]
    public void Walk_NestedRepository_HasItsOwnRules()
    {
        Assert.SkipWhen(Tree.WhyNoGit is not null, Tree.WhyNoGit ?? "");
        using var tree = new Tree();
        tree.Shell("git init -q .; printf '*.log\\n' > .gitignore; touch a.log; mkdir -p in/ner off; cd in/ner; git init -q .; touch b.log c.tmp d.tmp; "
            + "echo '*.tmp' > .gitignore; git add -f d.tmp; cd ../..; touch z.log z.c; git init -q off; touch off/x; echo off/ >> .gitignore");

        Assert.Equal([".gitignore", "in/ner/.gitignore", "in/ner/b.log", "in/ner/d.tmp", "z.c"], tree.Walk());
    }

    [Fact]
    public void Walk_IgnoredSubmodule_IsTakenBecauseItIsTracked()
    {
        Assert.SkipWhen(Tree.WhyNoGit is not null, Tree.WhyNoGit ?? "");
        using var tree = new Tree();
        tree.Shell("git init -q .; git init -q sub; cd sub; touch s.c; git add .; git -c user.name=n -c user.email=e commit -qm m; cd ..; "
            + "git -c advice.addEmbeddedRepo=false add -f sub 2>/dev/null; touch sub-x; printf 'sub*\\n' > .gitignore");

        Assert.Equal([".gitignore", "sub/s.c"], tree.Walk());
    }

    [Fact]
    public void Walk_WorkTreeWithPointerFile_FindsItsIndexAndSharedRules()
    {
        Assert.SkipWhen(Tree.WhyNoGit is not null, Tree.WhyNoGit ?? "");
        using var tree = new Tree();
        tree.Shell("git init -q main; cd main; touch f.log; git add -f f.log; git -c user.name=n -c user.email=e commit -qm m; echo '*.log' > .git/info/exclude; "
            + "git worktree add -q ../other; touch ../other/g.log ../other/h.c");

        Assert.Equal(["f.log", "h.c"], tree.Walk(root: tree.Root + "/other"));
    }

    [Fact]
    public void Walk_SplitIndex_StillFindsTrackedFiles()
    {
        Assert.SkipWhen(Tree.WhyNoGit is not null, Tree.WhyNoGit ?? "");
        using var tree = new Tree();
        tree.Shell("git init -q .; touch a.log b.log c.log; git add -f a.log; git update-index --split-index; git add -f c.log; echo '*.log' > .gitignore");

        Assert.Equal([".gitignore", "a.log", "c.log"], tree.Walk());
    }

    [Fact]
    public void Walk_GlobalExcludes_FollowsSettings()
    {
        Assert.SkipWhen(Tree.WhyNoGit is not null, Tree.WhyNoGit ?? "");
        using var tree = new Tree();
        tree.Shell("git init -q .; touch a.log b.tmp c.bak; printf '[include]\\n\\tpath = more\\n' > ~/.gitconfig; "
            + "printf '[Core]\\n\\texcludesFile = \"~/my ignore\" ; note\\n' > ~/more; echo '*.log' > ~/'my ignore'; mkdir -p ~/.config/git; echo '*.tmp' > ~/.config/git/ignore");
        var git = tree.Paths("git ls-files -co --exclude-standard -z");

        Assert.Equal(["b.tmp", "c.bak"], git);
        Assert.Equal(git, tree.Walk());
    }

    [Fact]
    public void Walk_IgnoreFileThatIsALinkOrAFolder_IsNotObeyed()
    {
        using var tree = new Tree();
        tree.Shell(Repository + "mkdir d; echo 'a*' > rules; ln -s rules .gitignore; mkdir d/.gitignore; mkfifo .plimsollignore; touch a1 d/a2");

        Assert.Equal(["a1", "d/a2", "rules"], tree.Walk());
    }
}
