using System.Text;
using System.Text.Json;
using Plimsoll.Testing;

namespace Plimsoll.Cli.Tests.Hostile;

/// <summary>Names of any bytes: indexed, found, and shown so that no two look the same and no line breaks.</summary>
public sealed class NameTests : IDisposable
{
    /// <summary>The name as bash writes it, the word that is only in that file, and how text output shows the name.</summary>
    private static readonly (string Bash, string Word, string Shown)[] Names =
    [
        (@"$'new\nline.py'", "newlined", @"""new\nline.py"""),
        (@"$'bell\a\e[31m.py'", "controlled", @"""bell\007\033[31m.py"""),
        (@"$'bad\xff.py'", "badfirst", @"""bad\377.py"""),
        (@"$'bad\xfe.py'", "badsecond", @"""bad\376.py"""),
        (@"$'bad\xef\xbf\xbd.py'", "replaced", "bad\uFFFD.py"),
        (@"$'tab\there.py'", "tabbed", @"""tab\there.py"""),
        (@"$'quote\"".py'", "quoted", @"""quote\"".py"""),
        (@"$'back\\slash.py'", "backslashed", @"""back\\slash.py"""),
        (@"$'right\xe2\x80\xaeleft.py'", "overridden", @"""right\342\200\256left.py"""),
        ("./-rf.py", "dashed", "-rf.py"),
        ("./--help.py", "doubledashed", "--help.py"),
        ("'two words .py'", "spaced", "two words .py"),
        ("'grün 木.py'", "lettered", "grün 木.py"),
    ];

    private readonly HostileTree _tree = new();

    public void Dispose() => _tree.Dispose();

    [Fact]
    public void Search_HostileNames_AreFoundAndShownUnambiguously()
    {
        _tree.Shell(string.Concat(Names.Select(name => $"echo 'def {name.Word}(): pass' > {name.Bash}\n")));
        Assert.Equal(Names.Length, _tree.IndexWell().GetProperty("files").GetInt64());

        File.WriteAllLines(_tree.PathOf("queries"), Names.Select(name => name.Word));
        string[] documents = _tree.Search("--batch", _tree.PathOf("queries"), "--mode", "lexical", "-k", "1").StandardOutput.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(Names.Length, documents.Length);
        HashSet<string> exact = new(StringComparer.Ordinal);
        for (int i = 0; i < Names.Length; i++) exact.Add(ExactPath(documents[i], Names[i].Word));
        Assert.Equal(Names.Length, exact.Count);

        foreach ((string bash, string word, string shown) in Names)
        {
            ProcessResult text = ProcessRunner.Run("bash", ["-c", _tree.Line($"search {word} --format plain --mode lexical -k 1")], _tree.Setup() with { WorkingFolder = _tree.Root });
            Assert.Equal($"{shown}:1-1: function {word}\n", text.StandardOutput);
        }
        string outside = _tree.Search("badfirst", "--format", "plain", "--mode", "lexical", "-k", "1").StandardOutput;
        Assert.Equal("\"tree/bad\\377.py\":1-1: function badfirst\n", outside);
    }

    [Fact]
    public void Search_LongestNames_AreFound()
    {
        string name = new string('n', 252) + ".py";
        string wide = string.Concat(Enumerable.Repeat("木", 84)) + ".py";
        _tree.Write(name, "def longest_name(): pass\n");
        _tree.Write(wide, "def widest_name(): pass\n");
        _tree.IndexWell();

        _tree.AssertFinds("longest_name", name);
        _tree.AssertFinds("widest_name", wide);
    }

    [Fact]
    public void Status_SkippedHostileNames_AreALineEach()
    {
        _tree.Shell(@"mkfifo $'pipe\n.py' $'pipe\xff.py'; mkdir $'folder\xff'; echo '*' > .plimsollignore");
        _tree.IndexWell();

        string[] lines = _tree.Status("--skipped").StandardOutput.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        string[] documents = _tree.Status("--skipped", "--json").StandardOutput.Split('\n', StringSplitOptions.RemoveEmptyEntries);

        Assert.Contains(@"special file	""pipe\n.py""", lines, StringComparer.Ordinal);
        Assert.Contains(@"special file	""pipe\377.py""", lines, StringComparer.Ordinal);
        Assert.Contains(@"ignored	""folder\377/""", lines, StringComparer.Ordinal);
        Assert.Equal(lines.Length, documents.Length);
        Assert.All(documents, document => JsonDocument.Parse(document).Dispose());
    }

    /// <summary>The bytes of the path, as the JSON tells them, in Latin-1.</summary>
    private static string ExactPath(string document, string word)
    {
        using JsonDocument json = JsonDocument.Parse(document);
        Assert.Equal(word, json.RootElement.GetProperty("query").GetString());
        JsonElement hit = json.RootElement.GetProperty("results")[0];
        Assert.Equal(word, hit.GetProperty("symbol").GetString());
        return hit.TryGetProperty("path_base64", out JsonElement bytes)
            ? Encoding.Latin1.GetString(bytes.GetBytesFromBase64())
            : Encoding.Latin1.GetString(Encoding.UTF8.GetBytes(hit.GetProperty("path").GetString()!));
    }
}
