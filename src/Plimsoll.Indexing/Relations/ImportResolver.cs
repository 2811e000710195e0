using System.Text;

namespace Plimsoll.Indexing.Relations;

/// <summary>Says which indexed file an import means: by the rules of the language for relative ones, else by the end of the path. What is not in the index has no file.</summary>
/// <param name="paths">The paths of all indexed files.</param>
internal sealed class ImportResolver(IReadOnlyList<byte[]> paths)
{
    private static readonly string[] ScriptEndings = ["", ".ts", ".tsx", ".js", ".jsx", ".mjs", ".cjs", ".d.ts", ".vue", "/index.ts", "/index.tsx", "/index.js", "/index.jsx"];

    private readonly Dictionary<string, List<string>> _byName = ByName(paths);

    /// <summary>The file, or null.</summary>
    /// <param name="language">The language of the importing file.</param>
    /// <param name="from">The importing file.</param>
    /// <param name="module">What it imports.</param>
    public string? Resolve(string language, string from, string module)
    {
        string folder = from[..(from.LastIndexOf('/') + 1)];
        switch (language)
        {
            case "javascript" or "typescript" or "tsx" or "css" or "scss":
                return module.StartsWith('.') ? OfScript(Join(folder, module)) : null;
            case "python":
                return OfPython(folder, module);
            case "c" or "cpp" or "objective-c" or "protobuf" or "solidity" or "php" when module.Contains('.', StringComparison.Ordinal):
                return Exact(Join(folder, module)) ?? EndingIn(module);
            case "php":
                return EndingIn(module.Replace('\\', '/') + ".php") ?? EndingIn(module[(module.LastIndexOf('\\') + 1)..] + ".php");
            case "java" or "kotlin" or "scala" or "groovy":
                return OfJava(module);
            case "go":
                return InFolder(module);
            case "rust":
                return OfRust(from, folder, module);
            case "ruby":
                return module.StartsWith('.') ? Exact(Join(folder, module) + ".rb") : EndingIn(module + ".rb");
            case "lua":
                return EndingIn(module.Replace('.', '/') + ".lua");
            case "dart" or "shell":
                return module.StartsWith("package:", StringComparison.Ordinal) ? EndingIn("lib/" + module[(module.IndexOf('/', StringComparison.Ordinal) + 1)..]) : Exact(Join(folder, module));
            default:
                return null;
        }
    }

    private static Dictionary<string, List<string>> ByName(IReadOnlyList<byte[]> paths)
    {
        var byName = new Dictionary<string, List<string>>(StringComparer.Ordinal);
        foreach (byte[] bytes in paths)
        {
            string path = Encoding.UTF8.GetString(bytes);
            string name = path[(path.LastIndexOf('/') + 1)..];
            if (!byName.TryGetValue(name, out List<string>? all))
                byName[name] = all = [];
            all.Add(path);
        }

        return byName;
    }

    private static string Join(string folder, string module)
    {
        List<string> parts = [.. folder.Split('/', StringSplitOptions.RemoveEmptyEntries)];
        foreach (string part in module.Split('/', StringSplitOptions.RemoveEmptyEntries))
        {
            if (part == ".." && parts.Count > 0)
                parts.RemoveAt(parts.Count - 1);
            else if (part is not ("." or ".."))
                parts.Add(part);
        }

        return string.Join('/', parts);
    }

    private string? Exact(string path) => Named(path).Contains(path, StringComparer.Ordinal) ? path : null;

    private List<string> Named(string path) => _byName.TryGetValue(path[(path.LastIndexOf('/') + 1)..], out List<string>? all) ? all : [];

    /// <summary>The shortest path that ends in whole parts of another.</summary>
    private string? EndingIn(string end)
    {
        string? best = null;
        foreach (string path in Named(end))
        {
            bool fits = path == end || path.EndsWith("/" + end, StringComparison.Ordinal);
            if (fits && (best is null || path.Length < best.Length))
                best = path;
        }

        return best;
    }

    private string? OfScript(string path)
    {
        foreach (string ending in ScriptEndings)
        {
            if (Exact(path + ending) is string found)
                return found;
        }

        // TypeScript names the file that will be made of the one that is meant.
        return path.EndsWith(".js", StringComparison.Ordinal) ? Exact(path[..^3] + ".ts") ?? Exact(path[..^3] + ".tsx") : null;
    }

    private string? OfPython(string folder, string module)
    {
        int dots = module.Length - module.TrimStart('.').Length;
        string rest = module[dots..].Replace('.', '/');
        if (dots == 0)
            return EndingIn(rest + ".py") ?? EndingIn(rest + "/__init__.py");
        string start = Join(folder, string.Concat(Enumerable.Repeat("../", dots - 1)));
        string path = rest.Length == 0 ? start : start.Length == 0 ? rest : start + "/" + rest;
        return Exact(path + ".py") ?? Exact(path + "/__init__.py");
    }

    private string? OfJava(string module)
    {
        for (string path = module.Replace('.', '/').TrimEnd('*', '/'); path.Contains('/', StringComparison.Ordinal); path = path[..path.LastIndexOf('/')])
        {
            foreach (string ending in (ReadOnlySpan<string>)[".java", ".kt", ".scala", ".groovy"])
            {
                if (EndingIn(path + ending) is string found)
                    return found;
            }
        }

        return null;
    }

    /// <summary>A package of Go is a folder; its first file stands for it.</summary>
    private string? InFolder(string module)
    {
        string[] parts = module.Split('/');
        for (int from = 0; from < parts.Length && parts.Length > 1; from++)
        {
            string end = string.Join('/', parts[from..]) + "/";
            string? best = null;
            foreach (List<string> all in _byName.Values)
            {
                foreach (string path in all)
                {
                    bool fits = path.EndsWith(".go", StringComparison.Ordinal) && path.LastIndexOf('/') is var slash and >= 0
                        && (path.AsSpan(0, slash + 1).SequenceEqual(end) || path.AsSpan(0, slash + 1).EndsWith("/" + end));
                    if (fits && !path.EndsWith("_test.go", StringComparison.Ordinal) && (best is null || string.CompareOrdinal(path, best) < 0))
                        best = path;
                }
            }

            if (best is not null && from < parts.Length - 1)
                return best[..(best.LastIndexOf('/') + 1)];
        }

        return null;
    }

    private string? OfRust(string from, string folder, string module)
    {
        string name = from[folder.Length..];
        string below = name is "mod.rs" or "lib.rs" or "main.rs" ? folder : folder + name[..^3] + "/";
        string[] parts = module.Split("::");
        string start = parts[0] switch
        {
            "self" => below,
            "super" => folder,
            "crate" => folder.LastIndexOf("src/", StringComparison.Ordinal) is var at and >= 0 ? folder[..(at + 4)] : "",
            _ => "?",
        };
        for (int count = parts.Length; count > 1 && start != "?"; count--)
        {
            string path = start + string.Join('/', parts[1..count]);
            if ((Exact(path + ".rs") ?? Exact(path + "/mod.rs")) is string found)
                return found;
        }

        return null;
    }
}
