using Plimsoll.Bench.Measuring;
using Plimsoll.Testing;

namespace Plimsoll.Bench.Runs;

/// <summary>
/// SQLite's FTS5 over the same files, set up as favourably as its shell allows: no text is stored (as we store none), one transaction,
/// no journal, no fsync, and an underscore is part of a word.
/// </summary>
internal static class FullText
{
    private const string Schema = """
        PRAGMA journal_mode = OFF;
        PRAGMA synchronous = OFF;
        BEGIN;
        CREATE TABLE paths(id INTEGER PRIMARY KEY, path TEXT);
        CREATE VIRTUAL TABLE text USING fts5(body, content='', tokenize="unicode61 tokenchars '_'");
        """;

    public static Contestant Contestant(string sqlite, SourceList sources, TempFolder folder)
    {
        string store = folder.PathOf("fts5.db");
        string script = folder.PathOf("fts5.sql");
        WriteScript(sources, script);
        return new Contestant("fts5", new Command(sqlite, ["-batch", store, $".read {script}"]), store, word => new Command(sqlite, ["-batch", store, Query(word)]));
    }

    /// <summary>The ten best files for a word, by BM25.</summary>
    internal static string Query(string word) =>
        $"SELECT path FROM text JOIN paths ON paths.id = text.rowid WHERE text MATCH '\"{word.Replace("'", "''")}\"' ORDER BY rank LIMIT 10;";

    private static void WriteScript(SourceList sources, string script)
    {
        using StreamWriter writer = new(script);
        writer.WriteLine(Schema);
        for (int i = 0; i < sources.Paths.Length; i++)
        {
            writer.WriteLine($"INSERT INTO paths VALUES({i + 1}, {Quote(sources.Paths[i])});");
            writer.WriteLine($"INSERT INTO text(rowid, body) VALUES({i + 1}, CAST(readfile({Quote(sources.Full(sources.Paths[i]))}) AS TEXT));");
        }
        writer.WriteLine("COMMIT;");
    }

    private static string Quote(string text) => $"'{text.Replace("'", "''")}'";
}
