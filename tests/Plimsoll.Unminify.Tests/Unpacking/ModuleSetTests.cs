using System.Text.Json;
using Plimsoll.Unminify.Jobs;

namespace Plimsoll.Unminify.Tests.Unpacking;

/// <summary>The files of an unpacked bundle.</summary>
public sealed class ModuleSetTests : IDisposable
{
    private const string Runtime = "var t={};function n(r){var o=t[r];if(void 0!==o)return o.exports;var i=t[r]={exports:{}};return e[r](i,i.exports,n),i.exports}";
    private const string Bundled = "(()=>{var e={45588(e,t,n){t.a=n(\"../../../etc/x\").b+1},\"../../../etc/x\":(e,t)=>{t.b=2},7:e=>e.exports=n};" + Runtime + "n(45588)})()";

    private readonly TestJob _job = new();

    private string Set => _job.Folder.PathOf("set");

    public void Dispose() => _job.Dispose();

    [Fact]
    public void Run_Bundle_CutsWhatWasChecked()
    {
        UnminifyReport report = Run(Bundled);

        Assert.Equal(3, report.Programs[0].Modules);
        Assert.Equal(["in.js", "in.runtime.js", "manifest.json", "modules"], Names(Set));
        Assert.Equal(["45588.js", "7.js", "etc"], Names(Path.Combine(Set, "modules")));
        Assert.Equal("exports.b = 2;\n", File.ReadAllText(Path.Combine(Set, "modules/etc/x.js")));
        Assert.Equal("exports.a = require(\"../../../etc/x\").b + 1;\n", File.ReadAllText(Path.Combine(Set, "modules/45588.js")));
        Assert.StartsWith("return module.exports = ", File.ReadAllText(Path.Combine(Set, "modules/7.js")), StringComparison.Ordinal);
        Assert.Contains("'../../../etc/x' is modules/etc/x.js", Assert.Single(report.Warnings), StringComparison.Ordinal);
    }

    [Fact]
    public void Run_Bundle_PutTogetherIsTheProgramInOneFile()
    {
        Run(Bundled);
        using JsonDocument manifest = JsonDocument.Parse(File.ReadAllText(Path.Combine(Set, "manifest.json")));
        JsonElement file = manifest.RootElement.GetProperty("files")[0];
        string rest = File.ReadAllText(Path.Combine(Set, file.GetProperty("runtime").GetString()!));
        foreach (JsonElement module in file.GetProperty("modules").EnumerateArray().Reverse())
        {
            rest = rest.Insert(module.GetProperty("at").GetInt32(), File.ReadAllText(Path.Combine(Set, module.GetProperty("path").GetString()!)));
            Assert.StartsWith(module.GetProperty("id").GetString() == "7" ? "e.exports" : "{", Bundled[module.GetProperty("start").GetInt32()..], StringComparison.Ordinal);
        }

        // What is put together is proved once more, as a program of its own.
        Assert.True(_job.Report(rest).IsVerified);
    }

    [Fact]
    public void Run_ModuleThatDeclaresWhatAFileGets_IsAFileAllTheSame()
    {
        Run("(()=>{var e={1(){let require=f();const exports=[require];class __filename{}g(exports,__filename);{let module=h();i(module)}}};" + Runtime + "n(1)})()");
        string module = File.ReadAllText(Path.Combine(Set, "modules/1.js"));

        Assert.DoesNotMatch("(?m)^(let|const|class) (require|exports|__filename)\\b", module);
        Assert.Contains("let module = h();", module, StringComparison.Ordinal);
        ModuleChecks.AllParse(Set, 1);
    }

    [Fact]
    public void Run_InputsWithNamesOfParts_KeepTheirs()
    {
        string[] inputs = [_job.Folder.Write("a.js", Bundled), _job.Folder.Write("a.runtime.js", Bundled), _job.Folder.Write("a.cjs", Bundled)];
        UnminifyJob.Run(_job.Options(inputs[0], "set") with { Inputs = inputs, IsSingleFile = false, Unpack = true }, null, CancellationToken.None);

        Assert.Equal(["a.cjs", "a.js", "a.runtime-2.js", "a.runtime.cjs", "a.runtime.js", "a.runtime.runtime.js", "manifest.json", "modules"], Names(Set));
        ModuleChecks.AllParse(Set, 9);
    }

    [Fact]
    public void Run_InputThatIsCalledAsTheManifest_IsRefused()
    {
        string input = _job.Folder.Write("manifest.json", Bundled);
        UnminifyOptions options = _job.Options(input, "set") with { IsSingleFile = false, Unpack = true };

        Assert.Equal(UnminifyFailure.Usage, Assert.Throws<UnminifyException>(() => UnminifyJob.Run(options, null, CancellationToken.None)).Failure);
    }

    [Fact]
    public void Run_Again_TakesThePlaceOfTheSetBefore()
    {
        Run(Bundled);
        File.WriteAllText(Path.Combine(Set, "mine.txt"), "mine");
        Run("(()=>{var e={1(e,t,n){t.a=1}};" + Runtime + "n(1)})()");

        Assert.Equal(["in.js", "in.runtime.js", "manifest.json", "mine.txt", "modules"], Names(Set));
        Assert.Equal(["1.js"], Names(Path.Combine(Set, "modules")));
    }

