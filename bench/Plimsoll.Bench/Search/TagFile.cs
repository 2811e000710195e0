using System.Diagnostics;
using System.Text.Json;

namespace Plimsoll.Bench.Search;

/// <summary>A definition as universal-ctags tells it.</summary>
internal sealed record Tag(string Name, string Path, int Line, string Kind, string Language)
{
    /// <summary>Whether it is a function, a class or a method with a name of its own; ctags also calls selectors of style sheets classes.</summary>
    public bool IsWanted => Kind is "function" or "class" or "method" && Language is not ("CSS" or "SCSS" or "Less")
        && !Name.StartsWith("__anon", StringComparison.Ordinal) && !Name.StartsWith("Anonymous", StringComparison.OrdinalIgnoreCase);
}

/// <summary>Runs universal-ctags, or reads what it wrote with `--output-format=json --fields=+nl`.</summary>
internal static class TagFile
{
    public static IEnumerable<Tag> Read(string root, string? file)
    {
        if (file is not null)
        {
            foreach (string line in File.ReadLines(file))
            {
                if (Parse(line) is { } tag)
                    yield return tag;
            }

            yield break;
        }

        var start = new ProcessStartInfo("ctags") { RedirectStandardOutput = true, UseShellExecute = false, WorkingDirectory = root };
        foreach (string argument in (string[])["-R", "--output-format=json", "--fields=+nl", "--links=no", "--exclude=.git", "--exclude=.plimsoll", "-f", "-", "."])
            start.ArgumentList.Add(argument);
        using Process ctags = Process.Start(start)!;
        while (ctags.StandardOutput.ReadLine() is { } line)
        {
            if (Parse(line) is { } tag)
                yield return tag;
        }

        ctags.WaitForExit();
    }

    private static Tag? Parse(string line)
    {
        using JsonDocument document = JsonDocument.Parse(line);
        JsonElement tag = document.RootElement;
        string? name = Text(tag, "name"), path = Text(tag, "path");

        // Names and paths that are not UTF-8 are left out of its JSON.
        if (Text(tag, "_type") != "tag" || name is null || path is null || !tag.TryGetProperty("line", out JsonElement number))
            return null;
        return new Tag(
            name,
            path.StartsWith("./", StringComparison.Ordinal) ? path[2..] : path,
            number.GetInt32(),
            Text(tag, "kind") ?? "",
            Text(tag, "language") ?? "");
    }

    private static string? Text(JsonElement tag, string property) =>
        tag.TryGetProperty(property, out JsonElement value) ? value.GetString() : null;
}
