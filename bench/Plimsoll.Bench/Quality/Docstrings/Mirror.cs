using System.Diagnostics;
using System.Globalization;
using System.Text;
using Plimsoll.Bench.Measuring;
using Plimsoll.Testing;

namespace Plimsoll.Bench.Quality.Docstrings;

/// <summary>A git mirror, read without a work tree of its own: DIR/OWNER+NAME/repo, bare or not.</summary>
internal sealed class Mirror
{
    private readonly string _folder;

    private Mirror(string folder) => _folder = folder;

    /// <summary>Finds the mirror of a repository.</summary>
    /// <exception cref="BenchException">There is none.</exception>
    public static Mirror Find(string mirrors, string name)
    {
        string folder = Path.Combine(mirrors, name.Replace('/', '+'), "repo");
        if (Directory.Exists(Path.Combine(folder, ".git"))) folder = Path.Combine(folder, ".git");
        return Directory.Exists(folder) ? new Mirror(folder) : throw new BenchException($"{folder}: there is no mirror of {name}");
    }

    /// <summary>Writes all files of a revision; links and submodules are left out.</summary>
    /// <returns>How many files the mirror does not have: some lack their largest ones.</returns>
    public int Write(string revision, string folder)
    {
        List<(string Hash, string Path)> files = List(revision);
        using Process git = Process.Start(new ProcessStartInfo("git", ["--git-dir", _folder, "cat-file", "--batch"])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            UseShellExecute = false,
        })!;
        int missing = 0;
        Stream answers = git.StandardOutput.BaseStream;
        foreach ((string hash, string path) in files)
        {
            git.StandardInput.Write(hash + "\n");
            git.StandardInput.Flush();
            string[] head = Line(answers).Split(' ');
            if (head[^1] == "missing") missing++;
            else Write(answers, long.Parse(head[2], CultureInfo.InvariantCulture), FullPath(folder, path));
        }
        git.StandardInput.Close();
        git.WaitForExit();
        return missing;
    }

    private List<(string Hash, string Path)> List(string revision)
    {
        ProcessResult tree = ProcessRunner.Run("git", ["--git-dir", _folder, "ls-tree", "-r", "-z", revision]);
        if (tree.ExitCode != 0) throw new BenchException($"{_folder} has no revision {revision}: {tree.StandardError.Trim()}");
        List<(string Hash, string Path)> files = [];
        foreach (string row in tree.StandardOutput.Split('\0', StringSplitOptions.RemoveEmptyEntries))
        {
            // MODE TYPE HASH, a tab, the path; 100644 and 100755 are files.
            int tab = row.IndexOf('\t', StringComparison.Ordinal);
            string[] head = row[..tab].Split(' ');
            if (head[0].StartsWith("100", StringComparison.Ordinal)) files.Add((head[2], row[(tab + 1)..]));
        }
        return files;
    }

    private static string FullPath(string folder, string path)
    {
        string full = Path.GetFullPath(Path.Combine(folder, path));
        return full.StartsWith(folder + "/", StringComparison.Ordinal) ? full : throw new BenchException($"the path {path} leads out of its repository");
    }

    private static string Line(Stream stream)
    {
        StringBuilder line = new();
        for (int value = stream.ReadByte(); value != '\n'; value = stream.ReadByte())
        {
            if (value < 0) throw new BenchException("git ended before its last answer");
            line.Append((char)value);
        }
        return line.ToString();
    }

    private static void Write(Stream stream, long length, string path)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        byte[] content = new byte[length];
        stream.ReadExactly(content);
        stream.ReadByte();
        File.WriteAllBytes(path, content);
    }
}
