using System.Text.Json.Nodes;
using Plimsoll.Unminify.Jobs;
using Plimsoll.Unminify.Releases;

namespace Plimsoll.Unminify.Tests.Releases;

/// <summary>The next release of a bundle keeps the names of the last.</summary>
public sealed class EarlierNamesTests : IDisposable
{
    private readonly TestJob _job = new();

    public void Dispose() => _job.Dispose();

    [Fact]
    public void Run_NextReleaseWithOtherLetters_KeepsTheNamesOfWhatIsTheSame()
    {
        _job.Run("!function(){function a(b,c){return b.size+d(c)}var d=function(e){return e.next};a(1)}();", options => options with { WritesRenameMap = true });
        string map = _job.Folder.PathOf("old.rename.json");
        JsonNode names = JsonNode.Parse(File.ReadAllText(_job.Folder.PathOf("out.rename.json")))!;
        foreach (JsonNode? function in names["functions"]!.AsArray())
        {
            for (int i = 1; i < function!.AsArray().Count; i++) function[i] = function[i]!.GetValue<string>() is { Length: > 0 } ? $"mine{function.GetElementIndex()}{i}" : "";
        }

        File.WriteAllText(map, names.ToJsonString());

        string next = _job.Run("!function(){var x=1;function q(e,f){return e.size+z(f)}function added(k){return k+x}var z=function(w){return w.next};q(1),added(2)}();", options => options with { NamesFrom = [map] });

        Assert.Contains("function mine01(mine02, mine03) {\n    return mine02.size + mine11(mine03);", next, StringComparison.Ordinal);
        Assert.Contains("var mine11 = function(mine12) {\n    return mine12.next;", next, StringComparison.Ordinal);
    }

    [Fact]
    public void Run_TheSameAgain_IsTheSame()
    {
        const string Text = "function a(b){return b.map(c=>c.id)}function d(b){return b.map(c=>c.id)}go(a,d);";
        string first = _job.Run(Text, options => options with { WritesRenameMap = true });
        string map = _job.Folder.PathOf("out.rename.json");

        Assert.Equal(first, _job.Run(Text, options => options with { NamesFrom = [map] }));
    }

    [Fact]
    public void Run_NamesWithLettersOfAnyScript_AreTakenOver()
    {
        EarlierReport report = Report("function a(b,c){return b+c}go(a);", "größe", "名前2");

        Assert.Contains("(größe, 名前2) {\n  return größe + 名前2;", File.ReadAllText(_job.Folder.PathOf("out.js")), StringComparison.Ordinal);
        Assert.Equal(new EarlierReport(2, 0, 0), report);
    }

    [Theory]
    [InlineData("a b")]
    [InlineData("1a")]
    [InlineData("")]
    [InlineData("a\u00B2")]
    [InlineData("class")]
    [InlineData("go")]
    public void Run_NamesThatCannotBe_AreCounted(string name) => Assert.Equal(new EarlierReport(1, 1, 0), Report("function a(b,c){return b+go(c)}go(a);", "size", name));

    [Fact]
    public void Run_FunctionsThatChangedOrAreGone_AreCounted()
    {
        string map = MapOf("!function(){function a(b){return b.size}function c(d,e){return d.next+e}a(c)}();");

        ProgramReport report = _job.Report("!function(){function x(y){return y.size}x(1)}();", options => options with { NamesFrom = [map] });

        Assert.Equal(1, report.Earlier!.TakenOver - 1);
        Assert.Equal(0, report.Earlier.Refused);
        Assert.Equal(2 + 2, report.Earlier.Unmatched); // d and e; a and c, which belong to the function around them, which changed
        Assert.Null(_job.Report("a()").Earlier);
    }

    [Fact]
    public void Run_MapsOfSeveralFiles_AllCount()
    {
        string first = MapOf("!function(){function a(b){return b.size}a(1)}();"), second = _job.Folder.PathOf("second.json");
        File.Move(first, second);
        first = MapOf("!function(){function c(d,e){return d.next+e}c(1)}();");

        ProgramReport report = _job.Report("!function(){function x(y){return y.size}function z(v,w){return v.next+w}x(z)}();", options => options with { NamesFrom = [first, second] });

        Assert.Equal(3 + 2, report.Earlier!.TakenOver + report.Earlier.Refused); // parameters, and what the functions are called, which may be the same
        Assert.InRange(report.Earlier.TakenOver, 4, 5);
    }

    [Theory]
    [InlineData("{}", 1)]
    [InlineData("{\"functions\":5}", 13)]
    [InlineData("{\"functions\":[[]]}", 15)]
    [InlineData("{\"functions\":[[\"zz\",\"a\"]]}", 15)]
    [InlineData("{\"functions\":[[\"12\"]]}", 19)]
    [InlineData("{\"functions\":[[1]]}", 15)]
    [InlineData("{\"functions\":[[\"12\",\"a\"],7]}", 25)]
    [InlineData("{\"functions\":[[\"12\",\"a\"", 23)]
    [InlineData("{\"functions\":[[\"12\",\"\\ud800\"]]}", 28)]
    [InlineData("{\"functions\":[]} more", 17)]
    [InlineData("[]", 0)]
    [InlineData("no JSON", 0)]
    public void Run_NoRenameMap_NamesFileAndPlace(string content, int offset)
    {
        string map = _job.Folder.Write("old.json", content);

        UnminifyException error = Assert.Throws<UnminifyException>(() => _job.Run("a()", options => options with { NamesFrom = [map] }));

        Assert.Equal(UnminifyFailure.BadInput, error.Failure);
        Assert.Equal($"{map} is no rename map: byte {offset} is not what one has there; --names-from wants the rename map of an earlier release, as --rename-map writes it", error.Message);
    }

    [Fact]
    public void Run_EmptyRenameMap_SaysSo() => Assert.Contains(
        "old.json is empty; --names-from wants ",
        Assert.Throws<UnminifyException>(() => _job.Run("a()", options => options with { NamesFrom = [_job.Folder.Write("old.json", "")] })).Message,
        StringComparison.Ordinal);

    [Fact]
    public void Run_RenameMapIsAFolder_SaysSo() => Assert.Contains(
        "is a folder or a device, not a file",
        Assert.Throws<UnminifyException>(() => _job.Run("a()", options => options with { NamesFrom = [_job.Folder.Root] })).Message,
        StringComparison.Ordinal);

    [Fact]
    public void Run_RenameMapIsNotThere_SaysSo() => Assert.Equal(
        UnminifyFailure.NotFound,
        Assert.Throws<UnminifyException>(() => _job.Run("a()", options => options with { NamesFrom = [_job.Folder.PathOf("gone.json")] })).Failure);

    /// <summary>The names of the parameters of the only function, in a map of their own, and what became of them.</summary>
    private EarlierReport Report(string text, string first, string second)
    {
        string map = MapOf(text);
        JsonNode names = JsonNode.Parse(File.ReadAllText(map))!;
        JsonArray function = names["functions"]!.AsArray().Single()!.AsArray();
        (function[1], function[2], function[3]) = ("", first, second);
        File.WriteAllText(map, names.ToJsonString());
        return _job.Report(text, options => options with { NamesFrom = [map] }).Earlier!;
    }

    private string MapOf(string text)
    {
        _job.Run(text, options => options with { WritesRenameMap = true });
        string map = _job.Folder.PathOf("old.rename.json");
        File.Move(_job.Folder.PathOf("out.rename.json"), map, overwrite: true);
        return map;
    }
}
