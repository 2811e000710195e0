using System.Text.RegularExpressions;

namespace Plimsoll.Tidy.Tests.Rules;

/// <summary>Arrows point down only: what each project may know, and that only the command line knows consoles, hosts and the web.</summary>
internal static partial class Layers
{
    /// <summary>Project, and the projects of this repository that it may use.</summary>
    private static readonly Dictionary<string, string[]> Known = new(StringComparer.Ordinal)
    {
        ["Plimsoll.Memory"] = [],
        ["Plimsoll.JavaScript"] = [],
        ["Plimsoll.Services"] = [],
        ["Plimsoll.Files"] = ["Plimsoll.Memory"],
        ["Plimsoll.Indexing"] = ["Plimsoll.Files", "Plimsoll.Services", "Plimsoll.Memory"],
        ["Plimsoll.Unminify"] = ["Plimsoll.JavaScript", "Plimsoll.Files", "Plimsoll.Services", "Plimsoll.Memory"],
        ["Plimsoll.Cli"] = ["Plimsoll.Indexing", "Plimsoll.Unminify", "Plimsoll.Files", "Plimsoll.Services", "Plimsoll.Memory"],
    };

    public static IEnumerable<string> Check(SourceFile file)
    {
        if (!file.IsProduct) yield break;
        if (!Known.TryGetValue(file.Project, out string[]? allowed))
        {
            yield return file.At(0, $"use a project that the layer rule knows instead of {file.Project}, or add it to the rule");
            yield break;
        }
        foreach (string violation in file.IsCSharp ? CheckCode(file, allowed) : CheckProject(file, allowed)) yield return violation;
    }

    private static IEnumerable<string> CheckProject(SourceFile file, string[] allowed)
    {
        foreach (Match match in ProjectReference().Matches(file.Text))
        {
            string name = match.Groups[1].Value;
            if (!allowed.Contains(name)) yield return file.At(match.Index, $"{file.Project} must not know {name}; use a type of {Names(allowed)} instead");
        }
        foreach (Match match in Package().Matches(file.Text))
        {
            if (file.Project == "Plimsoll.Memory") yield return file.At(match.Index, $"use the shared framework instead of {match.Groups[1].Value}");
        }
    }

    private static IEnumerable<string> CheckCode(SourceFile file, string[] allowed)
    {
        foreach (Match match in OwnNamespace().Matches(file.Code))
        {
            string name = match.Value;
            if (name != file.Project && !allowed.Contains(name))
            {
                yield return file.At(match.Index, $"{file.Project} must not know {name}; use a type of {Names(allowed)} instead");
            }
        }
        if (file.Project == "Plimsoll.Cli") yield break;
        foreach (Match match in ConsoleOrHost().Matches(file.Code))
        {
            // The library registers itself with a host that somebody else runs: AddPlimsollMemory.
            if (file.Project == "Plimsoll.Memory" && match.Value == "Microsoft.Extensions.Hosting") continue;
            yield return file.At(match.Index, $"use a return value, a callback or ILogger instead of {match.Value}: only Plimsoll.Cli has a console, a host or a web server");
        }
    }

    private static string Names(string[] allowed) => allowed.Length == 0 ? "the base library" : string.Join(" or ", allowed);

    [GeneratedRegex(@"<ProjectReference Include=""[^""]*/(Plimsoll\.\w+)\.csproj""")]
    private static partial Regex ProjectReference();

    [GeneratedRegex(@"<PackageReference Include=""([^""]+)""")]
    private static partial Regex Package();

    [GeneratedRegex(@"\bPlimsoll\.(Memory|Files|Indexing|Cli|Audit|Unminify|JavaScript|Services|Processes|Automaton|Cluster)\b")]
    private static partial Regex OwnNamespace();

    [GeneratedRegex(@"(?<![\w.])Console\.\w+|\bSystem\.Console\b|\bSpectre\.Console\b|\bMicrosoft\.AspNetCore\b|\bMicrosoft\.Extensions\.Hosting\b")]
    private static partial Regex ConsoleOrHost();
}
