using Plimsoll.Files;
using Plimsoll.Indexing.Jobs;
using Plimsoll.Indexing.Segments;

namespace Plimsoll.Indexing.Tests.Jobs;

public sealed class IndexJobTests
{
    [Fact]
    public void Run_AnyBudgetThreadsAndBatch_GivesTheSameDigest()
    {
        using var fixture = new JobFixture();
        fixture.WriteMadeUp(1, 120);
        string expected = fixture.FreshDigest();
        foreach ((long budget, int threads, int batch) in new[] { (48L << 20, 1, 8), (96L << 20, 2, 256), (1L << 30, 3, 1), (64L << 20, 2, 64) })
        {
            IndexReport report = fixture.Run(budget, threads, batch, fresh: true);
            Assert.Equal(120, report.Files);
            Assert.Equal(120, report.Added);
            Assert.Equal(expected, fixture.Digest());
        }
    }

    [Fact]
    public void Run_NothingChanged_ReadsNothing()
    {
        using var fixture = new JobFixture();
        fixture.WriteMadeUp(2, 30);
        Age(fixture);
        fixture.Run();
        string[] before = fixture.SegmentFiles();
        IndexReport report = fixture.Run();
        Assert.Equal((30, 0, 0, 0), (report.Unchanged, report.Added, report.Changed, report.Removed));
        Assert.Equal(0, report.BytesRead);
        Assert.Equal(before, fixture.SegmentFiles());
    }

    [Fact]
    public void Run_TouchedButUnchanged_KeepsTheSegmentsAndRemembersTheStamp()
    {
        using var fixture = new JobFixture();
        fixture.WriteMadeUp(3, 20);
        fixture.Run();
        string[] before = fixture.SegmentFiles();
        Age(fixture);
        IndexReport report = fixture.Run();
        Assert.Equal((20, 0), (report.Unchanged, report.Added + report.Changed));
        Assert.Equal(before, fixture.SegmentFiles());
        using IndexSnapshot snapshot = IndexSnapshot.Open(fixture.IndexFolder);
        Assert.True(File.Exists(snapshot.Segments[0].Segment.FullPath + StampFile.Extension));
    }

    [Fact]
    public void Run_RandomEdits_EqualsAFreshIndexEachTime()
    {
        using var fixture = new JobFixture();
        fixture.WriteMadeUp(4, 60);
        fixture.Run();
        var random = new Random(9);
        for (int round = 0; round < 25; round++)
        {
            Edit(fixture, random);
            fixture.Run(threads: 1 + (round % 2));
            Assert.Equal(fixture.FreshDigest(), fixture.Digest());
        }
    }

    [Fact]
    public void Run_DeletedFile_LeavesTheIndex()
    {
        using var fixture = new JobFixture();
        fixture.Write("a.c", "int first_thing;");
        fixture.Write("b.c", "int second_thing;");
        fixture.Run();
        File.Delete(Path.Combine(fixture.Root, "a.c"));
        IndexReport report = fixture.Run();
        Assert.Equal((1, 1, 1), (report.Removed, report.Files, report.Unchanged));
        Assert.Equal(fixture.FreshDigest(), fixture.Digest());
    }

    [Fact]
    public void Run_AfterManyUpdates_KeepsSegmentsFew()
    {
        using var fixture = new JobFixture();
        fixture.WriteMadeUp(5, 40);
        fixture.Run();
        for (int round = 0; round < 30; round++)
        {
            fixture.Write($"new{round:D2}.c", $"int value_{round};");
            Assert.InRange(fixture.Run().Segments, 1, 10);
        }

        Assert.Equal(fixture.FreshDigest(), fixture.Digest());
    }

    [Fact]
    public void Run_ManifestLost_RebuildsItFromTheSegments()
    {
        using var fixture = new JobFixture();
        fixture.WriteMadeUp(6, 50);
        Age(fixture);
        fixture.Run();
        string digest = fixture.Digest();
        foreach (bool delete in new[] { true, false })
        {
            string manifest = Path.Combine(fixture.IndexFolder, Manifest.FileName);
            if (delete)
                File.Delete(manifest);
            else
                Flip(manifest, 20);
            IndexReport report = fixture.Run();
            Assert.Equal((50, 0), (report.Unchanged, report.Added));
            Assert.Equal(delete ? 0 : 1, report.Warnings.Count);
            Assert.Equal(digest, fixture.Digest());
        }
    }

