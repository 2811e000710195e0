using System.Globalization;
using System.Text;
using System.Text.Json;
using Plimsoll.Cli.Output;
using Plimsoll.Files;
using Plimsoll.Indexing.Search;

namespace Plimsoll.Cli.Commands;

/// <summary>What `why` found out.</summary>
internal sealed record WhyFacts
{
    public required string Root { get; init; }

    /// <summary>The path relative to the root; absolute for one outside.</summary>
    public required string Path { get; init; }

    /// <summary>Why it is not in the index; null when it is.</summary>
    public string? Reason { get; init; }

    public PathExplanation? Explanation { get; init; }

    public IndexedFile? File { get; init; }

    public WhyRank? Rank { get; init; }
}

/// <summary>The answer of `why`, for people or as JSON.</summary>
internal static class WhyAnswer
{
    /// <summary>More passages of one file say nothing to people.</summary>
    private const int ChunksShown = 20;

    /// <summary>Writes it.</summary>
    /// <returns>0 when the file is in the index, else 1.</returns>
    public static int Write(CommandContext context, WhyFacts facts)
    {
        if (context.Json) JsonOutput.Write(context.Terminal, json => WriteJson(json, facts));
        else WriteText(context.Terminal.Out, facts);
        return facts.File is null ? ExitCode.No : ExitCode.Ok;
    }

    private static void WriteText(TextWriter text, WhyFacts facts)
    {
        string path = ShownPath.Of(Encoding.UTF8.GetBytes(facts.Path));
        if (facts.File is IndexedFile file)
        {
            text.WriteLine($"{path} is in the index");
            text.WriteLine($"  language  {file.Language}");
            text.WriteLine($"  state     {SearchView.Word(file.State)}");
            text.WriteLine($"  chunks    {file.Chunks.Count}, {file.Lines} lines");
            foreach (IndexedChunk chunk in file.Chunks.Take(ChunksShown)) text.WriteLine($"            {chunk.StartLine}-{chunk.EndLine}  {chunk.Kind}  {PlainText.Clean(SecretRedactor.Redact(string.Join(", ", chunk.Names.Take(6))))}".TrimEnd());
            if (file.Chunks.Count > ChunksShown) text.WriteLine($"            and {file.Chunks.Count - ChunksShown} more");
        }
        else
        {
            text.WriteLine($"{path} {facts.Reason}");
        }
        WriteRules(text, facts);
        if (facts.Rank is WhyRank rank) WriteRank(text, rank);
    }

    private static void WriteRules(TextWriter text, WhyFacts facts)
    {
        if (facts.Explanation is not PathExplanation explanation) return;
        foreach (PathRule rule in explanation.Rules)
        {
            text.WriteLine($"  rule      {Place(facts.Root, rule)}: {PlainText.Clean(rule.Text)}  {(rule.Keeps ? "keeps" : "leaves out")} {rule.Path}");
        }
        if (explanation.IsTracked is bool isTracked) text.WriteLine(isTracked ? "  git       tracked: git's ignore rules do not touch it" : "  git       not tracked");
    }

    private static string Place(string root, PathRule rule)
    {
        string source = rule.Source.StartsWith(root + "/", StringComparison.Ordinal) ? rule.Source[(root.Length + 1)..] : rule.Source;
        return rule.Source is "include" or "exclude" ? $"--{source} number {rule.Line}" : $"{source}:{rule.Line}";
    }

    private static void WriteRank(TextWriter text, WhyRank rank)
    {
        text.WriteLine($"query       {PlainText.Clean(rank.Query)}");
        if (rank.Own is not SearchHit own)
        {
            text.WriteLine("  rank      none: no word of the query stands in the file, and no passage of it is near in meaning");
            return;
        }
        string of = rank.Results == Searcher.MostHits ? $"the first {rank.Results}" : rank.Results.ToString(CultureInfo.InvariantCulture);
        text.WriteLine(rank.Rank > 0 ? $"  rank      {rank.Rank} of {of}" : $"  rank      not among {of}; what follows is its score when nothing else is asked for");
        text.WriteLine($"  best      {own.StartLine}-{own.EndLine}  {own.Kind} {PlainText.Clean(own.Symbol ?? "")}".TrimEnd());
        if (own.Terms.Count > 0) text.WriteLine($"  words     {string.Join(' ', own.Terms)}");
        text.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {"signal",-18}{"this",9}{(rank.Rank == 1 ? "" : $"{"first",9}  {rank.First!.Path}:{rank.First.StartLine}-{rank.First.EndLine}")}"));
        foreach ((string name, double mine, double theirs) in Rows(rank))
        {
            text.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {name,-18}{mine,9:0.0000}{(rank.Rank == 1 ? "" : $"{theirs,9:0.0000}")}"));
        }
    }

