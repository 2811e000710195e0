using Plimsoll.Indexing.Jobs;
using Plimsoll.Indexing.Segments;
using Plimsoll.Testing;

namespace Plimsoll.Indexing.Tests.Jobs;

/// <summary>A new index is made beside the old one, which answers until the new one is complete.</summary>
public sealed class FreshIndexTests
{
    [Fact]
    public void Fresh_OverAnIndex_ReplacesItAndLeavesNothingBehind()
    {
        using var fixture = new JobFixture();
        fixture.WriteMadeUp(11, 40);
        fixture.Run();
        string digest = fixture.Digest();

        IndexReport report = fixture.Run(fresh: true);

        Assert.Equal((40, 40, false), (report.Files, report.Added, report.OldIndexAnswers));
        Assert.Equal(digest, fixture.Digest());
        Assert.Equal(fixture.SegmentFiles().Length, report.Segments);
        Assert.Empty(Directory.GetDirectories(fixture.IndexFolder));
    }

    [Fact]
    public void Fresh_Interrupted_LeavesTheOldIndexInForceAndGoesOnFromThere()
    {
        using var fixture = new JobFixture();
        fixture.WriteMadeUp(12, 40);
        fixture.Run();
        string digest = fixture.Digest();
        using var stopped = new CancellationTokenSource();
        stopped.Cancel();

        IndexReport report = fixture.Run(fresh: true, stop: stopped.Token);

        Assert.True(report.Interrupted && report.OldIndexAnswers);
        Assert.Equal(digest, fixture.Digest());
        Assert.False(fixture.Run(fresh: true).Interrupted);
        Assert.Equal(digest, fixture.Digest());
    }

    [Fact]
    public void Fresh_AgainAfterAnInterruption_ReadsNothingThatWasDone()
    {
        using var fixture = new JobFixture();
        fixture.WriteMadeUp(18, 40);
        fixture.Run();
        using var made = new TempFolder();
        fixture.Run(made.Root, 256L << 20, 1, 0, false, default);
        Directory.Move(made.Root, Path.Combine(fixture.IndexFolder, "fresh"));
        Directory.CreateDirectory(made.Root);

        IndexReport report = fixture.Run(fresh: true);

        Assert.Equal((40, 0, 40), (report.Files, report.Added, report.Unchanged));
    }

    [Fact]
    public void Fresh_OfAnotherRootInterrupted_LeavesTheOldIndexItsRoot()
    {
        using var first = new JobFixture();
        using var second = new JobFixture();
        first.WriteMadeUp(19, 5);
        second.WriteMadeUp(20, 6);
        first.Run();
        using var stopped = new CancellationTokenSource();
        stopped.Cancel();

        Assert.True(second.Run(first.IndexFolder, 256L << 20, 1, 0, true, stopped.Token).OldIndexAnswers);

        Assert.Equal(first.Root, IndexFolder.RootOf(first.IndexFolder));
        Assert.Equal(5, first.Run().Unchanged);
    }

    [Fact]
    public void Fresh_CrashWhileItIsPutInForce_NothingIsLost()
    {
        using var fixture = new JobFixture();
        fixture.WriteMadeUp(13, 40);
        fixture.Run();
        string digest = fixture.Digest();
        using var made = new TempFolder();
        fixture.Run(made.Root, 256L << 20, 1, 0, false, default);
        string moved = Directory.GetFiles(made.Root, "*" + SegmentFormat.Extension)[0];
        File.Move(moved, Path.Combine(fixture.IndexFolder, Path.GetFileName(moved)), overwrite: true); // the same content has the same name
        Directory.CreateDirectory(Path.Combine(fixture.IndexFolder, "fresh"));

        Assert.Equal(digest, fixture.Digest());
        fixture.Run();

        Assert.Equal(digest, fixture.Digest());
        Assert.Empty(Directory.GetDirectories(fixture.IndexFolder));
    }

    [Fact]
    public void Fresh_BudgetTooSmall_KeepsTheOldIndex()
    {
        using var fixture = new JobFixture();
        fixture.WriteMadeUp(14, 10);
        fixture.Run();
        string digest = fixture.Digest();

        // Enough for the governor and not for the job: it is the job that must not drop what it cannot replace.
        var error = Assert.Throws<IndexException>(() => fixture.Run(budgetBytes: 20L << 20, fresh: true));
        Assert.Equal(IndexFailure.BudgetTooSmall, error.Failure);

        Assert.Equal(digest, fixture.Digest());
    }

    [Fact]
    public void Run_FolderOfAnotherRoot_IsRefusedUnlessFresh()
    {
        using var first = new JobFixture();
        using var second = new JobFixture();
        first.WriteMadeUp(15, 5);
        second.WriteMadeUp(16, 6);
        first.Run();

        var error = Assert.Throws<IndexException>(() => second.Run(first.IndexFolder, 256L << 20, 1, 0, false, default));
        Assert.Equal(IndexFailure.Usage, error.Failure);
        Assert.Contains(first.Root, error.Message, StringComparison.Ordinal);

        Assert.Equal(6, second.Run(first.IndexFolder, 256L << 20, 1, 0, true, default).Files);
        Assert.Equal(second.Root, IndexFolder.RootOf(first.IndexFolder));
    }

    [Fact]
    public void Run_ContentThatIsLeftOut_CountsNeitherAsAddedNorAsUnchanged()
    {
        using var fixture = new JobFixture();
        fixture.WriteMadeUp(17, 5);
        fixture.Write("data.js", "var x = '\0\0\0';");

        IndexReport first = fixture.Run();
        IndexReport second = fixture.Run();
        fixture.Write("data.js", "var x = 1;\n");
        IndexReport third = fixture.Run();
        fixture.Write("data.js", "var x = '\0\0\0';");
        IndexReport fourth = fixture.Run();

        Assert.Equal((5, 5, 0, 0), (first.Files, first.Added, first.Unchanged, first.Removed));
        Assert.Equal((5, 0, 5, 0), (second.Files, second.Added, second.Unchanged, second.Removed));
        Assert.Equal((6, 1, 5, 0), (third.Files, third.Added, third.Unchanged, third.Removed));
        Assert.Equal((5, 0, 5, 1), (fourth.Files, fourth.Added, fourth.Unchanged, fourth.Removed));
        Assert.Equal(0, fourth.Changed);
    }
}
