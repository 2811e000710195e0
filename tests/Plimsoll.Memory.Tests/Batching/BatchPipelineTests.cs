namespace Plimsoll.Memory.Tests.Batching;

public sealed class BatchPipelineTests : IDisposable
{
    private const long MB = 1 << 20;
    private readonly MemoryGovernor _governor = new(new MemoryGovernorOptions
    {
        Budget = MemoryBudget.FromBytes(64 * MB),
        GovernsProcess = false,
        SlackFloorBytes = 0,
        ObserveEvery = TimeSpan.FromMilliseconds(10),
    });

    /// <summary>Every test ends with an empty ledger.</summary>
    public void Dispose()
    {
        GovernorSnapshot books = _governor.Snapshot();
        _governor.Dispose();
        Assert.Equal(0, books.HeldLeases + books.ManagedBytes + books.NativeBytes + books.WaitingRequests);
        Assert.Equal(0, books.DoubleReleases);
    }

    [Theory]
    [InlineData(true, 1)]
    [InlineData(true, 4)]
    [InlineData(false, 4)]
    public async Task Run_ManyItems_EachComesOutOnce(bool isOrdered, int workers)
    {
        var options = new BatchPipelineOptions<int> { IsOrdered = isOrdered, Workers = workers };

        (List<int> results, BatchReport report) = await Run(5000, options, Double);

        if (!isOrdered) results.Sort();
        Assert.Equal(Enumerable.Range(0, 5000).Select(i => 2 * i), results);
        Assert.Equal((5000, 5000, 0), (report.Progress.ItemsRead, report.Progress.ItemsDone, report.Progress.ItemsFailed));
        Assert.InRange(report.LargestBatchItems, 64, 256);
    }

    [Fact]
    public async Task Run_BadItems_FailByNameAndTheOthersAreDone()
    {
        var options = new BatchPipelineOptions<int> { NameOf = static item => $"item {item}", FailuresKept = 3 };

        (List<int> results, BatchReport report) = await Run(1000, options, async (batch, cancellationToken) =>
        {
            await Task.Yield();
            foreach (int item in batch.Items)
            {
                if (item % 100 == 7) throw new FormatException($"bad {item}");
                batch.Emit(2 * item);
            }
        });

        Assert.Equal(Enumerable.Range(0, 1000).Where(i => i % 100 != 7).Select(i => 2 * i), results);
        Assert.Equal(10, report.Progress.ItemsFailed);
        Assert.Equal(990, report.Progress.ItemsDone);
        Assert.Equal(3, report.Failures.Count);
        Assert.All(report.Failures, failure => Assert.StartsWith("FormatException: bad", failure.Reason, StringComparison.Ordinal));
        Assert.True(report.Progress.Splits > 0);
    }

    [Fact]
    public async Task Run_FailItemFromTheWork_CostsNoSplit()
    {
        (List<int> results, BatchReport report) = await Run(100, null, (batch, _) =>
        {
            for (int i = 0; i < batch.Items.Count; i++)
            {
                if (batch.Items[i] == 50)
                {
                    batch.FailItem(i, new FormatException("first"));
                    batch.FailItem(i, new FormatException("second"));
                }
                else
                {
                    batch.Emit(batch.Items[i]);
                }
            }

            return ValueTask.CompletedTask;
        });

        Assert.Equal(99, results.Count);
        Assert.Equal([new ItemFailure("50", "FormatException: first")], report.Failures);
        Assert.Equal(0, report.Progress.Splits);
    }

    [Fact]
    public async Task Run_PolicyFailRun_EndsWithTheError()
    {
        var options = new BatchPipelineOptions<int> { OnItemFailure = ItemFailurePolicy.FailRun };

        await Assert.ThrowsAsync<FormatException>(() => Run(1000, options, static (_, _) => throw new FormatException("no")));
        var byItem = await Assert.ThrowsAsync<InvalidOperationException>(() => Run(10, options, static (batch, _) =>
        {
            batch.FailItem(3, new FormatException("three"));
            return ValueTask.CompletedTask;
        }));
        Assert.Equal("'3' failed: three", byItem.Message);
    }

    [Fact]
    public async Task Run_OutOfMemoryInTheWork_SplitsAndLosesNothing()
    {
        int thrown = 0;
        (List<int> results, BatchReport report) = await Run(500, null, async (batch, _) =>
        {
            foreach (int item in batch.Items)
            {
                batch.Emit(2 * item);
                await Task.Yield();
                if (batch.Items.Count > 5 && item == 300)
                {
                    thrown++;
                    throw new OutOfMemoryException();
                }
            }
        });

        Assert.Equal(Enumerable.Range(0, 500).Select(i => 2 * i), results);
        Assert.True(thrown > 2);
        Assert.Equal(thrown, report.Progress.Splits);
    }

