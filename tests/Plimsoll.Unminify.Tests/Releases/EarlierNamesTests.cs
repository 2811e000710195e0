using System.Text.Json.Nodes;

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

        string next = _job.Run("!function(){var x=1;function q(e,f){return e.size+z(f)}function added(k){return k+x}var z=function(w){return w.next};q(1),added(2)}();", options => options with { NamesFrom = map });

        Assert.Contains("function mine01(mine02, mine03) {\n    return mine02.size + mine11(mine03);", next, StringComparison.Ordinal);
        Assert.Contains("var mine11 = function(mine12) {\n    return mine12.next;", next, StringComparison.Ordinal);
    }

    [Fact]
    public void Run_TheSameAgain_IsTheSame()
    {
        const string Text = "function a(b){return b.map(c=>c.id)}function d(b){return b.map(c=>c.id)}go(a,d);";
        string first = _job.Run(Text, options => options with { WritesRenameMap = true });
        string map = _job.Folder.PathOf("out.rename.json");

        Assert.Equal(first, _job.Run(Text, options => options with { NamesFrom = map }));
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("{\"functions\":[[]]}")]
    [InlineData("{\"functions\":[[\"zz\",\"a\"]]}")]
    [InlineData("{\"functions\":[[1]]}")]
    [InlineData("no JSON")]
    public void Run_NoRenameMap_IsAnError(string content)
    {
        string map = _job.Folder.Write("old.json", content);

        UnminifyException error = Assert.Throws<UnminifyException>(() => _job.Run("a()", options => options with { NamesFrom = map }));
        Assert.Equal(UnminifyFailure.BadInput, error.Failure);
    }

    [Fact]
    public void Run_RenameMapIsNotThere_SaysSo() => Assert.Equal(
        UnminifyFailure.NotFound,
        Assert.Throws<UnminifyException>(() => _job.Run("a()", options => options with { NamesFrom = _job.Folder.PathOf("gone.json") })).Failure);
}
