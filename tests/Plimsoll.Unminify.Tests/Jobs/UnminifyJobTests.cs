using System.Text.Json;
using Plimsoll.Testing;
using Plimsoll.Unminify.Jobs;

namespace Plimsoll.Unminify.Tests.Jobs;

/// <summary>A file from its text to a checked output.</summary>
public sealed class UnminifyJobTests : IDisposable
{
    private readonly TestJob _job = new();

    public void Dispose() => _job.Dispose();

    [Fact]
    public void Run_MinifiedFunction_NamesTidiesAndIndents()
    {
        string output = _job.Run("function a(b,c){return void 0===b&&(c=document.createElement(\"div\")),c}window.go=a;");

        Assert.StartsWith("function ", output, StringComparison.Ordinal);
        Assert.Contains("\n  if (", output, StringComparison.Ordinal);
        Assert.Contains(" === undefined) {\n    ", output, StringComparison.Ordinal);
        Assert.DoesNotMatch(@"\b[abc]\b", output);
    }

    [Theory]
    [InlineData("function F(){return function(t,n=hr(t)){var q=n;return q+t};function hr(x){return x}}F()(1);")] // a default sees the outer name
    [InlineData("g();function g(){return h()}function h(){return 1}")]
    [InlineData("function*a(){yield*b()}function*b(){yield 1}[...a()];")]
    [InlineData("function a(b){c.call(this,b)}function c(d){this.e=d}a.prototype=Object.create(c.prototype);new a(1);")]
    [InlineData("var a={b:1},b=a.b,{c,d:e=b}=a;({c,e}={c:e,e:c});x({a,b,c,e});")]
    [InlineData("function a(b){return eval(b)+b}a('b');")]
    [InlineData("function a(b){with(b)return c+d}var d;a({c:1});")]
    [InlineData("try{a()}catch(e){var e=1;b(e)}")]
    [InlineData("var a=1;{function b(){return a}}b();")]
    [InlineData("class a{#b=1;c(){return this.#b}static d=new a}a.d.c();")]
    [InlineData("a:for(;;){for(;;){break a}}")]
    [InlineData("")]
    [InlineData("\"use strict\";'a';`b${1}`;/c/v;")]
    [InlineData("#!/usr/bin/env node\n<!-- old\nvar a=1\n--> old\n")]
    [InlineData("#!/usr/bin/env node\u2028var a=1;console.log(a)")]
    [InlineData("return a;var a")]
    [InlineData("import a,{b as c,d}from'e';export{a as f,d};export default function(){return c}export let g=1;export*from'h';await c;")]
    public void Run_TrapsOfOtherTools_AreTheSameProgram(string text)
    {
        foreach ((bool tidy, bool format) in (ReadOnlySpan<(bool, bool)>)[(true, true), (false, true), (true, false), (false, false)])
            Assert.True(_job.Report(text, options => options with { Tidy = tidy, Format = format }).IsVerified);
    }

    [Theory]
    [InlineData("lodash/lodash.min.js")]
    [InlineData("react-dom/cjs/react-dom-server.node.production.js")]
    [InlineData("terser/dist/bundle.min.js")]
    public void Run_AnyChunkSize_WritesTheSameBytes(string file)
    {
        Assert.SkipWhen(TestPackages.JavaScript.WhyNot(file[..file.IndexOf('/', StringComparison.Ordinal)]) is not null, "the package is not installed below artifacts/javascript (./eng/test installs it with npm)");
        string text = File.ReadAllText(Path.Combine(TestPackages.JavaScript.Modules, file));
        string whole = _job.Run(text, options => options with { ChunkBytes = int.MaxValue });
        foreach (int chunk in (ReadOnlySpan<int>)[UnminifyOptions.ChunkBytesMin, 10_000, 50_000, 1_000_000]) Assert.True(whole == _job.Run(text, options => options with { ChunkBytes = chunk }), $"chunks of {chunk} bytes change the output");
        Assert.NotEqual(1, _job.Report(text, options => options with { ChunkBytes = 512 }).Chunks);
    }

