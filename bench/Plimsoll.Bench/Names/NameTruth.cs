using System.Text.Json;

namespace Plimsoll.Bench.Names;

/// <summary>A binding of a minified program, with the name that its authors gave it.</summary>
/// <param name="Offset">Where it is declared.</param>
/// <param name="Name">Its minified name.</param>
/// <param name="Original">Its original name.</param>
/// <param name="References">How often it is used.</param>
internal sealed record NamedBinding(int Offset, string Name, string Original, int References);

/// <summary>The bindings of one program of the name benchmark that count: those whose original name says something.</summary>
internal sealed record NameTruth(string Package, string ProgramPath, IReadOnlyList<NamedBinding> Bindings)
{
    private const string Ending = ".truth.json";

    /// <summary>The programs of a folder such as `data/cm/tune`.</summary>
    public static IEnumerable<NameTruth> In(string folder) =>
        Directory.GetFiles(folder, "*" + Ending).Order(StringComparer.Ordinal).Select(Read);

    private static NameTruth Read(string path)
    {
        using FileStream stream = File.OpenRead(path);
        using JsonDocument document = JsonDocument.Parse(stream);
        List<NamedBinding> bindings = [];
        foreach (JsonElement one in document.RootElement.GetProperty("list").EnumerateArray())
        {
            if (!one.GetProperty("scorable").GetBoolean()) continue;
            bindings.Add(new NamedBinding(
                one.GetProperty("off").GetInt32(),
                one.GetProperty("name").GetString()!,
                one.GetProperty("orig").GetString()!,
                one.GetProperty("refs").GetInt32()));
        }

        return new NameTruth(document.RootElement.GetProperty("pkg").GetString()!, path[..^Ending.Length] + ".min.js", bindings);
    }
}
