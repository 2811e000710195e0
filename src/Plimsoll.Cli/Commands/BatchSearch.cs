using System.Text;
using Plimsoll.Cli.Output;
using Plimsoll.Indexing.Search;

namespace Plimsoll.Cli.Commands;

/// <summary>`search --batch FILE`: a query a line in, a JSON object a line out, in order; one open index for all.</summary>
internal static class BatchSearch
{
    /// <summary>Far longer than any query; a longer line means that the file is no list of queries.</summary>
    private const int QueryCharsMax = 16 * 1024;

    /// <summary>Answers every query.</summary>
    /// <param name="context">Where to answer.</param>
    /// <param name="searcher">The index.</param>
    /// <param name="search">Asks it.</param>
    /// <param name="pattern">What all queries have but their words.</param>
    /// <param name="file">The list of queries, or - for stdin.</param>
    /// <param name="roots">The indexed folders.</param>
    /// <param name="snippets">Reads source lines; null to leave them out.</param>
    /// <returns>0 when at least one query had a result, else 1.</returns>
    public static int Run(CommandContext context, Searcher searcher, JudgedSearch search, SearchQuery pattern, string file, IReadOnlyList<string> roots, SearchView? snippets)
    {
        bool any = false;
        using TextReader reader = Open(context, file);
        for (int line = 1; ReadLine(reader, file, line) is string text; line++)
        {
            if (text.Trim().Length == 0) continue;
            SearchQuery query = pattern with { Text = text.Trim() };
            SearchAnswer answer = search.Ask(query);
            any |= answer.Hits.Count > 0;
            SearchCommand.SayFault(context, answer);
            JsonOutput.Write(context.Terminal, json => SearchJson.Write(json, query, roots, searcher.IsComplete, answer, snippets));
        }
        if (!any) context.Say("no query had a result");
        return any ? ExitCode.Ok : ExitCode.No;
    }

    private static StreamReader Open(CommandContext context, string file)
    {
        if (file == "-") return new StreamReader(context.Terminal.OpenInput(), Encoding.UTF8);
        string path = context.Absolute(file);
        if (!File.Exists(path)) throw new CliException(ExitCode.NoInput, $"--batch: {path} is not there");
        return new StreamReader(new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite), Encoding.UTF8);
    }

    /// <summary>A line of at most <see cref="QueryCharsMax"/>; null at the end.</summary>
    private static string? ReadLine(TextReader reader, string file, int line)
    {
        StringBuilder text = new();
        int read;
        while ((read = reader.Read()) >= 0 && read != '\n')
        {
            if (text.Length == QueryCharsMax) throw new CliException(ExitCode.BadData, $"--batch: {file}:{line}: longer than {QueryCharsMax} characters; expected a query a line");
            text.Append((char)read);
        }
        return read < 0 && text.Length == 0 ? null : text.ToString();
    }
}
