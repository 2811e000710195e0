using Plimsoll.Unminify.Jobs;

namespace Plimsoll.Unminify.Tests.Jobs;

/// <summary>What a failure of one file means for the others.</summary>
public sealed class SeveralFilesTests : IDisposable
{
    private const string Bundle = "!function(e){var t={};function n(r){if(t[r])return t[r].exports;var o=t[r]={exports:{}};return e[r].call(o.exports,o,o.exports,n),o.exports}n.m=e,n(0)}([function(e,t,n){e.exports=n(1)},function(e,t){e.exports=2-1}]);";

    private readonly TestJob _job = new();
    private readonly List<string> _told = [];

    public void Dispose() => _job.Dispose();

    [Fact]
    public void Run_SomeFail_DoesTheOthersAsWithoutThem()
    {
        string[] names = ["a.js", "syntax.js", "gone.js", "b.js"];
        Write("a.js", "b.js");
        _job.Folder.Write("syntax.js", "var a = ;");
        Run("good", ["a.js", "b.js"]);

        UnminifyReport report = Run("out", names);

        Assert.Equal(["a.js", "b.js"], report.Programs.Select(one => Path.GetFileName(one.Input)).ToArray());
        Assert.Equal(["syntax.js", "gone.js"], report.Failures.Select(one => Path.GetFileName(one.Input)).ToArray());
        Assert.Equal(report.Failures.Select(one => one.Input).ToArray(), _told.ToArray());
        Assert.Equal(UnminifyFailure.BadInput, Assert.IsType<UnminifyException>(report.Failures[0].Error).Failure);
        Assert.Equal(["a.js", "b.js"], Names("out"));
        foreach (string name in Names("out")) Assert.Equal(Read("good", name), Read("out", name));
    }

    [Fact]
    public void Run_AllFail_LeavesNothing()
    {
        Assert.Equal(2, Run("out", ["gone.js", "gone too.js"]).Failures.Count);
        Assert.Empty(_job.Folder.Names());
    }

    [Fact]
    public void Run_OneOutputIsAnotherProgram_IsToldAndKeptBeside()
    {
        Write("a.js", "b.js");
        int written = 0;

        UnminifyReport report = Run("out", ["a.js", "b.js"], options => options with { BeforeCheck = path => Break(path, ++written == 1) });

        Assert.Equal(UnminifyFailure.NotEquivalent, Assert.IsType<UnminifyException>(Assert.Single(report.Failures).Error).Failure);
        Assert.Equal(["a.js.rejected", "b.js"], Names("out"));
    }

    [Fact]
    public void Run_OneBundleFails_TheOtherIsTakenApartAndNothingOfTheFirstIsLeft()
    {
        _job.Folder.Write("a.js", Bundle);
        _job.Folder.Write("b.js", Bundle);
        int written = 0;

        Run("out", ["a.js", "b.js"], options => options with { WritesSourceMap = true, BeforeCheck = path => Break(path, ++written == 1) });

        Assert.Equal(["a.js.rejected", "b.js", "b.js.map", "b.runtime.js", "b.runtime.js.map", "manifest.json", "modules"], Names("out"));
        Assert.Equal(2, Directory.GetFiles(_job.Folder.PathOf("out/modules"), "*.js").Length);
        Assert.Equal(2, Directory.GetFiles(_job.Folder.PathOf("out/modules"), "*.map").Length);
    }

    [Fact]
    public void Run_OneBundleFailsThatWasThere_LeavesTheSetAsItWas()
    {
        _job.Folder.Write("a.js", Bundle);
        _job.Folder.Write("b.js", Bundle);
        Run("out", ["a.js", "b.js"]);
        string before = Read("out", "manifest.json");
        _job.Folder.Write("b.js", "var 1");

        UnminifyException error = Assert.Throws<UnminifyException>(() => Run("out", ["a.js", "b.js"]));

        Assert.Contains("holds the modules of b.js, which failed now", error.Message, StringComparison.Ordinal);
        Assert.Equal(before, Read("out", "manifest.json"));
        Assert.Equal(4, Directory.GetFiles(_job.Folder.PathOf("out/modules"), "*.js").Length);
    }

    [Fact]
    public void Run_StoppedOrNoRoom_DoesNotGoOn()
    {
        Write("a.js", "b.js");
        using CancellationTokenSource stop = new();

        Assert.Throws<OperationCanceledException>(() => Run("out", ["a.js", "b.js"], options => options with { BeforeCheck = _ => stop.Cancel() }, stop.Token));
        Assert.Throws<UnminifyException>(() => Run("out", ["a.js", "b.js"], options => options with { BeforeCheck = _ => throw new UnminifyException(UnminifyFailure.CannotWrite, "no room") }));
        Assert.Empty(_told);
        Assert.Equal(["a.js", "b.js"], _job.Folder.Names());
    }

    private static void Break(string path, bool breaks)
    {
        if (breaks) File.WriteAllText(path, File.ReadAllText(path).Replace('-', '+'));
    }

    private void Write(params string[] names)
    {
        foreach (string name in names) _job.Folder.Write(name, "function a(b,c){return b-c}go(a);");
    }

    private UnminifyReport Run(string output, string[] names, Func<UnminifyOptions, UnminifyOptions>? change = null, CancellationToken stop = default)
    {
        UnminifyOptions options = _job.Options("") with
        {
            Inputs = [.. names.Select(_job.Folder.PathOf)],
            Output = _job.Folder.PathOf(output),
            IsSingleFile = false,
            Unpack = true,
            Failed = failure => _told.Add(failure.Input),
        };
        return UnminifyJob.Run(change?.Invoke(options) ?? options, null, stop);
    }

    private string[] Names(string folder) => [.. Directory.GetFileSystemEntries(_job.Folder.PathOf(folder)).Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal)];

    private string Read(string folder, string name) => File.ReadAllText(_job.Folder.PathOf($"{folder}/{name}"));
}
