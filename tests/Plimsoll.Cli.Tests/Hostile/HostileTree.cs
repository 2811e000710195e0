using System.Text.Json;
using Plimsoll.Testing;

namespace Plimsoll.Cli.Tests.Hostile;

/// <summary>A folder of sources and the index of it, worked on by real processes that see no settings but those made here.</summary>
internal sealed class HostileTree : IDisposable
{
    private static readonly string Tool = ProcessRunner.ToolPath("plimsoll");
    private readonly TempFolder _folder = new();

    public HostileTree()
    {
        Directory.CreateDirectory(Root);
        IndexFolder = _folder.PathOf("index");
    }

    /// <summary>The folder that is indexed.</summary>
    public string Root => _folder.PathOf("tree");

    /// <summary>The folder of the index; a test may put it elsewhere, such as on a small disk.</summary>
    public string IndexFolder { get; set; }

    /// <summary>A path beside the sources.</summary>
    public string PathOf(string relative) => _folder.PathOf(relative);

    /// <summary>The path of a source file.</summary>
    public string SourceOf(string relative) => Path.Combine(Root, relative);

    public string Write(string relative, string text) => _folder.Write("tree/" + relative, text);

    /// <summary>Writes so many small source files; `value_I_N` is in file I alone.</summary>
    public void WriteMany(int files, int lines = 12, int seed = 0)
    {
        for (int i = 0; i < files; i++)
        {
            string body = string.Concat(Enumerable.Range(0, lines).Select(n => $"    value_{seed + i}_{n} = transform_{(seed + i) * lines + n}(value_{n})\n"));
            Write($"part{i % 7}/file{i}.py", $"def function_{seed + i}(value):\n{body}    return value\n");
        }
    }

    /// <summary>Runs bash in the folder of the sources; for names and entries that .NET cannot make.</summary>
    public string Shell(string script)
    {
        ProcessResult result = ProcessRunner.Run("bash", ["-c", "set -e\n" + script], Setup() with { WorkingFolder = Root });
        Assert.True(result.ExitCode == 0, $"{script}\n{result}");
        return result.StandardOutput;
    }

    /// <summary>A command line of plimsoll for bash, the words of which bash reads.</summary>
    public string Line(string words) => $"dotnet '{Tool}' {words} --index-dir '{IndexFolder}'";

    public ProcessResult Index(params string[] words) => Run(["index", Root, .. words]);

    public ProcessResult Search(params string[] words) => Run(["search", "--root", Root, .. words]);

    public ProcessResult Status(params string[] words) => Run(["status", "--root", Root, .. words]);

    public ProcessResult Run(params string[] words) => ProcessRunner.Run("dotnet", [Tool, .. words, "--index-dir", IndexFolder], Setup());

    public ProcessResult RunIn(KernelGroupFixture group, params string[] words) =>
        group.Run("dotnet", [Tool, .. words, "--index-dir", IndexFolder], Setup());

    public RunningProcess Start(params string[] words) => ProcessRunner.Start("dotnet", [Tool, .. words, "--index-dir", IndexFolder], Setup());

    /// <summary>Indexes and expects that it works; gives the JSON answer.</summary>
    public JsonElement IndexWell(params string[] words)
    {
        ProcessResult result = Index(["--json", .. words]);
        Assert.True(result.ExitCode == ExitCode.Ok, result.ToString());
        using JsonDocument json = JsonDocument.Parse(result.StandardOutput);
        return json.RootElement.Clone();
    }

    /// <summary>The digest of the index.</summary>
    public string Digest()
    {
        ProcessResult result = Status("--digest");
        Assert.True(result.ExitCode == ExitCode.Ok, result.ToString());
        return result.StandardOutput.Trim();
    }

    /// <summary>The digest of an index that one undisturbed run makes of the sources as they are.</summary>
    public string FreshDigest()
    {
        string folder = IndexFolder;
        IndexFolder = _folder.PathOf("fresh");
        try
        {
            if (Directory.Exists(IndexFolder)) Directory.Delete(IndexFolder, recursive: true);
            IndexWell();
            return Digest();
        }
        finally
        {
            IndexFolder = folder;
        }
    }

    /// <summary>Expects that a search finds this file first.</summary>
    public void AssertFinds(string word, string path)
    {
        ProcessResult result = Search(word, "-k", "1", "--json", "--mode", "lexical");
        Assert.True(result.ExitCode == ExitCode.Ok, result.ToString());
        using JsonDocument json = JsonDocument.Parse(result.StandardOutput);
        Assert.Equal(path, json.RootElement.GetProperty("results")[0].GetProperty("path").GetString());
    }

    public ProcessSetup Setup() => new()
    {
        WorkingFolder = _folder.Root,
        Environment = new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["HOME"] = _folder.PathOf("home"),
            ["XDG_CONFIG_HOME"] = null,
            ["PLIMSOLL_MEMORY"] = null,
            ["PLIMSOLL_LEAN"] = null,
            ["LC_ALL"] = "C",
        },
    };

    public void Dispose()
    {
        // .NET cannot delete names that are not UTF-8.
        ProcessRunner.Run("rm", ["-rf", Root]);
        _folder.Dispose();
    }
}
