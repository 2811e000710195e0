using Plimsoll.Unminify.Jobs;

namespace Plimsoll.Unminify.Tests.Output;

/// <summary>An output in a place that cannot take it is told in words, and nothing is half there.</summary>
public sealed class OutputPlaceTests : IDisposable
{
    private const string Bundle = "!function(e){var t={};function n(r){if(t[r])return t[r].exports;var o=t[r]={exports:{}};return e[r].call(o.exports,o,o.exports,n),o.exports}n.m=e,n(0)}([function(e,t,n){e.exports=n(1)},function(e,t){e.exports=2-1}]);";

    private readonly TestJob _job = new();

    public void Dispose() => _job.Dispose();

    [Theory]
    [InlineData("a file/sub", "the folder {0}a file/sub cannot be made: {0}a file is a file; give another place with -o")]
    [InlineData("a file", "the folder {0}a file cannot be made: {0}a file is a file; give another place with -o")]
    [InlineData("rename", "{0}rename/in.rename.json is a folder, and a file of this name is to be written; move it away, or give another place with -o")]
    [InlineData("map", "{0}map/in.js.map is a folder, and a file of this name is to be written; move it away, or give another place with -o")]
    [InlineData("whole", "{0}whole/in.js is a folder, and a file of this name is to be written; move it away, or give another place with -o")]
    [InlineData("rejected", "{0}rejected/in.js.rejected is a folder, and a file of this name is to be written; move it away, or give another place with -o")]
    [InlineData("modules", "{0}modules/modules is a file, and a folder of this name is to be written; move it away, or give another place with -o")]
    [InlineData("manifest", "{0}manifest/manifest.json is a folder, and a file of this name is to be written; move it away, or give another place with -o")]
    [InlineData("runtime", "{0}runtime/in.runtime.js is a folder, and a file of this name is to be written; move it away, or give another place with -o")]
    public void Run_SomethingElseLiesThere_SaysWhatAndWritesNothing(string output, string message)
    {
        _job.Folder.Write("a file", "mine");
        _job.Folder.Write("modules/modules", "mine");
        foreach (string folder in (string[])["rename/in.rename.json", "map/in.js.map", "whole/in.js", "rejected/in.js.rejected", "manifest/manifest.json", "runtime/in.runtime.js"]) Directory.CreateDirectory(_job.Folder.PathOf(folder));
        UnminifyOptions options = _job.Options(_job.Folder.Write("in.js", Bundle), output) with { IsSingleFile = false, Unpack = true, WritesSourceMap = true, WritesRenameMap = true };
        string[] before = Entries();

        UnminifyException error = Assert.Throws<UnminifyException>(() => UnminifyJob.Run(options, null, CancellationToken.None));

        Assert.Equal(UnminifyFailure.CannotWrite, error.Failure);
        Assert.Equal(string.Format(System.Globalization.CultureInfo.InvariantCulture, message, _job.Folder.Root + "/"), error.Message);
        Assert.Equal(before, Entries());
    }

    [Theory]
    [InlineData("/proc", "/proc is the kernel's and keeps no files; give another place with -o")]
    [InlineData("/proc/plimsoll", "the folder /proc/plimsoll cannot be made: /proc is the kernel's and keeps no files; give another place with -o")]
    [InlineData("/dev/null", "the folder /dev/null cannot be made: /dev/null is a file; give another place with -o")]
    public void Run_PlaceOfTheKernel_SaysSo(string output, string message)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "these places are of Linux");
        UnminifyOptions options = _job.Options(_job.Folder.Write("in.js", "a()")) with { Output = output, IsSingleFile = false };

        UnminifyException error = Assert.Throws<UnminifyException>(() => UnminifyJob.Run(options, null, CancellationToken.None));

        Assert.Equal(UnminifyFailure.CannotWrite, error.Failure);
        Assert.Equal(message, error.Message);
        UnminifyException scratch = Assert.Throws<UnminifyException>(() => UnminifyJob.Run(options with { Output = _job.Folder.PathOf("out"), ScratchFolder = output }, null, CancellationToken.None));
        Assert.Equal(message.Replace("-o", "--disk-cache", StringComparison.Ordinal), scratch.Message);
        Assert.Equal(["in.js"], _job.Folder.Names());
    }

    [Fact]
    public void Run_NameTooLong_SaysSo()
    {
        UnminifyOptions options = _job.Options(_job.Folder.Write("in.js", "a()"), new string('x', 250) + ".js");

        UnminifyException error = Assert.Throws<UnminifyException>(() => UnminifyJob.Run(options, null, CancellationToken.None));

        Assert.Equal(UnminifyFailure.CannotWrite, error.Failure);
        Assert.Contains("its name has more than 200 bytes", error.Message, StringComparison.Ordinal);
    }

    private string[] Entries() => [.. Directory.EnumerateFileSystemEntries(_job.Folder.Root, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal)];
}
