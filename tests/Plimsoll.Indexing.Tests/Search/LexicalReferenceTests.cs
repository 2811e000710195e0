using System.Text;
using Plimsoll.Indexing.Outlining;
using Plimsoll.Indexing.Search;
using Plimsoll.Indexing.Tests.Segments;
using Plimsoll.Indexing.Tokens;

namespace Plimsoll.Indexing.Tests.Search;

/// <summary>BM25F as a page of straightforward code, and the index against it.</summary>
public sealed class LexicalReferenceTests
{
    private sealed class Doc
    {
        public required string Place { get; init; }
        public Dictionary<string, double[]> Counts { get; } = new(StringComparer.Ordinal);
        public Dictionary<string, double> Path { get; } = new(StringComparer.Ordinal);
        public double Length(int field) => Counts.Values.Sum(counts => counts[field]);
    }

    [Theory]
    [InlineData(41, "open file maxSize")]
    [InlineData(42, "http 404 größe")]
    [InlineData(43, "some file part2 return")]
    [InlineData(44, "HTTPServer read_all x1 0xFF00")]
    public void Search_Lexical_EqualsTheNaiveFormula(int seed, string query)
    {
        (string Path, string Text)[] files = [.. SegmentFixture.MadeUpFiles(seed, 80).DistinctBy(file => file.Path, StringComparer.Ordinal)];
        using SearchFixture fixture = new SearchFixture().Add(files);
        Dictionary<string, double> expected = ScoreNaively([.. files.SelectMany(DocsOf)], query);
        double best = expected.Values.Max();

        IReadOnlyList<SearchHit> hits = fixture.Search(new SearchQuery { Text = query, Mode = SearchMode.Lexical, Limit = 1000, Explain = true });

        Assert.Equal(expected.Keys.Order(StringComparer.Ordinal), hits.Select(PlaceOf).Order(StringComparer.Ordinal));
        foreach (SearchHit hit in hits)
        {
            double found = hit.Explain.Single(addend => addend.Name == "bm25").Value;
            Assert.Equal(expected[PlaceOf(hit)] / best * SignalWeights.Chunks[Signal.Bm25], found, tolerance: 1e-5);
        }
    }

    private static string PlaceOf(SearchHit hit) => $"{hit.Path}:{hit.ChunkStartLine}";

    private static Dictionary<string, double> ScoreNaively(Doc[] docs, string query)
    {
        var weights = new Dictionary<string, double>(StringComparer.Ordinal);
        foreach ((string term, bool isPart) in TermsOf(Encoding.UTF8.GetBytes(query)).Select(term => (term.Term, term.IsPart)))
            weights[term] = weights.GetValueOrDefault(term) + (isPart ? Ranking.PartWeight : 1);
        double[] fields = [Ranking.BodyWeight, Ranking.CommentWeight, Ranking.SymbolWeight];
        double[] norms = [Ranking.BodyNorm, Ranking.CommentNorm, Ranking.SymbolNorm];
        double[] averages = [.. Enumerable.Range(0, 3).Select(field => Math.Max(1, docs.Average(doc => doc.Length(field))))];
        var scores = new Dictionary<string, double>(StringComparer.Ordinal);
        foreach ((string term, double weight) in weights)
        {
            string[] forms = [term, .. Stemmer.OtherForms(Encoding.UTF8.GetBytes(term)).Select(Encoding.UTF8.GetString)];
            int count = forms.Sum(form => Math.Max(docs.Count(doc => doc.Counts.ContainsKey(form)), docs.Count(doc => doc.Path.ContainsKey(form))));
            count = Math.Min(count, docs.Length);
            double loudness = StopWords.Has(Encoding.UTF8.GetBytes(term)) ? Ranking.StopWord : 1;
            double rarity = Math.Log(1 + ((docs.Length - count + .5) / (count + .5)));
            foreach (Doc doc in docs)
            {
                foreach (string form in forms)
                {
                    double sum = doc.Path.GetValueOrDefault(form);
                    for (int field = 0; field < 3 && doc.Counts.TryGetValue(form, out double[]? counts); field++)
                        sum += fields[field] * counts[field] / (1 - norms[field] + (norms[field] * doc.Length(field) / averages[field]));
                    double factor = weight * loudness * (form == term ? 1 : Ranking.OtherForm);
                    if (sum > 0)
                        scores[doc.Place] = scores.GetValueOrDefault(doc.Place) + (factor * rarity * sum / (sum + Ranking.Saturation));
                }
            }
        }

        return scores;
    }

    private static IEnumerable<Doc> DocsOf((string Path, string Text) file)
    {
        byte[] path = Encoding.UTF8.GetBytes(file.Path), text = Encoding.UTF8.GetBytes(file.Text);
        using var outline = new Outline();
        List<Chunk> chunks = SearchFixture.ChunksOf(path, text, outline);
        foreach (Chunk chunk in chunks)
        {
            var doc = new Doc { Place = $"{file.Path}:{chunk.StartLine}" };
            for (int i = 0; i < chunk.DefinitionCount; i++)
            {
                Definition definition = outline.Definitions[chunk.FirstDefinition + i];
                foreach ((string term, _, _) in TermsOf(text[definition.NameOffset..(definition.NameOffset + definition.NameLength)]))
                    Count(doc, term, 2);
            }

            foreach ((string term, _, int offset) in TermsOf(text[chunk.StartOffset..chunk.EndOffset]))
                Count(doc, term, IsComment(outline, chunk.StartOffset + offset) ? 1 : 0);
            int nameStart = file.Path.LastIndexOf('/') + 1;
            foreach ((string term, _, int offset) in TermsOf(path))
                doc.Path[term] = Math.Max(doc.Path.GetValueOrDefault(term), offset >= nameStart ? Ranking.FileNameWeight : Ranking.FolderWeight);
            yield return doc;
        }
    }

    private static bool IsComment(Outline outline, int offset)
    {
        foreach (TextSpan comment in outline.Comments)
        {
            if (offset >= comment.Offset && offset < comment.Offset + comment.Length)
                return true;
        }

        return false;
    }

    private static void Count(Doc doc, string term, int field)
    {
        if (!doc.Counts.TryGetValue(term, out double[]? counts))
            doc.Counts[term] = counts = new double[3];
        counts[field]++;
    }

    private static List<(string Term, bool IsPart, int Offset)> TermsOf(byte[] text)
    {
        var terms = new List<(string, bool, int)>();
        var parts = new SubToken[SubTokens.MostParts];
        for (int at = 0; at < text.Length;)
        {
            int start = at;
            while (at < text.Length && Words.ClassOf(text[at]) != LetterClass.Other)
                at++;
            bool isNumber = at > start && Words.ClassOf(text[start]) == LetterClass.Digit;
            if (at - start >= (isNumber ? Words.ShortestNumber : Words.ShortestWord) && at - start <= (isNumber ? Words.LongestNumber : Words.LongestWord))
            {
                string word = Encoding.UTF8.GetString([.. text[start..at].Select(Words.Fold)]);
                terms.Add((word, false, start));
                int count = isNumber ? 0 : SubTokens.Split(text.AsSpan(start, at - start), parts);
                for (int i = 0; i < count; i++)
                {
                    if (parts[i].Length < at - start)
                        terms.Add((Encoding.UTF8.GetString([.. text[(start + parts[i].Start)..(start + parts[i].Start + parts[i].Length)].Select(Words.Fold)]), true, start));
                }
            }

            at = at == start ? at + 1 : at;
        }

        return terms;
    }
}