    [Fact]
    public async Task Run_ItemThatAlwaysRunsOutOfMemory_GetsOneMoreChanceThenFailsByName()
    {
        int tries = 0;
        (List<int> results, BatchReport report) = await Run(100, null, (batch, _) =>
        {
            foreach (int item in batch.Items)
            {
                if (item != 42)
                {
                    batch.Emit(item);
                    continue;
                }

                if (batch.Items.Count == 1) tries++;
                throw new OutOfMemoryException("42 again");
            }

            return ValueTask.CompletedTask;
        });

        Assert.Equal(99, results.Count);
        Assert.Equal(2, tries);
        Assert.Equal([new ItemFailure("42", "OutOfMemoryException: 42 again")], report.Failures);
    }

    [Theory]
    [InlineData("source")]
    [InlineData("sink")]
    [InlineData("checkpoint")]
    [InlineData("progress")]
    [InlineData("weigh")]
    public async Task Run_OutOfMemoryAroundTheWork_EndsTheRunAndReleasesAll(string place)
    {
        int checkpoints = 0;
        var options = new BatchPipelineOptions<int>
        {
            CheckpointEvery = 2,
            Weigh = item => place == "weigh" && item == 300 ? throw new OutOfMemoryException() : 1,
            Checkpoint = (_, _) => place == "checkpoint" && ++checkpoints == 2 ? throw new OutOfMemoryException() : ValueTask.CompletedTask,
            Progress = new Told(progress =>
            {
                if (place == "progress" && progress.Batches == 3) throw new OutOfMemoryException();
            }),
        };
        var pipeline = new BatchPipeline<int, int>(_governor, Double, options);

        await Assert.ThrowsAsync<OutOfMemoryException>(() => pipeline.RunAsync(
            Source(2000, i => place == "source" && i == 500 ? throw new OutOfMemoryException() : i),
            (result, _) => place == "sink" && result == 600 ? throw new OutOfMemoryException() : ValueTask.CompletedTask));

        Assert.True(pipeline.Report.Progress.ItemsRead < 2000);
    }

    [Fact]
    public async Task Run_Cancelled_SaysSoAndReleasesAll()
    {
        using var cancellation = new CancellationTokenSource();
        var pipeline = new BatchPipeline<int, int>(_governor, async (batch, token) =>
        {
            if (batch.Items[0] > 500) await cancellation.CancelAsync();
            await Task.Yield();
            token.ThrowIfCancellationRequested();
        });

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => pipeline.RunAsync(Source(100_000, i => i), static (_, _) => ValueTask.CompletedTask, cancellation.Token));

