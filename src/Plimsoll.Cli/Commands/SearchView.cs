using System.Globalization;
using System.Text;
using System.Text.Unicode;
using Plimsoll.Cli.Output;
using Plimsoll.Indexing.Search;

namespace Plimsoll.Cli.Commands;

/// <summary>Search results for people, scripts and editors. Paths are shown from the current folder, so that they can be opened from there.</summary>
internal sealed class SearchView(Terminal terminal, IReadOnlyList<string> roots, int contextLines, bool redacts) : IDisposable
{
    private const int LineCharsMax = 160;
    private const string Bold = "\x1b[1m";
    private const string Faint = "\x1b[2m";
    private const string Plain = "\x1b[0m";

    private readonly SnippetReader?[] _sources = new SnippetReader?[roots.Count];

    /// <summary>The first lines of a result, at most as many as asked for and as it has.</summary>
    public IReadOnlyList<SnippetLine> Snippet(SearchHit hit) => contextLines > 0 && hit.State != HitState.Deleted
        ? SourcesOf(hit).Read(hit.PathBytes, hit.StartLine, Math.Min(hit.EndLine, hit.StartLine + contextLines - 1))
        : [];

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (SnippetReader? sources in _sources) sources?.Dispose();
    }

    /// <summary>Number, place, symbol, kind, language, score; then the source lines.</summary>
    public void WriteTable(IReadOnlyList<SearchHit> hits)
    {
        for (int i = 0; i < hits.Count; i++)
        {
            SearchHit hit = hits[i];
            string place = $"{Shown(hit)}:{hit.StartLine}-{hit.EndLine}";
            terminal.Out.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{i + 1,2}. {Styled(Bold, place)}  {Title(hit)}  {Styled(Faint, hit.Language)}  {hit.Score:0.000}{(hit.Stale ? "  " + Word(hit.State) : "")}"));
            WriteSnippet(hit);
            WriteExplain(hit);
        }
    }

    /// <summary>`path:start-end: kind symbol`, a line each; results whose file is gone are left out.</summary>
    /// <returns>How many were written.</returns>
    public int WritePlain(IReadOnlyList<SearchHit> hits)
    {
        int written = 0;
        for (int i = 0; i < hits.Count; i++)
        {
            SearchHit hit = hits[i];
            if (hit.State == HitState.Deleted) continue;
            written++;
            terminal.Out.WriteLine($"{Shown(hit)}:{hit.StartLine}-{hit.EndLine}: {Title(hit)}{(hit.Stale ? " (stale)" : "")}");
            WriteExplain(hit);
        }
        return written;
    }

    /// <summary>`path:line:column:text`, as editors read it; the text is what is on disk now, and where no such line is any more, the result is left out.</summary>
    /// <returns>How many were written.</returns>
    public int WriteVimgrep(IReadOnlyList<SearchHit> hits)
    {
        int written = 0;
        for (int i = 0; i < hits.Count; i++)
        {
            SearchHit hit = hits[i];
            IReadOnlyList<SnippetLine> first = hit.State == HitState.Deleted ? [] : SourcesOf(hit).Read(hit.PathBytes, hit.StartLine, hit.StartLine);
            if (first.Count == 0) continue;
            written++;
            terminal.Out.WriteLine($"{Shown(hit)}:{hit.StartLine}:1:{Text(first[0]).Trim()}");
        }
        return written;
    }

    /// <summary>The word for JSON and for people.</summary>
    public static string Word(HitState state) => state switch
    {
        HitState.Stale => "stale",
        HitState.Deleted => "deleted",
        _ => "current",
    };

    /// <summary>Opened when the first line is wanted: an index may outlive its sources.</summary>
    private SnippetReader SourcesOf(SearchHit hit) => _sources[hit.Repository] ??= new SnippetReader(roots[hit.Repository], redacts);

    private void WriteSnippet(SearchHit hit)
    {
        foreach (SnippetLine line in Snippet(hit))
        {
            terminal.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"    {line.Number,5} | {Text(line)}"));
        }
    }

    private void WriteExplain(SearchHit hit)
    {
        foreach (ScoreAddend addend in hit.Explain)
        {
            terminal.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"          {addend.Value,9:+0.0000;-0.0000}  {addend.Name}"));
        }
    }

    private static string Title(SearchHit hit) => hit.Symbol is { Length: > 0 } symbol ? $"{hit.Kind} {PlainText.Clean(symbol)}" : "text";

    private string Styled(string style, string text) => terminal.HasColor ? style + text + Plain : text;

    /// <summary>A line for a terminal: what is longer than a wide one is cut.</summary>
    private static string Text(SnippetLine line)
    {
        string text = PlainText.Clean(line.Text);
        return text.Length > LineCharsMax ? text[..LineCharsMax] + "..." : line.IsCut ? text + "..." : text;
    }

    private string Shown(SearchHit hit)
    {
        string root = roots[hit.Repository];
        if (string.Equals(root, terminal.Folder, StringComparison.Ordinal)) return ShownPath.Of(hit.PathBytes);
        if (Utf8.IsValid(hit.PathBytes)) return ShownPath.Of(Encoding.UTF8.GetBytes(Path.GetRelativePath(terminal.Folder, Path.Join(root, hit.Path))));

        // Such bytes do not survive a .NET path; the way to the root is put before them instead.
        return ShownPath.Of([.. Encoding.UTF8.GetBytes(Path.GetRelativePath(terminal.Folder, root) + "/"), .. hit.PathBytes]);
    }
}