    [Fact]
    public void Run_TablesThatSpill_WritesTheSameBytes()
    {
        string text = string.Concat(Enumerable.Range(0, 20_000).Select(i => $"function a{i}(b,c){{return b.x{i}+c[{i}]}}"));
        string roomy = _job.Run(text);
        using TestJob tight = new(34L << 20);

        Assert.True(tight.Report(text).SpilledBytes > 0, "nothing was spilled");
        Assert.True(roomy == tight.Run(text), "spilling changes the output");
        Assert.Equal(["in.js", "out.js"], tight.Folder.Names());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Run_WhatIsWrittenIsAnotherProgram_IsRefusedAndKeptBeside(bool prints)
    {
        string before = _job.Folder.Write("out.js", "what was there");
        string input = _job.Folder.Write("in.js", "function a(b,c){return b-c}\na(1,2);");
        UnminifyOptions options = _job.Options(input) with
        {
            Tidy = prints,
            Format = prints,
            BeforeCheck = path => File.WriteAllText(path, File.ReadAllText(path).Replace('-', '+')),
        };

        UnminifyException error = Assert.Throws<UnminifyException>(() => UnminifyJob.Run(options, null, CancellationToken.None));

        Assert.Equal(UnminifyFailure.NotEquivalent, error.Failure);
        Assert.Contains("is not the same program", error.Message, StringComparison.Ordinal);
        Assert.Equal("what was there", File.ReadAllText(before));
        Assert.Contains("+", File.ReadAllText(before + ".rejected"), StringComparison.Ordinal);
        Assert.Equal(["in.js", "out.js", "out.js.rejected"], _job.Folder.Names());
    }

    [Fact]
    public void Run_WhatIsWrittenIsNoProgram_IsRefusedAndKeptBeside()
    {
        string input = _job.Folder.Write("in.js", "a(1,2);");
        UnminifyException error = Assert.Throws<UnminifyException>(() => UnminifyJob.Run(_job.Options(input) with { BeforeCheck = path => File.AppendAllText(path, "(") }, null, CancellationToken.None));

        Assert.Equal(UnminifyFailure.NotEquivalent, error.Failure);
        Assert.Contains("cannot be read again", error.Message, StringComparison.Ordinal);
        Assert.Equal(["in.js", "out.js.rejected"], _job.Folder.Names());
    }

    [Theory]
    [InlineData("var a = ;", "in.js:1:9: unexpected token ;")]
    [InlineData("f(\n", "in.js:2:1: the program ends too early")]
    public void Run_SyntaxError_NamesThePlaceAndWritesNothing(string text, string message)
    {
        UnminifyException error = Assert.Throws<UnminifyException>(() => _job.Run(text));

        Assert.Equal(UnminifyFailure.BadInput, error.Failure);
        Assert.EndsWith(message, error.Message, StringComparison.Ordinal);
        Assert.Equal(["in.js"], _job.Folder.Names());
    }

    [Fact]
    public void Run_NoFileOrAFolder_SaysSo()
    {
        Assert.Equal(UnminifyFailure.NotFound, Assert.Throws<UnminifyException>(() => UnminifyJob.Run(_job.Options(_job.Folder.PathOf("gone.js")), null, CancellationToken.None)).Failure);
        Assert.Equal(UnminifyFailure.NotFound, Assert.Throws<UnminifyException>(() => UnminifyJob.Run(_job.Options(_job.Folder.Root), null, CancellationToken.None)).Failure);
    }

    [Fact]
    public void Run_TheOutputIsTheInput_IsRefused()
    {
        string input = _job.Folder.Write("in.js", "a();");

        Assert.Equal(UnminifyFailure.Usage, Assert.Throws<UnminifyException>(() => UnminifyJob.Run(_job.Options(input, "in.js"), null, CancellationToken.None)).Failure);
        Assert.Equal("a();", File.ReadAllText(input));
    }

    [Fact]
    public void Run_Stopped_WritesNothing()
    {
        string input = _job.Folder.Write("in.js", "a();");
        using CancellationTokenSource stop = new();
        UnminifyOptions options = _job.Options(input) with { BeforeCheck = _ => stop.Cancel() };

        Assert.Throws<OperationCanceledException>(() => UnminifyJob.Run(options, null, stop.Token));
        Assert.Equal(["in.js"], _job.Folder.Names());
    }

    [Fact]
    public void Run_Maps_TellNamesAndPlaces()
    {
        const string Text = "function a(b){return b.length}go(a);";
        string output = _job.Run(Text, options => options with { WritesSourceMap = true, WritesRenameMap = true });

        using JsonDocument renames = JsonDocument.Parse(File.ReadAllText(_job.Folder.PathOf("out.rename.json")));
        using JsonDocument map = JsonDocument.Parse(File.ReadAllText(_job.Folder.PathOf("out.js.map")));
        Assert.StartsWith($"function {renames.RootElement.GetProperty("9").GetString()}({renames.RootElement.GetProperty("11").GetString()}) {{", output, StringComparison.Ordinal);
        Assert.Equal("9 11 functions", string.Join(' ', renames.RootElement.EnumerateObject().Select(one => one.Name)));
        Assert.Equal("out.js", map.RootElement.GetProperty("file").GetString());
        Assert.Equal("in.js", map.RootElement.GetProperty("sources")[0].GetString());
    }

    [Fact]
    public void Run_NamesThatMustStay_StayAndAreCounted()
    {
        ProgramReport report = _job.Report("function a(b){eval('b');return b}function c(d){with(d)e(f);var f}function ownName(longName,x){return x}var k=1;");

        Assert.Equal(5, report.Kept[KeptReason.Eval]); // b, and all that is at the top level
        Assert.True(report.Kept[KeptReason.With] >= 1);
        Assert.True(report.Kept[KeptReason.Chosen] == 1);
        Assert.Equal(report.Identifiers, report.Renamed + report.Kept.Values.Sum());
        Assert.Contains("var k = 1", _job.Run("var k=1;", options => options with { KeepsTopLevel = true }), StringComparison.Ordinal);
        Assert.DoesNotContain("var k = 1", _job.Run("var k=1;"), StringComparison.Ordinal);
    }

    [Fact]
    public void Run_FileCutAnywhere_IsAnErrorOrTheSameProgram()
    {
        const string File = "react-dom/cjs/react-dom-server.node.production.js";
        Assert.SkipWhen(TestPackages.JavaScript.WhyNot("react-dom") is not null, TestPackages.JavaScript.WhyNot("react-dom") ?? "");
        byte[] text = System.IO.File.ReadAllBytes(Path.Combine(TestPackages.JavaScript.Modules, File));
        int done = 0;
        for (int part = 0; part < 200; part++)
        {
            string input = _job.Folder.Write("in.js", text.AsSpan(0, (int)((long)text.Length * part / 200)));
            try
            {
                UnminifyJob.Run(_job.Options(input), null, CancellationToken.None);
                done++;
            }
            catch (UnminifyException error)
            {
                Assert.Equal(UnminifyFailure.BadInput, error.Failure);
            }
        }

        Assert.InRange(done, 1, 199);
    }
}
