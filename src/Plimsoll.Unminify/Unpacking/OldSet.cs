using System.Text.Json;

namespace Plimsoll.Unminify.Unpacking;

/// <summary>What an earlier run left in a folder. Only that may be replaced: whatever else lies there is somebody's.</summary>
/// <param name="Programs">The names of the programs.</param>
/// <param name="Files">Their modules, as paths in the folder.</param>
internal sealed record OldSet(IReadOnlySet<string> Programs, IReadOnlySet<string> Files)
{
    /// <summary>What a manifest of ours says.</summary>
    public const string Generator = "plimsoll unminify";

    /// <summary>Nothing.</summary>
    public static OldSet None { get; } = new(new HashSet<string>(StringComparer.Ordinal), new HashSet<string>(StringComparer.Ordinal));

    /// <summary>The set that lies in a folder; null where there is none.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="outputs">The names of the programs of this run: a set of other programs stays.</param>
    /// <exception cref="UnminifyException">The manifest is somebody else's, or that of other programs.</exception>
    public static OldSet? Read(string folder, IReadOnlySet<string> outputs)
    {
        string path = Path.Join(folder, ModuleSet.ManifestName);
        if (!File.Exists(path)) path = Path.Join(folder, ModuleSet.OldManifestName);
        if (!File.Exists(path)) return null;
        HashSet<string> programs = new(StringComparer.OrdinalIgnoreCase), files = new(StringComparer.OrdinalIgnoreCase);
        try
        {
            using FileStream stream = File.OpenRead(path);
            using JsonDocument manifest = JsonDocument.Parse(stream);
            if (manifest.RootElement.GetProperty("generator").GetString() != Generator) throw new InvalidDataException("it is of another program");
            foreach (JsonElement file in manifest.RootElement.GetProperty("files").EnumerateArray())
            {
                string input = file.GetProperty("input").GetString()!;
                if (!outputs.Contains(input)) throw new UnminifyException(UnminifyFailure.Usage, $"{folder} holds the modules of {input}; give another place with -o, or both files together");
                programs.Add(input);
                foreach (JsonElement module in file.GetProperty("modules").EnumerateArray()) files.Add(module.GetProperty("path").GetString()!);
            }
        }
        catch (Exception error) when (error is JsonException or InvalidDataException or InvalidOperationException or KeyNotFoundException)
        {
            throw new UnminifyException(UnminifyFailure.Usage, $"{path} is not from an earlier run; move it away, or give another place with -o", error);
        }

        return new OldSet(programs, files);
    }

    /// <summary>Copies files that are no part of the old set into the new folder of modules. They stay where they are until that one has taken the place, so that no crash loses them.</summary>
    /// <param name="folder">The folder of the set.</param>
    /// <param name="staged">Where the new set lies.</param>
    /// <param name="old">The modules of the old set.</param>
    /// <exception cref="UnminifyException">A module would take the place of such a file.</exception>
    public static void KeepForeign(string folder, string staged, IReadOnlySet<string> old)
    {
        string modules = Path.Join(folder, ModulePaths.Folder);
        if (!Directory.Exists(modules)) return;
        foreach (string path in Directory.EnumerateFiles(modules, "*", SearchOption.AllDirectories).ToList())
        {
            string relative = Path.GetRelativePath(folder, path).Replace(Path.DirectorySeparatorChar, '/');
            bool isOld = old.Contains(relative) || (relative.EndsWith(".map", StringComparison.Ordinal) && old.Contains(relative[..^".map".Length]));
            string target = Path.Join(staged, relative);
            if (isOld) continue;
            if (Path.Exists(target)) throw new UnminifyException(UnminifyFailure.Usage, $"{path} is not from an earlier run, and a module would take its place; move it away, or give another place with -o");
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(path, target);
        }
    }
}
