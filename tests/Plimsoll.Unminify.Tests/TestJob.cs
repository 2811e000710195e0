using Plimsoll.Memory;
using Plimsoll.Testing;
using Plimsoll.Unminify.Jobs;

namespace Plimsoll.Unminify.Tests;

/// <summary>Runs of the job in a folder of their own, under a governor that leaves the test's process alone.</summary>
internal sealed class TestJob : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly MemoryGovernor _governor;

    public TestJob(long budgetBytes = 512L << 20) => _governor = new MemoryGovernor(new MemoryGovernorOptions
    {
        Budget = MemoryBudget.FromBytes(budgetBytes),
        GovernsProcess = false,
        ObserveEvery = TimeSpan.Zero,
        BaseBytes = 16L << 20,
        SlackFloorBytes = 1L << 20,
    });

    public TempFolder Folder => _folder;

    /// <summary>Options for one input and one output file.</summary>
    public UnminifyOptions Options(string input, string output = "out.js") => new()
    {
        Inputs = [input],
        Output = _folder.PathOf(output),
        IsSingleFile = true,
        Unpack = false,
        Governor = _governor,
    };

    /// <summary>Un-minifies a text and returns what was written.</summary>
    public string Run(string text, Func<UnminifyOptions, UnminifyOptions>? change = null)
    {
        UnminifyOptions options = Options(_folder.Write("in.js", text));
        UnminifyJob.Run(change?.Invoke(options) ?? options, null, CancellationToken.None);
        return File.ReadAllText(_folder.PathOf("out.js"));
    }

    /// <summary>Un-minifies a text and returns the report.</summary>
    public ProgramReport Report(string text, Func<UnminifyOptions, UnminifyOptions>? change = null)
    {
        UnminifyOptions options = Options(_folder.Write("in.js", text));
        return Assert.Single(UnminifyJob.Run(change?.Invoke(options) ?? options, null, CancellationToken.None).Programs);
    }

    public void Dispose()
    {
        _governor.Dispose();
        _folder.Dispose();
    }
}
