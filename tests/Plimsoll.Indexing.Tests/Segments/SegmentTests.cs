using System.Text;
using Plimsoll.Indexing.Segments;
using Plimsoll.Indexing.Tokens;

namespace Plimsoll.Indexing.Tests.Segments;

public sealed class SegmentTests
{
    [Fact]
    public void Postings_OfMadeUpFiles_EqualANaiveCount()
    {
        using var fixture = new SegmentFixture();
        (string Path, string Text)[] files = SegmentFixture.MadeUpFiles(3, 40);
        using LiveSegment live = fixture.Open(fixture.Write(files));
        Dictionary<string, Dictionary<int, int>> expected = CountNaively(live.Segment, files);

        var found = new Dictionary<string, Dictionary<int, int>>(StringComparer.Ordinal);
        var cursor = new TermCursor(live.Segment);
        byte[] last = [];
        while (cursor.MoveNext())
        {
            Assert.True(cursor.Term.SequenceCompareTo(last) > 0, "terms are in byte order");
            last = cursor.Term.ToArray();
            Dictionary<int, int> chunks = ReadChunks(cursor.Postings);
            if (chunks.Count > 0)
                found[Encoding.UTF8.GetString(last)] = chunks;
        }

        Assert.Equal(expected.Keys.Order(StringComparer.Ordinal), found.Keys.Order(StringComparer.Ordinal));
        foreach ((string term, Dictionary<int, int> chunks) in expected)
            Assert.Equal(chunks, found[term]);
    }

    [Fact]
    public void TryFind_EveryTermAndItsNeighbours_FindsExactlyTheTerms()
    {
        using var fixture = new SegmentFixture();
        using LiveSegment live = fixture.Open(fixture.Write(SegmentFixture.MadeUpFiles(5, 60)));
        var terms = new HashSet<string>(StringComparer.Ordinal);
        var cursor = new TermCursor(live.Segment);
        while (cursor.MoveNext())
            terms.Add(Encoding.UTF8.GetString(cursor.Term));
        Assert.True(terms.Count > SegmentFormat.TermsPerBlock * 3);
        foreach (string term in terms)
        {
            Assert.True(live.Segment.TryFind(Encoding.UTF8.GetBytes(term), out _), term);
            foreach (string other in new[] { term + "0", term[..^1], "zz" + term })
                Assert.Equal(terms.Contains(other), live.Segment.TryFind(Encoding.UTF8.GetBytes(other), out _));
        }
    }

    [Fact]
    public void Files_AnyPath_AreFoundByTheirWords()
    {
        using var fixture = new SegmentFixture();
        using LiveSegment live = fixture.Open(fixture.Write(("lib/HashTable.cs", "x"), ("lib/list/Table.cs", "y")));
        Assert.Equal([(0, true), (1, true)], ReadFiles(live.Segment, "table"));
        Assert.Equal([(0, true)], ReadFiles(live.Segment, "hash"));
        Assert.Equal([(0, false), (1, false)], ReadFiles(live.Segment, "lib"));
        Assert.Equal("lib/list/Table.cs", Encoding.UTF8.GetString(live.Segment.PathOf(1)));
    }

    [Fact]
    public void Builder_MoreDistinctWordsThanTheLimit_ShortensAndSaysSo()
    {
        var text = new StringBuilder();
        for (int word = 0; word < SegmentBuilder.DistinctWordsPerFile + 500; word++)
            text.Append('w').Append(word.ToString("x")).Append(word % 10 == 9 ? '\n' : ' ');
        using var fixture = new SegmentFixture();
        using LiveSegment live = fixture.Open(fixture.Write(("blob.txt", text.ToString()), ("small.txt", "word")));
        Assert.Equal(1, live.Segment.Files[0].Shortened);
        Assert.Equal(0, live.Segment.Files[1].Shortened);
        Assert.True(live.Segment.TryFind("word"u8, out _));
    }

    [Fact]
    public void Builder_WordMetFirstAsAPart_HasItsPartsAllTheSame()
    {
        // `MAX_SIZE` brings the term `max_size`, which then stands in a text by itself: the order must not matter.
        using var fixture = new SegmentFixture();
        string together = fixture.Digest((fixture.Write(("a.txt", "MAX_SIZE"), ("b.txt", "max_size")), []));
        string apart = fixture.Digest((fixture.Write(("a.txt", "MAX_SIZE")), []), (fixture.Write(("b.txt", "max_size")), []));
        Assert.Equal(together, apart);
    }

    private static Dictionary<string, Dictionary<int, int>> CountNaively(Segment segment, (string Path, string Text)[] files)
    {
        var counts = new Dictionary<string, Dictionary<int, int>>(StringComparer.Ordinal);
        for (int chunk = 0; chunk < segment.ChunkCount; chunk++)
        {
            ChunkRecord record = segment.Chunks[chunk];
            byte[] bytes = Encoding.UTF8.GetBytes(files[record.File].Text);
            string[] lines = Encoding.Latin1.GetString(bytes).Split('\n');
            string text = string.Join('\n', lines[(record.StartLine - 1)..Math.Min(lines.Length, segment.EndLineOf(chunk))]);
            foreach (string word in text.Split([' ', '(', '\n', '/'], StringSplitOptions.RemoveEmptyEntries))
            {
                foreach (string term in TermsOf(word))
                {
                    string utf8 = Encoding.UTF8.GetString(Encoding.Latin1.GetBytes(term));
                    if (!counts.TryGetValue(utf8, out Dictionary<int, int>? chunks))
                        counts[utf8] = chunks = [];
                    chunks[chunk] = chunks.GetValueOrDefault(chunk) + 1;
                }
            }
        }

        return counts;
    }

    private static IEnumerable<string> TermsOf(string word)
    {
        bool number = char.IsAsciiDigit(word[0]);
        if (word.Length < (number ? Words.ShortestNumber : Words.ShortestWord))
            yield break;
        yield return Fold(word);
        if (number)
            yield break;
        byte[] bytes = Encoding.Latin1.GetBytes(word);
        var parts = new SubToken[SubTokens.MostParts];
        int count = SubTokens.Split(bytes, parts);
        foreach (SubToken part in parts[..count])
        {
            if (part.Length < word.Length)
                yield return Fold(word.Substring(part.Start, part.Length));
        }
    }

    private static string Fold(string word) => string.Create(word.Length, word, (span, source) =>
    {
        for (int i = 0; i < span.Length; i++)
            span[i] = char.IsAsciiLetterUpper(source[i]) ? (char)(source[i] | 0x20) : source[i];
    });

    private static unsafe Dictionary<int, int> ReadChunks(TermPostings postings)
    {
        var chunks = new Dictionary<int, int>();
        byte* at = postings.Chunks;
        for (uint chunk = 0; at < postings.Files;)
        {
            at = PostingCode.Read(at, postings.Files, out uint gap, out TermCounts counts);
            chunk += gap;
            if (counts.Body + counts.Comment > 0)
                chunks[(int)chunk] = counts.Body + counts.Comment;
        }

        return chunks;
    }

    private static unsafe List<(int File, bool OwnName)> ReadFiles(Segment segment, string term)
    {
        var files = new List<(int, bool)>();
        Assert.True(segment.TryFind(Encoding.UTF8.GetBytes(term), out TermPostings postings));
        byte* at = postings.Files;
        for (uint file = 0; at < postings.End;)
        {
            at = PostingCode.ReadNumber(at, postings.End, out uint code);
            file += code >> 1;
            files.Add(((int)file, (code & 1) != 0));
        }

        return files;
    }
}
