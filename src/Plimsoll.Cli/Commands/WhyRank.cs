using System.Text;
using Plimsoll.Indexing.Search;

namespace Plimsoll.Cli.Commands;

/// <summary>Where a search has a file, beside its first result.</summary>
/// <param name="Query">The question.</param>
/// <param name="Rank">The place of the file's best passage, from 1; 0 when it is not among the results.</param>
/// <param name="Results">How many results there are, at most as many as a search gives.</param>
/// <param name="Own">The file's best passage; null when no word and no vector leads to it.</param>
/// <param name="First">The first result.</param>
internal sealed record WhyRank(string Query, int Rank, int Results, SearchHit? Own, SearchHit? First)
{
    /// <summary>Asks the index.</summary>
    public static WhyRank Find(Searcher index, SearchQuery query, string path)
    {
        IReadOnlyList<SearchHit> hits = index.Search(query);
        byte[] bytes = Encoding.UTF8.GetBytes(path);
        for (int i = 0; i < hits.Count; i++)
        {
            if (hits[i].PathBytes.AsSpan().SequenceEqual(bytes)) return new WhyRank(query.Text, i + 1, hits.Count, hits[i], hits[0]);
        }

        // Among other files it is too far behind; asked for alone it shows what it has.
        IReadOnlyList<SearchHit> alone = index.Search(query with { Limit = 1, PathGlobs = ["/" + Escaped(path)] });
        return new WhyRank(query.Text, 0, hits.Count, alone.Count > 0 ? alone[0] : null, hits.Count > 0 ? hits[0] : null);
    }

    private static string Escaped(string path)
    {
        StringBuilder text = new();
        foreach (char one in path)
        {
            if (one is '*' or '?' or '[' or ']' or '{' or '}' or '\\' or ',') text.Append('\\');
            text.Append(one);
        }
        return text.ToString();
    }
}