        Assert.InRange(pipeline.Report.Progress.ItemsRead, 500, 99_999);
        Assert.Equal(0, pipeline.Report.Progress.ItemsFailed);
    }

    [Fact]
    public async Task Run_HugeItemsAmongSmallOnes_GoAloneOrAreRefusedByName()
    {
        int Weight(int item) => item == 70 ? 30_000_000 : item == 90 ? 80_000_000 : 1000;
        var alone = new List<int>();
        var options = new BatchPipelineOptions<int> { Weigh = item => Weight(item), Predictor = new SizePredictor(1), Workers = 2, NameOf = static item => $"file {item}" };

        (List<int> results, BatchReport report) = await Run(200, options, (batch, _) =>
        {
            long needed = 0;
            foreach (int item in batch.Items) needed += Weight(item);
            batch.Reserve(needed);
            Assert.True(batch.LeasedBytes >= needed);
            lock (alone)
            {
                if (batch.Items.Count == 1) alone.Add(batch.Items[0]);
            }

            foreach (int item in batch.Items) batch.Emit(item);
            return ValueTask.CompletedTask;
        });

        Assert.Equal(199, results.Count);
        Assert.Contains(70, alone);
        ItemFailure refused = Assert.Single(report.Failures);
        Assert.Equal("file 90", refused.Item);
        Assert.Contains("This item alone needs 76.3 MB", refused.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_ForecastTooSmall_BatchesAreSplitUntilTheyFit()
    {
        var options = new BatchPipelineOptions<int> { Predictor = new SizePredictor(1), Workers = 1 };

        (List<int> results, BatchReport report) = await Run(300, options, (batch, _) =>
        {
            batch.Reserve(batch.Items.Count * MB);
            foreach (int item in batch.Items) batch.Emit(item);
            return ValueTask.CompletedTask;
        });

        Assert.Equal(Enumerable.Range(0, 300), results);
        Assert.InRange(report.Progress.Splits, 1, 20);
        Assert.True(report.SmallestBatchItems < 44, $"{report}");
    }

    [Fact]
    public async Task Run_SlowFirstBatchOrdered_DoesNotDeadlockWithAFullLedger()
    {
        var release = new TaskCompletionSource();
        int done = 0;
        var options = new BatchPipelineOptions<int> { Workers = 4, Predictor = new SizePredictor(MB), Limits = new BatchLimits { Base = 8, Min = 8, Max = 8 } };

        (List<int> results, _) = await Run(400, options, async (batch, _) =>
        {
            if (batch.Items[0] == 0) await release.Task;
            else if (Interlocked.Increment(ref done) == 3) release.TrySetResult();
            foreach (int item in batch.Items) batch.Emit(item);
        });

        Assert.Equal(Enumerable.Range(0, 400), results);
    }

    [Fact]
    public async Task Run_Checkpoints_ComeEverySoManyBatchesWithAllBeforeDone()
    {
        var seen = new List<long>();
        int sunk = 0;
        var options = new BatchPipelineOptions<int>
        {
            CheckpointEvery = 4,
            Checkpoint = (progress, _) =>
            {
                seen.Add(progress.ItemsDone);
                Assert.Equal(progress.ItemsDone, sunk);
                return ValueTask.CompletedTask;
            },
        };
        var pipeline = new BatchPipeline<int, int>(_governor, Double, options);

        BatchReport report = await pipeline.RunAsync(Source(2000, i => i), (_, _) =>
        {
            sunk++;
            return ValueTask.CompletedTask;
        });

        Assert.Equal(report.Progress.Batches / 4, report.Checkpoints);
        Assert.Equal(report.Checkpoints, seen.Count);
    }

    [Fact]
    public async Task Run_CriticalPressure_ShrinksBatchesAndWritesACheckpointAtOnce()
    {
        _governor.TryLease("elsewhere", LeaseKind.Native, 55 * MB, out MemoryLease elsewhere, out _);
        // Native leases alone make the pressure critical; 1.4 MB stay for managed batches.
        Assert.True(elsewhere.TryGrow(56 * MB));
        Assert.True(_governor.TryLease("elsewhere", LeaseKind.Managed, 4 * MB, out MemoryLease more, out _));
        _governor.Observe();
        var options = new BatchPipelineOptions<int> { CheckpointEvery = 1_000_000, Checkpoint = static (_, _) => ValueTask.CompletedTask, Predictor = new SizePredictor(1) };

        (List<int> results, BatchReport report) = await Run(2000, options, Double);

        Assert.Equal(2000, results.Count);
        Assert.InRange(report.SmallestBatchItems, 1, 8);
        Assert.Equal(1, report.Checkpoints);
        elsewhere.Dispose();
        more.Dispose();
    }

    [Fact]
    public void Options_ThatMakeNoSense_AreRefused()
    {
        Assert.Throws<ArgumentException>(() => new BatchPipeline<int, int>(_governor, Double, new BatchPipelineOptions<int> { Workers = 0 }));
    }

    private async Task<(List<int> Results, BatchReport Report)> Run(
        int items, BatchPipelineOptions<int>? options, Func<Batch<int, int>, CancellationToken, ValueTask> work)
    {
        var results = new List<int>();
        var pipeline = new BatchPipeline<int, int>(_governor, work, options);
        BatchReport report = await pipeline.RunAsync(Source(items, static i => i), (result, _) =>
        {
            results.Add(result);
            return ValueTask.CompletedTask;
        });
        return (results, report);
    }

    private static ValueTask Double(Batch<int, int> batch, CancellationToken cancellationToken)
    {
        foreach (int item in batch.Items) batch.Emit(2 * item);
        return ValueTask.CompletedTask;
    }

    private static async IAsyncEnumerable<int> Source(int count, Func<int, int> item)
    {
        for (int i = 0; i < count; i++)
        {
            if (i % 100 == 0) await Task.Yield();
            yield return item(i);
        }
    }

    private sealed class Told(Action<BatchProgress> tell) : IProgress<BatchProgress>
    {
        public void Report(BatchProgress value) => tell(value);
    }
}
