using System.Text;
using Plimsoll.Files;
using Plimsoll.Indexing.Segments;
using Plimsoll.Indexing.Tokens;

namespace Plimsoll.Bench.Quality.Docstrings;

/// <summary>
/// Finds the questions that still stand in the repository, word for word: in a copy of the documentation (another language, a manual, a change log) or in that of
/// something that is not asked for. Such a question would find its own text.
/// </summary>
internal sealed class LeakCheck : ISkipObserver
{
    private const long LongestFile = 8 << 20;

    /// <summary>Words that are looked up at once: as many as the shortest question has.</summary>
    private const int Run = 4;

    private readonly Dictionary<ulong, List<int>> _starts = [];
    private readonly List<ulong[]> _sentences = [];
    private readonly SourceBuffer _buffer = new((int)LongestFile);
    private readonly HashSet<int> _leaked = [];

    /// <summary>The places, in the list, of questions that stand in a file.</summary>
    public HashSet<int> Find(string root, IReadOnlyList<string> questions)
    {
        foreach (string question in questions) Add(WordsOf(Encoding.UTF8.GetBytes(question)));
        using var reader = new SourceReader(root);
        var walker = new TreeWalker(root, new WalkOptions { MaxFileSize = LongestFile }, this);
        foreach (WalkedFile file in walker.Walk(CancellationToken.None))
        {
            if (reader.Read(file.Path, _buffer, LongestFile) == SkipReason.None) Look(WordsOf(_buffer.Text));
        }
        return _leaked;
    }

    /// <inheritdoc/>
    public void Skipped(ReadOnlySpan<byte> path, SkipReason reason, bool isFolder, long size)
    {
        // What an index would not hold leaks nothing.
    }

    private void Add(ulong[] words)
    {
        _sentences.Add(words);
        // Fewer words than that (most were signs) are too few to tell.
        if (words.Length < Run) _leaked.Add(_sentences.Count - 1);
        else PlacesOf(KeyOf(words, 0)).Add(_sentences.Count - 1);
    }

    private List<int> PlacesOf(ulong key)
    {
        if (!_starts.TryGetValue(key, out List<int>? places)) _starts[key] = places = [];
        return places;
    }

    private void Look(ulong[] words)
    {
        for (int at = 0; at + Run <= words.Length; at++)
        {
            if (!_starts.TryGetValue(KeyOf(words, at), out List<int>? places)) continue;
            foreach (int place in places)
            {
                if (words.AsSpan(at).StartsWith(_sentences[place])) _leaked.Add(place);
            }
        }
    }

    private static ulong KeyOf(ulong[] words, int at)
    {
        ulong key = 0;
        for (int i = 0; i < Run; i++) key = (key * 0x9E3779B97F4A7C15) + words[at + i];
        return key;
    }

    private static ulong[] WordsOf(ReadOnlySpan<byte> text)
    {
        List<ulong> words = [];
        Span<byte> folded = stackalloc byte[Words.LongestWord];
        int at = 0;
        while (SegmentBuilder.NextWord(text, ref at, out int start))
        {
            for (int i = start; i < at; i++) folded[i - start] = Words.Fold(text[i]);
            words.Add(Words.Hash(folded[..(at - start)]));
        }
        return [.. words];
    }
}
