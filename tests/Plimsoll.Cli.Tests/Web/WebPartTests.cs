using Plimsoll.Cli.Mcp;
using Plimsoll.Cli.Web;
using Plimsoll.Testing;

namespace Plimsoll.Cli.Tests.Web;

/// <summary>Parts of the server by themselves.</summary>
public sealed class WebPartTests
{
    [Fact]
    public void LoadGate_Full_TurnsAwayUntilSomebodyLeaves()
    {
        LoadGate gate = new(2);

        Assert.True(gate.TryEnter() && gate.TryEnter());
        Assert.False(gate.TryEnter());
        gate.Leave();
        Assert.True(gate.TryEnter());
        Assert.Equal((2, 1), (gate.Inside, (int)gate.TurnedAway));
    }

    [Fact]
    public async Task WorkPool_Work_RunsFailsAndIsLeftUndoneWhenNobodyWaits()
    {
        using ManualResetEventSlim goOn = new();
        using CancellationTokenSource gone = new();
        using WorkPool pool = new([Slot()], queueMost: 2);
        Task<int> first = pool.Run(_ => { goOn.Wait(); return 1; }, CancellationToken.None);
        Assert.True(SpinWait.SpinUntil(() => pool.Waiting == 0, TimeSpan.FromSeconds(30)));
        Task<int> failing = pool.Run<int>(_ => throw new ToolException("no"), CancellationToken.None);
        Task<int> unwanted = pool.Run(_ => 3, gone.Token);

        WebException busy = await Assert.ThrowsAsync<WebException>(() => pool.Run(_ => 4, CancellationToken.None));
        await gone.CancelAsync();
        goOn.Set();

        Assert.Equal(503, busy.Status);
        Assert.Equal(1, await first);
        await Assert.ThrowsAsync<ToolException>(() => failing);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => unwanted);
    }

    [Fact]
    public async Task WorkPool_Disposed_FinishesWhatItHasTakenOn()
    {
        WorkPool pool = new([Slot(), Slot()], queueMost: 100);
        Task<int>[] all = [.. Enumerable.Range(0, 100).Select(i => pool.Run(_ => i, CancellationToken.None))];

        pool.Dispose();

        Assert.Equal(Enumerable.Range(0, 100), await Task.WhenAll(all));
    }

    [Fact]
    public void RequestCounts_Page_HasCumulativeBuckets()
    {
        RequestCounts counts = new();
        foreach (double ms in (double[])[0.5, 3, 30, 30_000]) counts.Add("GET /x", ms > 100 ? 503 : 200, TimeSpan.FromMilliseconds(ms));
        using StringWriter page = new();

        counts.Write(page);

        string text = page.ToString();
        Assert.Contains("plimsoll_http_requests_total{route=\"GET /x\",status=\"200\"} 3\n", text, StringComparison.Ordinal);
        Assert.Contains("plimsoll_http_requests_total{route=\"GET /x\",status=\"503\"} 1\n", text, StringComparison.Ordinal);
        Assert.Contains("_bucket{route=\"GET /x\",le=\"0.005\"} 2\n", text, StringComparison.Ordinal);
        Assert.Contains("_bucket{route=\"GET /x\",le=\"10\"} 3\n", text, StringComparison.Ordinal);
        Assert.Contains("_bucket{route=\"GET /x\",le=\"+Inf\"} 4\n", text, StringComparison.Ordinal);
        Assert.Contains("_count{route=\"GET /x\"} 4\n", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task McpSessions_NotUsedForLong_End()
    {
        FakeClock clock = new();
        await using McpSessions sessions = new(McpTools.Options([], static (_, _, _) => ValueTask.FromResult(new ToolAnswer("", IsError: false))), clock);
        McpSession idle = await sessions.Begin();
        McpSession busy = await sessions.Begin();
        sessions.Leave(idle);

        clock.Advance(McpSessions.IdleMost + TimeSpan.FromSeconds(1));
        await sessions.EndIdle();

        Assert.Equal(404, Assert.Throws<WebException>(() => sessions.Enter(idle.Id)).Status);
        Assert.Same(busy, sessions.Enter(busy.Id));
    }

    [Fact]
    public async Task McpSessions_Full_GiveTheOldestPlaceToANewOne()
    {
        FakeClock clock = new();
        await using McpSessions sessions = new(McpTools.Options([], static (_, _, _) => ValueTask.FromResult(new ToolAnswer("", IsError: false))), clock);
        McpSession first = await sessions.Begin();
        sessions.Leave(first);
        clock.Advance(TimeSpan.FromMilliseconds(1));
        for (int i = 1; i < McpSessions.Most; i++) sessions.Leave(await sessions.Begin());

        await Assert.ThrowsAsync<WebException>(sessions.Begin);
        clock.Advance(TimeSpan.FromMinutes(1));
        await sessions.Begin();

        Assert.Equal(McpSessions.Most, sessions.Count);
        Assert.Throws<WebException>(() => sessions.Enter(first.Id));
    }

    private static WorkSlot Slot()
    {
        IndexedRoots none = new([]);
        return new WorkSlot(none, new ToolTable(none, TimeProvider.System, TextWriter.Null));
    }
}