    [Fact]
    public void Run_KilledBetweenTwoRenames_IsFinishedByTheNextRun()
    {
        Run(Bundled);
        File.Move(Path.Combine(Set, "manifest.json"), Path.Combine(Set, "manifest.json.old"));
        Directory.CreateDirectory(Path.Combine(Set, ".plimsoll-new-0123456789ab", "modules"));
        Run(Bundled);

        Assert.Equal(["in.js", "in.runtime.js", "manifest.json", "modules"], Names(Set));
    }

    [Fact]
    public void Run_ModulesOfSomebodyElse_AreNotTouched()
    {
        _job.Folder.Write("set/modules/precious.js", "mine");

        Assert.Equal(UnminifyFailure.Usage, Assert.Throws<UnminifyException>(() => Run(Bundled)).Failure);
        Assert.Equal("mine", File.ReadAllText(Path.Combine(Set, "modules/precious.js")));
        Assert.Equal(["modules"], Names(Set));
    }

    [Fact]
    public void Run_ManifestOfSomebodyElse_IsNotTouched()
    {
        _job.Folder.Write("set/manifest.json", "{\"name\":\"my app\"}");

        Assert.Equal(UnminifyFailure.Usage, Assert.Throws<UnminifyException>(() => Run(Bundled)).Failure);
        Assert.Equal(["manifest.json"], Names(Set));
    }

    [Fact]
    public void Run_FilesPutBesideModules_Stay()
    {
        Run(Bundled);
        File.WriteAllText(Path.Combine(Set, "modules/etc/mine.txt"), "mine");
        Run("(()=>{var e={1(e,t,n){t.a=1}};" + Runtime + "n(1)})()");

        Assert.Equal("mine", File.ReadAllText(Path.Combine(Set, "modules/etc/mine.txt")));
        Assert.False(File.Exists(Path.Combine(Set, "modules/etc/x.js")));
    }

    [Fact]
    public void Run_FileInThePlaceOfAModule_IsNotTouched()
    {
        Run(Bundled);
        File.WriteAllText(Path.Combine(Set, "modules/1.js"), "mine");

        Assert.Equal(UnminifyFailure.Usage, Assert.Throws<UnminifyException>(() => Run("(()=>{var e={1(e,t,n){t.a=1}};" + Runtime + "n(1)})()")).Failure);
        Assert.Equal("mine", File.ReadAllText(Path.Combine(Set, "modules/1.js")));
        Assert.True(File.Exists(Path.Combine(Set, "modules/etc/x.js")));
        Assert.Equal(["in.js", "in.runtime.js", "manifest.json", "modules"], Names(Set));
    }

    [Fact]
    public void Run_SetOfAnotherProgram_IsNotTouched()
    {
        Run(Bundled);
        UnminifyOptions options = _job.Options(_job.Folder.Write("other.js", Bundled), "set") with { IsSingleFile = false, Unpack = true };

        Assert.Equal(UnminifyFailure.Usage, Assert.Throws<UnminifyException>(() => UnminifyJob.Run(options, null, CancellationToken.None)).Failure);
        Assert.Equal(["in.js", "in.runtime.js", "manifest.json", "modules"], Names(Set));
    }

    [Fact]
    public void Run_NotTheSameProgram_WritesNoSet()
    {
        Assert.Throws<UnminifyException>(() => Run(Bundled, options => options with { BeforeCheck = path => File.WriteAllText(path, File.ReadAllText(path).Replace(".b + 1", ".b - 1", StringComparison.Ordinal)) }));

        Assert.Equal(["in.js.rejected"], Names(Set));
    }

    [Fact]
    public void Run_SourceMaps_OneForEachFile()
    {
        Run(Bundled, options => options with { WritesSourceMap = true });

        Assert.True(File.Exists(Path.Combine(Set, "in.runtime.js.map")));
        using JsonDocument map = JsonDocument.Parse(File.ReadAllText(Path.Combine(Set, "modules/etc/x.js.map")));
        Assert.Equal("x.js", map.RootElement.GetProperty("file").GetString());
        Assert.StartsWith("AA", map.RootElement.GetProperty("mappings").GetString(), StringComparison.Ordinal); // the first name stands where the file begins
    }

    [Fact]
    public void Run_AnyChunkSize_WritesTheSameSet()
    {
        Run(Bundled, options => options with { ChunkBytes = int.MaxValue });
        string whole = File.ReadAllText(Path.Combine(Set, "manifest.json")) + File.ReadAllText(Path.Combine(Set, "in.runtime.js"));
        Run(Bundled, options => options with { ChunkBytes = UnminifyOptions.ChunkBytesMin });

        Assert.Equal(whole, File.ReadAllText(Path.Combine(Set, "manifest.json")) + File.ReadAllText(Path.Combine(Set, "in.runtime.js")));
    }

    private static string[] Names(string folder) => [.. Directory.EnumerateFileSystemEntries(folder).Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal)];

    private UnminifyReport Run(string text, Func<UnminifyOptions, UnminifyOptions>? change = null)
    {
        UnminifyOptions options = _job.Options(_job.Folder.Write("in.js", text), "set") with { IsSingleFile = false, Unpack = true };
        return UnminifyJob.Run(change?.Invoke(options) ?? options, null, CancellationToken.None);
    }
}
