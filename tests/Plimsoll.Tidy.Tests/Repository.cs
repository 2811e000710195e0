using System.Runtime.CompilerServices;

namespace Plimsoll.Tidy.Tests;

/// <summary>The text files of this repository, found from where this source file lies.</summary>
internal static class Repository
{
    private static readonly string[] Folders = ["src", "tests", "bench", "samples", "eng", "docs", ".ci"];
    private static readonly string[] Extensions = [".cs", ".csproj", ".props", ".slnx", ".md", ".json", ".txt", ".awk", ".sh", ".runsettings", ""];

    public static string Root { get; } = FindRoot();

    /// <summary>Every text file; what builds and tests leave behind is not looked at.</summary>
    public static IReadOnlyList<SourceFile> Files { get; } = Read();

    public static IEnumerable<SourceFile> CSharp => Files.Where(file => file.IsCSharp);

    private static string FindRoot([CallerFilePath] string here = "")
    {
        string? folder = Path.GetDirectoryName(here);
        if (!Directory.Exists(folder)) folder = AppContext.BaseDirectory;
        while (folder is not null && !File.Exists(Path.Combine(folder, "Plimsoll.slnx"))) folder = Path.GetDirectoryName(folder);
        return folder ?? throw new InvalidOperationException($"Plimsoll.slnx is in no folder above {here}");
    }

    private static List<SourceFile> Read()
    {
        List<SourceFile> files = [];
        foreach (string path in Directory.EnumerateFiles(Root)) Add(files, path);
        foreach (string folder in Folders)
        {
            if (Directory.Exists(Path.Combine(Root, folder))) ReadFolder(files, Path.Combine(Root, folder));
        }
        return files;
    }

    private static void ReadFolder(List<SourceFile> files, string folder)
    {
        foreach (string path in Directory.EnumerateFiles(folder)) Add(files, path);
        foreach (string inner in Directory.EnumerateDirectories(folder))
        {
            if (Path.GetFileName(inner) is not ("bin" or "obj" or "TestResults" or "local" or "samples")) ReadFolder(files, inner);
        }
    }

    private static void Add(List<SourceFile> files, string path)
    {
        if (!Extensions.Contains(Path.GetExtension(path))) return;
        files.Add(new SourceFile(Path.GetRelativePath(Root, path).Replace('\\', '/'), File.ReadAllText(path)));
    }
}
