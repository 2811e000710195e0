using System.Globalization;
using System.Text.RegularExpressions;
using Plimsoll.Testing;
using Plimsoll.Unminify.Jobs;

namespace Plimsoll.Unminify.Tests.Jobs;

/// <summary>Source maps of whole runs, as node reads them.</summary>
public sealed class MapTests : IDisposable
{
    private const string Bundle = "!function(e){var t={};function n(r){if(t[r])return t[r].exports;var o=t[r]={exports:{}};return e[r].call(o.exports,o,o.exports,n),o.exports}n.m=e,console.log(n(0))}([function(e,t,n){e.exports=n(1)+3},function(e,t){e.exports=2}]);";

    /// <summary>
    /// Goes over all places of a map: where it tells a name, that stands there in the input and another one in the output; elsewhere the same stands in both, or in the output a word or a
    /// parenthesis that is put before it, or a name that stood in brackets.
    /// </summary>
    private const string Check = """
        const fs = require('fs'), path = require('path'), { SourceMap } = require('module');
        const file = process.argv[1], folder = path.dirname(file), text = fs.readFileSync(file, 'utf8'), lines = text.split('\n');
        const url = decodeURIComponent(/\n\/\/# sourceMappingURL=(.*)\n$/.exec(text)[1]);
        const payload = JSON.parse(fs.readFileSync(path.join(folder, url), 'utf8'));
        const input = fs.readFileSync(path.join(folder, payload.sources[0]), 'utf8').split('\n');
        const map = new SourceMap(payload), used = new Set();
        let named = 0, same = 0;
        const word = (all, line, column) => /^(?:[\p{ID_Start}$_][\p{ID_Continue}$]*|.)/u.exec(all[line].slice(column))[0];
        const added = new Set(['if', 'var', 'let', 'const', '(']);
        for (let line = 0; line < lines.length; line++) {
          for (let column = 0; column < lines[line].length; column++) {
            const entry = map.findEntry(line, column);
            if (entry.generatedLine !== line || entry.generatedColumn !== column) continue;
            const now = word(lines, line, column), before = word(input, entry.originalLine, entry.originalColumn);
            if (now === before ? entry.name !== undefined : entry.name !== before && !(entry.name === undefined && (added.has(now) || '[('.includes(before) && lines[line][column - 1] === '.'))) throw new Error(`${line}:${column}: ${now} was ${before}, the map says ${entry.name}`);
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

    /// <summary>An engine that reads the map tells the places of the minified program, frame by frame.</summary>
    [Theory]
    [InlineData("a new error", "function e(n){throw new Error(n)}function t(n){return e(n)}try{t(1)}catch(n){p(n)}")]
    [InlineData("an error that is no statement's beginning", "var e={f:function(n){return n&&n.g.h()}};try{e.f({})}catch(n){p(n)}")]
    [InlineData("a call through a comma", "var e={f:function(){throw Error()}};function t(n){return n?(0,e.f)(n):n}try{t(1)}catch(n){p(n)}")]
    [InlineData("functions that are called at once", "try{!function(){var e=5;(function(t){t.x.y=e})(e)}()}catch(n){p(n)}")]
    [InlineData("a chain of calls", "var e={a:function(){return e},b:function(){return e.q.r}};try{e.a().a().b().a()}catch(n){p(n)}")]
    [InlineData("a constructor, a getter and a class", "class e{constructor(n){this.n=n,this.t}get t(){return this.n.u.v}}try{new e(1)}catch(n){p(n)}")]
    [InlineData("sequences and conditions that become statements", "function e(n){n.a=1,n.b||n.c(),n.d()}try{e({b:1})}catch(n){p(n)}try{e({})}catch(n){p(n)}")]
    [InlineData("an await", "async function e(n){await null;return await t(n)}async function t(n){await 1;throw new TypeError(n)}e(1).catch(p)")]
    [InlineData("callbacks", "try{[1,2].map((function(n){return[n].forEach((n=>{n.a.b}))}))}catch(n){p(n)}")]
    [InlineData("a call of what a call returned", "function e(){return function(){return null}}try{e()()()}catch(n){p(n)}")]
    [InlineData("members behind calls", "var o={f:function(){return o}};try{o.f().b.c}catch(n){p(n)}function r(n){}try{r(function(){\nreturn 1\n}).then()}catch(n){p(n)}")]
    [InlineData("members behind ?.", "var o={};try{o?.b.c.d}catch(n){p(n)}try{o.a?.b?.();o?.b()}catch(n){p(n)}")]
    [InlineData("indices", "var n,o={};try{n[0]}catch(t){p(t)}try{o.b[1]}catch(t){p(t)}try{o[1][2]}catch(t){p(t)}try{o[\"zz\"][\"b\"]}catch(t){p(t)}try{o[\"t\"](1)}catch(t){p(t)}")]
    [InlineData("private calls", "class A{#a(){throw 1&&Error()}m(){this.#a()}}try{new A().m()}catch(n){p(n)}")]
    [InlineData("tagged templates", "var t={},g;try{t.q`a`}catch(n){p(n)}try{g`a`}catch(n){p(n)}")]
    [InlineData("tests that take no such value", "try{1 instanceof 2}catch(n){p(n)}try{\"a\"in 5}catch(n){p(n)}")]
    [InlineData("constants that are set", "const a=1;try{a=2}catch(n){p(n)}try{a+=2}catch(n){p(n)}try{a++}catch(n){p(n)}")]
    [InlineData("what cannot be iterated", "try{[...5]}catch(n){p(n)}try{for(var a of 5);}catch(n){p(n)}")]
    [InlineData("lines that end as Unicode has it", "var s=\"x\u2028y\u2029z\";try{s.a.b}catch(n){p(n)}var t=`a\rb`;try{t.a.b}catch(n){p(n)}")]
    public void Run_SourceMap_StackTracesAreThoseOfTheInput(string what, string program)
    {
        string text = $"function p(n){{console.log(n.stack)}}{program}";
        _job.Run(text, options => options with { WritesSourceMap = true });

        string[] wanted = Places(Node(_job.Folder.PathOf("in.js"))), found = Places(Node("--enable-source-maps", _job.Folder.PathOf("out.js")));

        Assert.NotEmpty(wanted);
        Assert.True(wanted.SequenceEqual(found, StringComparer.Ordinal), $"{what}: {string.Join(' ', wanted)} became {string.Join(' ', found)}\n{File.ReadAllText(_job.Folder.PathOf("out.js"))}");
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
    [InlineData(true)]
    [InlineData(false)]
    public void Run_BundleInParts_StackTracesAreThoseOfTheInput(bool format)
    {
        const string Modules = "[function(e,t,n){function r(e){console.log(e.stack)}try{n(1).f(2)}catch(e){r(e)}try{n(2)()}catch(e){r(e)}},function(e,t){t.f=function(e){return e.a.b}},function(e,t){e.exports=function(){var e=1;throw new Error('in the last '+e)}}]";
        string text = Bundle.Replace("console.log(n(0))", "n(0)", StringComparison.Ordinal);
        text = text[..(text.LastIndexOf("([", StringComparison.Ordinal) + 1)] + Modules + ");";
        UnminifyJob.Run(_job.Options(_job.Folder.Write("in.js", text), "set") with { IsSingleFile = false, Unpack = true, WritesSourceMap = true, Format = format }, null, CancellationToken.None);

        string[] wanted = Traces(Node(_job.Folder.PathOf("in.js"))), found = Traces(Node("--enable-source-maps", _job.Folder.PathOf("set/in.js")));

        Assert.Equal(2, wanted.Length);
        for (int i = 0; i < 2; i++) Assert.StartsWith(wanted[i], found[i], StringComparison.Ordinal); // behind them comes the script that put the bundle together

        static string[] Traces(string output) => [.. Regex.Split(output, "^\\w*Error", RegexOptions.Multiline).Skip(1).Select(trace => string.Join(' ', Places(trace)))];
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
        _job.Run(text, options => options with { WritesSourceMap = true, NamesFrom = [_job.Folder.PathOf("out.rename.json")], Unpack = true });

        Assert.Contains($"var {name} = ", first, StringComparison.Ordinal);
        Assert.Equal(first, File.ReadAllText(rest));
    }

    private string Unpack(bool withMaps)
    {
        UnminifyOptions options = _job.Options(_job.Folder.Write("in.js", Bundle), "set") with { IsSingleFile = false, Unpack = true, WritesSourceMap = withMaps };
        UnminifyJob.Run(options, null, CancellationToken.None);
        return Node(_job.Folder.PathOf("set/in.js"), "--join");
    }

    private static string[] Places(string trace) => [.. Regex.Matches(trace, @"/in\.js:(\d+:\d+)").Select(match => match.Groups[1].Value)];

    private static string Node(params string[] arguments)
    {
        Assert.SkipWhen(TestPackages.WhyNoNode is not null, TestPackages.WhyNoNode ?? "");
        ProcessResult result = ProcessRunner.Run("node", arguments, new ProcessSetup { Timeout = TimeSpan.FromMinutes(2) });
        Assert.True(result.ExitCode == 0, result.ToString());
        return result.StandardOutput;
    }
}
