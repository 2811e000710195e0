using System.Globalization;
using Plimsoll.Testing;
using Plimsoll.Unminify.Jobs;

namespace Plimsoll.Unminify.Tests.Jobs;

/// <summary>Source maps of whole runs, as node reads them.</summary>
public sealed class MapTests : IDisposable
{
    private const string Bundle = "!function(e){var t={};function n(r){if(t[r])return t[r].exports;var o=t[r]={exports:{}};return e[r].call(o.exports,o,o.exports,n),o.exports}n.m=e,console.log(n(0))}([function(e,t,n){e.exports=n(1)+3},function(e,t){e.exports=2}]);";

    /// <summary>Goes over all places of a map: where it tells a name, that stands there in the input and another one in the output; elsewhere the same stands in both.</summary>
    private const string Check = """
        const fs = require('fs'), path = require('path'), { SourceMap } = require('module');
        const file = process.argv[1], folder = path.dirname(file), text = fs.readFileSync(file, 'utf8'), lines = text.split('\n');
        const url = decodeURIComponent(/\n\/\/# sourceMappingURL=(.*)\n$/.exec(text)[1]);
        const payload = JSON.parse(fs.readFileSync(path.join(folder, url), 'utf8'));
        const input = fs.readFileSync(path.join(folder, payload.sources[0]), 'utf8').split('\n');
        const map = new SourceMap(payload), used = new Set();
        let named = 0, same = 0;
        const word = (all, line, column) => /^[\p{ID_Start}$_][\p{ID_Continue}$]*/u.exec(all[line].slice(column))[0];
        for (let line = 0; line < lines.length; line++) {
          for (let column = 0; column < lines[line].length; column++) {
            const entry = map.findEntry(line, column);
            if (entry.generatedLine !== line || entry.generatedColumn !== column) continue;
            const now = word(lines, line, column), before = word(input, entry.originalLine, entry.originalColumn);
            if (now === before ? entry.name !== undefined : entry.name !== before) throw new Error(`${line}:${column}: ${now} was ${before}, the map says ${entry.name}`);
            if (entry.name === undefined) same++;
            else { named++; used.add(before); }
          }
        }
        if (used.size !== payload.names.length) throw new Error(`${payload.names.length} names, and ${used.size} in use`);
        console.log(`${named} ${same}`);
        """;

    private readonly TestJob _job = new();

    public void Dispose() => _job.Dispose();

    [Fact]
    public void Run_SourceMap_TellsWhatEachRenamedBindingWasCalled()
    {
        Assert.SkipWhen(TestPackages.JavaScript.WhyNot("lodash") is not null, TestPackages.JavaScript.WhyNot("lodash") ?? "");
        string text = File.ReadAllText(Path.Combine(TestPackages.JavaScript.Modules, "lodash", "lodash.min.js"));
        foreach (bool format in (ReadOnlySpan<bool>)[true, false])
        {
            _job.Run(text, options => options with { WritesSourceMap = true, Format = format });
            int[] counts = [.. Node("-e", Check, _job.Folder.PathOf("out.js")).Split(' ').Select(one => int.Parse(one, CultureInfo.InvariantCulture))];

            Assert.True(counts[0] > 5000 && counts[1] > 50, $"{counts[0]} names and {counts[1]} others in the map");
        }
    }

    [Fact]
    public void Run_SourceMap_NamesItsSourceAsAUrl()
    {
        string input = _job.Folder.Write("a #1%20?.js", "var a=1;use(a)");

        UnminifyJob.Run(_job.Options(input, "out.js") with { WritesSourceMap = true }, null, TestContext.Current.CancellationToken);

        Assert.Contains("\"a%20%231%2520%3F.js\"", File.ReadAllText(_job.Folder.PathOf("out.js.map")), StringComparison.Ordinal);
    }

    [Fact]
    public void Run_SourceMap_ComesBehindWhatIsWrittenWithoutOne()
    {
        const string Input = "#!/usr/bin/env node\nvar a=1;a\n//# sourceMappingURL=old.map";
        string plain = _job.Run(Input);
        string mapped = _job.Run(Input, options => options with { WritesSourceMap = true });

        Assert.Equal(plain + "//# sourceMappingURL=out.js.map\n", mapped);
        Assert.Equal("//# sourceMappingURL=out.js.map\n", _job.Run("", options => options with { WritesSourceMap = true }));
    }

    [Fact]
    public void Run_NameThatIsNoUrl_IsEscaped()
    {
        UnminifyOptions options = _job.Options(_job.Folder.Write("in.js", "function a(b){return b+1}go(a)"), "ä b#%.js") with { WritesSourceMap = true };
        UnminifyJob.Run(options, null, CancellationToken.None);

        Assert.EndsWith("//# sourceMappingURL=%C3%A4%20b%23%25.js.map\n", File.ReadAllText(options.Output), StringComparison.Ordinal);
        Assert.NotEmpty(Node("-e", Check, options.Output));
    }

    [Fact]
    public void Run_Bundle_EachPartLeadsToItsMapAndTheWholeIsAsWithoutMaps()
    {
        string whole = Unpack(withMaps: false), withMaps = Unpack(withMaps: true);

        Assert.Equal(whole, withMaps);
        foreach (string part in (string[])["in.runtime.js", "modules/0.js", "modules/1.js"]) Assert.NotEmpty(Node("-e", Check, _job.Folder.PathOf("set/" + part)));
        Assert.Equal("5\n", Node(_job.Folder.PathOf("set/in.js")));
    }

    [Theory]
    [InlineData(5_000)]
    [InlineData(70_000)]
    public void Run_NamesLongerThanAnyBuffer_AreKept(int length)
    {
        string name = new('\u00E4', length);
        string module = Bundle.Replace("function(e,t,n){e.exports=n(1)", $"function({name},t,n){{{name}.exports=n(1)", StringComparison.Ordinal);
        string text = $"function a(b){{var {name}=b.{name};return c=>c.{name}+{name}}}go(a);{module}", rest = _job.Folder.PathOf("out.runtime.js");
        _job.Run(text, options => options with { WritesSourceMap = true, WritesRenameMap = true, Unpack = true });
        string first = File.ReadAllText(rest);
        _job.Run(text, options => options with { WritesSourceMap = true, NamesFrom = _job.Folder.PathOf("out.rename.json"), Unpack = true });

        Assert.Contains($"var {name} = ", first, StringComparison.Ordinal);
        Assert.Equal(first, File.ReadAllText(rest));
    }

    private string Unpack(bool withMaps)
    {
        UnminifyOptions options = _job.Options(_job.Folder.Write("in.js", Bundle), "set") with { IsSingleFile = false, Unpack = true, WritesSourceMap = withMaps };
        UnminifyJob.Run(options, null, CancellationToken.None);
        return Node(_job.Folder.PathOf("set/in.js"), "--join");
    }

    private static string Node(params string[] arguments)
    {
        ProcessResult result = ProcessRunner.Run("node", arguments, new ProcessSetup { Timeout = TimeSpan.FromMinutes(2) });
        Assert.True(result.ExitCode == 0, result.ToString());
        return result.StandardOutput;
    }
}
