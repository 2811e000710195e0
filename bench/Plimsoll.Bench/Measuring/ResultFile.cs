using System.Text.Json;

namespace Plimsoll.Bench.Measuring;

/// <summary>Raw results with all that is needed to judge them later: machine, versions, commit, date.</summary>
internal sealed class ResultFile
{
    private static readonly JsonSerializerOptions Format = new()
    {
        WriteIndented = true,
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        NumberHandling = System.Text.Json.Serialization.JsonNumberHandling.AllowNamedFloatingPointLiterals,
    };

    private readonly Dictionary<string, object?> _values = new(StringComparer.Ordinal);
    private readonly string _name;
    private readonly string? _given;

    /// <summary>Begins with what is known before the first run.</summary>
    public ResultFile(string command, BenchOptions options, PlimsollTool tool, params string[] competitors)
    {
        (_name, _given) = ($"{command}-{options.Tree}", options.Out);
        this["command"] = command;
        this["tree"] = options.Tree;
        this["date"] = TimeProvider.System.GetUtcNow().ToString("yyyy-MM-dd'T'HH:mm:ss'Z'");
        this["commit"] = Checkout.Commit();
        this["machine"] = Machine.Read();
        Dictionary<string, string> versions = new(StringComparer.Ordinal) { ["plimsoll"] = tool.Version };
        foreach (string name in competitors) versions[name] = Tools.Version(name);
        this["tools"] = versions;
    }

    /// <summary>What else the file's name says, where one tree is measured in several ways that are all kept; empty for none.</summary>
    public string Variant { get; init; } = "";

    /// <summary>Sets a value; records and lists are written field by field.</summary>
    public object? this[string name]
    {
        set => _values[name] = value;
    }

    /// <summary>Writes the file and says where.</summary>
    public void Save(TextWriter output)
    {
        string name = Variant.Length == 0 ? _name : $"{_name}-{Variant}";
        string path = _given ?? Path.Combine(Checkout.Folder, "bench", "results", $"{name}.json");
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        using (FileStream stream = File.Create(path))
        {
            JsonSerializer.Serialize(stream, _values, Format);
            stream.WriteByte((byte)'\n');
        }
        output.WriteLine($"raw results: {Path.GetRelativePath(Checkout.Folder, path)}");
    }
}