    /// <summary>Each signal that either has, and the sums.</summary>
    private static List<(string Name, double Own, double First)> Rows(WhyRank rank)
    {
        List<(string Name, double Own, double First)> rows = [];
        IReadOnlyList<ScoreAddend> first = rank.First?.Explain ?? [];
        foreach (ScoreAddend addend in rank.Own!.Explain) rows.Add((addend.Name, addend.Value, ValueOf(first, addend.Name)));
        foreach (ScoreAddend addend in first)
        {
            if (!rows.Exists(row => row.Name == addend.Name)) rows.Add((addend.Name, 0, addend.Value));
        }
        rows.Add(("score", rank.Own.Score, rank.First?.Score ?? 0));
        return rows;
    }

    private static double ValueOf(IReadOnlyList<ScoreAddend> addends, string name)
    {
        foreach (ScoreAddend addend in addends)
        {
            if (addend.Name == name) return addend.Value;
        }
        return 0;
    }

    private static void WriteJson(Utf8JsonWriter json, WhyFacts facts)
    {
        json.WriteStartObject();
        json.WriteString("root", facts.Root);
        json.WriteString("path", facts.Path);
        json.WriteBoolean("indexed", facts.File is not null);
        if (facts.Reason is not null) json.WriteString("why", facts.Reason);
        if (facts.Explanation is PathExplanation explanation) WriteExplanation(json, explanation);
        if (facts.File is IndexedFile file) WriteFile(json, file);
        if (facts.Rank is WhyRank rank) WriteRank(json, rank);
        json.WriteEndObject();
    }

    private static void WriteExplanation(Utf8JsonWriter json, PathExplanation explanation)
    {
        if (explanation.Reason != SkipReason.None)
        {
            json.WriteString("reason", Skips.Name(explanation.Reason));
            json.WriteString("decided_at", explanation.At);
        }
        if (explanation.IsTracked is bool isTracked) json.WriteBoolean("tracked", isTracked);
        json.WriteStartArray("rules");
        foreach (PathRule rule in explanation.Rules)
        {
            json.WriteStartObject();
            json.WriteString("source", rule.Source);
            json.WriteNumber("line", rule.Line);
            json.WriteString("text", rule.Text);
            json.WriteString("names", rule.Path);
            json.WriteBoolean("keeps", rule.Keeps);
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }

    private static void WriteFile(Utf8JsonWriter json, IndexedFile file)
    {
        json.WriteString("language", file.Language);
        json.WriteString("state", SearchView.Word(file.State));
        json.WriteNumber("lines", file.Lines);
        json.WriteStartArray("chunks");
        foreach (IndexedChunk chunk in file.Chunks)
        {
            json.WriteStartObject();
            json.WriteNumber("start_line", chunk.StartLine);
            json.WriteNumber("end_line", chunk.EndLine);
            json.WriteString("kind", chunk.Kind);
            json.WriteStartArray("names");
            foreach (string name in chunk.Names) json.WriteStringValue(SecretRedactor.Redact(name));
            json.WriteEndArray();
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }

    private static void WriteRank(Utf8JsonWriter json, WhyRank rank)
    {
        json.WriteStartObject("query");
        json.WriteString("text", rank.Query);
        if (rank.Rank > 0) json.WriteNumber("rank", rank.Rank);
        else json.WriteNull("rank");
        json.WriteNumber("results", rank.Results);
        if (rank.Own is not null) WriteHit(json, "best", rank.Own);
        if (rank.First is not null) WriteHit(json, "first", rank.First);
        json.WriteEndObject();
    }

    private static void WriteHit(Utf8JsonWriter json, string name, SearchHit hit)
    {
        json.WriteStartObject(name);
        JsonOutput.WritePath(json, hit.Path, hit.PathBytes);
        json.WriteNumber("start_line", hit.StartLine);
        json.WriteNumber("end_line", hit.EndLine);
        json.WriteNumber("score", Math.Round(hit.Score, 6));
        json.WriteStartObject("signals");
        foreach (ScoreAddend addend in hit.Explain) json.WriteNumber(addend.Name.Replace(' ', '_'), Math.Round(addend.Value, 6));
        json.WriteEndObject();
        json.WriteEndObject();
    }
}
