using System.Globalization;
using System.Text;

namespace Plimsoll.Training.Names;

/// <summary>A minified program and what its authors called things: `K.min.js` and `K.names`, which has an offset and a name in each line.</summary>
internal sealed record ProgramFile(string Path, string Package)
{
    private const string Ending = ".min.js";

    /// <summary>The programs below a folder that has a folder for each package, in a fixed order.</summary>
    public static List<ProgramFile> In(string folder)
    {
        if (!Directory.Exists(folder)) throw new TrainingException($"no folder {folder}; bench/names/minify.mjs makes it");
        List<ProgramFile> files = [];
        foreach (string package in Directory.GetDirectories(folder).Order(StringComparer.Ordinal))
        {
            foreach (string file in Directory.GetFiles(package, "*" + Ending).OrderBy(OrderOf).ThenBy(file => file, StringComparer.Ordinal))
                files.Add(new ProgramFile(file, System.IO.Path.GetFileName(package)));
        }

        return files;
    }

    /// <summary>The program.</summary>
    public byte[] ReadText()
    {
        using FileStream stream = File.OpenRead(Path);
        byte[] text = new byte[stream.Length];
        stream.ReadExactly(text);
        return text;
    }

    /// <summary>The original name at each offset.</summary>
    public Dictionary<int, string> ReadNames()
    {
        Dictionary<int, string> names = [];
        foreach (string line in File.ReadLines(Path[..^Ending.Length] + ".names", Encoding.UTF8))
        {
            int space = line.IndexOf(' ', StringComparison.Ordinal);
            if (space > 0) names[int.Parse(line.AsSpan(0, space), NumberStyles.None, CultureInfo.InvariantCulture)] = line[(space + 1)..];
        }

        return names;
    }

    private static int OrderOf(string path) =>
        int.TryParse(System.IO.Path.GetFileName(path)[..^Ending.Length], NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? number : int.MaxValue;
}