    [Fact]
    public void Run_AnyFileOfTheIndexDamaged_RepairsItAndSaysSo()
    {
        using var fixture = new JobFixture();
        fixture.WriteMadeUp(7, 50);
        fixture.Run(threads: 2);
        string digest = fixture.Digest();
        foreach (string file in Directory.GetFiles(fixture.IndexFolder))
        {
            Flip(file, new FileInfo(file).Length / 2);
            IndexReport report = fixture.Run();
            bool counts = file.EndsWith(SegmentFormat.Extension, StringComparison.Ordinal) || Path.GetFileName(file) is Manifest.FileName or "root";
            Assert.Equal(counts ? 1 : 0, report.Warnings.Count);
            Assert.Equal(digest, fixture.Digest());
            Assert.NotNull(SkipList.Read(fixture.IndexFolder).ToList());
        }
    }

    [Fact]
    public void Run_AlreadyIndexing_IsLocked()
    {
        using var fixture = new JobFixture();
        fixture.Write("a.c", "x");
        using var claim = IndexFolder.Claim(fixture.IndexFolder, true, TimeProvider.System);
        Assert.Equal(IndexFailure.Locked, Assert.Throws<IndexException>(() => fixture.Run()).Failure);
    }

    [Fact]
    public void Run_StoppedEarly_SavesAndGoesOn()
    {
        using var fixture = new JobFixture();
        fixture.WriteMadeUp(8, 80);
        using var stop = new CancellationTokenSource();
        stop.Cancel();
        Assert.True(fixture.Run(stop: stop.Token).Interrupted);
        Assert.False(fixture.Run().Interrupted);
        Assert.Equal(fixture.FreshDigest(), fixture.Digest());
    }

    [Fact]
    public void Run_BudgetTooSmall_SaysWhichWouldDo()
    {
        using var fixture = new JobFixture();
        fixture.Write("a.c", "x");
        IndexException error = Assert.Throws<IndexException>(() => fixture.Run(budgetBytes: 20L << 20));
        Assert.Equal(IndexFailure.BudgetTooSmall, error.Failure);
        string named = error.Message[(error.Message.IndexOf("--memory ", StringComparison.Ordinal) + 9)..].TrimEnd('.', ')');
        Assert.Equal(1, fixture.Run(budgetBytes: Plimsoll.Memory.MemoryBudget.Parse(named).Bytes, threads: 1).Files);
    }

    [Fact]
    public void Run_NoFolder_IsNotFound()
    {
        using var fixture = new JobFixture();
        Directory.Delete(fixture.Root);
        Assert.Equal(IndexFailure.NotFound, Assert.Throws<IndexException>(() => fixture.Run()).Failure);
    }

    [Fact]
    public void Run_BinaryAndOversized_AreCountedByReason()
    {
        using var fixture = new JobFixture();
        fixture.Write("a.c", "int x1;");
        fixture.Write("b.bin", "abc\0\0\0def");
        fixture.Write("c.txt", new string('x', 70 * 1024));
        IndexReport report = fixture.Run();
        Assert.Equal(1, report.Files);
        Assert.Equal(1, report.Skipped[SkipReason.Binary]);
        Assert.Equal(1, report.Skipped[SkipReason.TooLarge]);
        Assert.Equal("c.txt", System.Text.Encoding.UTF8.GetString(Assert.Single(SkipList.Read(fixture.IndexFolder)).Path));
    }

    private static void Edit(JobFixture fixture, Random random)
    {
        string[] files = Directory.GetFiles(fixture.Root, "*", SearchOption.AllDirectories);
        for (int edit = random.Next(1, 6); edit > 0; edit--)
        {
            string file = files[random.Next(files.Length)];
            switch (random.Next(4))
            {
                case 0:
                    File.Delete(file);
                    break;
                case 1 when File.Exists(file):
                    File.Move(file, file + ".c", overwrite: true);
                    break;
                case 2:
                    fixture.Write($"deep/er/file{random.Next(20)}.py", $"def made_{random.Next(9)}():\n    return {random.Next()}\n");
                    break;
                default:
                    File.AppendAllText(file, $"\nint added_{random.Next(1000)};\n");
                    break;
            }
        }
    }

    /// <summary>Sets old time stamps, which a run may believe.</summary>
    private static void Age(JobFixture fixture)
    {
        foreach (string file in Directory.GetFiles(fixture.Root, "*", SearchOption.AllDirectories))
            File.SetLastWriteTimeUtc(file, new DateTime(2024, 1, 2, 3, 4, 5, DateTimeKind.Utc));
    }

    private static void Flip(string path, long at)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.ReadWrite);
        file.Position = at;
        int value = file.ReadByte();
        file.Position = at;
        file.WriteByte((byte)(value ^ 0x10));
    }
}
