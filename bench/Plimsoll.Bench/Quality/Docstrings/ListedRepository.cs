using Plimsoll.Bench.Measuring;

namespace Plimsoll.Bench.Quality.Docstrings;

/// <summary>A repository of the docstring benchmark.</summary>
/// <param name="Set">The set that it belongs to.</param>
/// <param name="Name">`owner/name`.</param>
/// <param name="Revision">The commit.</param>
/// <param name="Licence">Its licence.</param>
/// <param name="Language">The language that most of it is written in.</param>
internal sealed record ListedRepository(string Set, string Name, string Revision, string Licence, string Language)
{
    private const int Columns = 5;

    /// <summary>The name without its owner.</summary>
    public string ShortName => Name[(Name.IndexOf('/', StringComparison.Ordinal) + 1)..];

    /// <summary>Reads the list: a repository a line, columns with spaces between, comments behind `#`.</summary>
    /// <exception cref="BenchException">The file is missing or a line malformed.</exception>
    public static List<ListedRepository> Read(string file)
    {
        if (!File.Exists(file)) throw new BenchException($"{file}: there is no list of repositories");
        List<ListedRepository> all = [];
        int number = 0;
        foreach (string line in File.ReadLines(file))
        {
            number++;
            string[] columns = line.Split('#')[0].Split(' ', StringSplitOptions.RemoveEmptyEntries);
            if (columns.Length == 0) continue;
            if (columns.Length != Columns || !DocstringData.Sets.Contains(columns[0]))
                throw new BenchException($"{file}:{number}: found '{line}', expected: {string.Join('|', DocstringData.Sets)} owner/name revision licence language");
            all.Add(new ListedRepository(columns[0], columns[1], columns[2], columns[3], columns[4]));
        }
        return all;
    }
}
