using System.Buffers.Text;
using Plimsoll.Indexing.Segments;
using Plimsoll.Indexing.Tokens;

namespace Plimsoll.Training.Extraction;

/// <summary>The terms of a text with their counts, split and folded exactly as the index does it: each word in lower case, and its parts.</summary>
internal sealed class TermBag
{
    private readonly Dictionary<ulong, int> _places = [];
    private readonly List<(int Start, int Length, int Count)> _terms = [];
    private byte[] _text = new byte[4096];
    private int _length;

    /// <summary>Distinct terms.</summary>
    public int Count => _terms.Count;

    /// <summary>Forgets the terms.</summary>
    public void Clear()
    {
        _places.Clear();
        _terms.Clear();
        _length = 0;
    }

    /// <summary>The bytes of a term.</summary>
    public ReadOnlySpan<byte> Term(int index) => _text.AsSpan(_terms[index].Start, _terms[index].Length);

    /// <summary>How often a term was met.</summary>
    public int CountOf(int index) => _terms[index].Count;

    /// <summary>Whether a term was met.</summary>
    public bool Has(ReadOnlySpan<byte> term) => _places.ContainsKey(Words.Hash(term));

    /// <summary>Counts the words of a text.</summary>
    public void Add(ReadOnlySpan<byte> text)
    {
        int at = 0;
        Span<byte> folded = stackalloc byte[Words.LongestWord];
        while (SegmentBuilder.NextWord(text, ref at, out int start))
        {
            ReadOnlySpan<byte> word = text[start..at];
            for (int i = 0; i < word.Length; i++)
                folded[i] = Words.Fold(word[i]);
            AddWord(word, folded[..word.Length]);
        }
    }

    /// <summary>Writes the terms as `term:count`, with a space between two, in the order in which they were met.</summary>
    public void Write(Stream output)
    {
        Span<byte> number = stackalloc byte[16];
        for (int i = 0; i < _terms.Count; i++)
        {
            if (i > 0)
                output.WriteByte((byte)' ');
            output.Write(Term(i));
            output.WriteByte((byte)':');
            Utf8Formatter.TryFormat(_terms[i].Count, number, out int written);
            output.Write(number[..written]);
        }
    }

    private void AddWord(ReadOnlySpan<byte> word, ReadOnlySpan<byte> folded)
    {
        CountTerm(folded);
        if (Words.ClassOf(word[0]) == LetterClass.Digit)
            return;
        Span<SubToken> parts = stackalloc SubToken[SubTokens.MostParts];
        int count = SubTokens.Split(word, parts);
        foreach (SubToken part in parts[..count])
        {
            if (part.Length < word.Length)
                CountTerm(folded.Slice(part.Start, part.Length));
        }
    }

    private void CountTerm(ReadOnlySpan<byte> term)
    {
        ulong hash = Words.Hash(term);
        if (_places.TryGetValue(hash, out int place))
        {
            _terms[place] = _terms[place] with { Count = _terms[place].Count + 1 };
            return;
        }

        if (_length + term.Length > _text.Length)
            Array.Resize(ref _text, _text.Length * 2);
        term.CopyTo(_text.AsSpan(_length));
        _places.Add(hash, _terms.Count);
        _terms.Add((_length, term.Length, 1));
        _length += term.Length;
    }
}
