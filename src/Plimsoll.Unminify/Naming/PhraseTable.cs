using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Text;
using Plimsoll.JavaScript.Renaming;
using Plimsoll.JavaScript.Text;

namespace Plimsoll.Unminify.Naming;

/// <summary>
/// Names by what they say: as words, whatever their spelling. The phrases that the model knows come first, with the model's numbers; those that
/// only the program has follow. A name is proposed as a phrase and spelt at the end.
/// </summary>
internal sealed class PhraseTable : IDisposable
{
    /// <summary>No phrase.</summary>
    public const int None = -1;

    private const int Unknown = -2;
    private const int FirstBuckets = 1 << 14;

    // A program says the same few thousand names again and again: they are not taken apart each time.
    private const int RecentBits = 12;
    private const int RecentShift = 64 - RecentBits;

    private readonly ChunkList<Phrase> _phrases;
    private readonly ChunkList<byte> _text;
    private readonly ChunkList<int> _words;
    private readonly (ulong Key, int Phrase)[] _recent = new (ulong Key, int Phrase)[1 << RecentBits];
    private int[] _buckets = new int[FirstBuckets];

    /// <summary>A table without phrases.</summary>
    public PhraseTable(ChunkStore store)
    {
        _phrases = new ChunkList<Phrase>(store);
        _text = new ChunkList<byte>(store);
        _words = new ChunkList<int>(store);
    }

    /// <summary>How many phrases there are.</summary>
    public int Count => _phrases.Count;

    /// <summary>The phrase of an identifier or of the text of a string, or <see cref="None"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public int Of(ReadOnlySpan<byte> name)
    {
        if (name.Length is < 2 or > WordSplitter.BytesMax) return None;
        ulong key = KeyOf(name);
        ref (ulong Key, int Phrase) recent = ref _recent[(int)(key >> RecentShift)];
        if (recent.Key != key) recent = (key, Find(name));
        return recent.Phrase;
    }

    /// <summary>The phrase of words that are split already.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public int Intern(ReadOnlySpan<byte> words)
    {
        uint hash = Clues.Hash(words);
        int at = _buckets[hash & (uint)(_buckets.Length - 1)] - 1;
        for (; at >= 0; at = _phrases[at].Next)
        {
            if (_phrases[at].Hash == hash && TextIs(at, words)) return at;
        }

        return Add(words, hash);
    }

    /// <summary>The words, with spaces between, into a buffer of <see cref="WordSplitter.WordBytesMax"/> bytes.</summary>
    public int CopyWords(int phrase, Span<byte> words)
    {
        ref Phrase row = ref _phrases[phrase];
        for (int i = 0; i < row.Length; i++) words[i] = _text[row.Offset + i];
        return row.Length;
    }

    /// <summary>A hash of the words.</summary>
    public uint HashOf(int phrase) => _phrases[phrase].Hash;

    /// <summary>The words of a phrase, each as a phrase of its own.</summary>
    public void ReadWords(int phrase, List<int> words)
    {
        words.Clear();
        for (int i = 0, count = CountWords(phrase); i < count; i++) words.Add(WordAt(phrase, i));
    }

    /// <summary>How many words it has; they can be asked for from now on.</summary>
    public int CountWords(int phrase)
    {
        ref Phrase row = ref _phrases[phrase];
        if (row.FirstWord == Unknown) StoreWords(phrase);
        return row.Words;
    }

    /// <summary>A word of a phrase whose words were counted.</summary>
    public int WordAt(int phrase, int index)
    {
        ref Phrase row = ref _phrases[phrase];
        return row.Words == 1 ? phrase : _words[row.FirstWord + index];
    }

    /// <summary>How many words of the first phrase the second one has, too.</summary>
    public int CountCommon(int left, int right)
    {
        int lefts = CountWords(left), rights = CountWords(right), common = 0;
        for (int i = 0; i < lefts; i++)
        {
            int word = WordAt(left, i);
            for (int j = 0; j < rights; j++)
            {
                if (WordAt(right, j) != word) continue;
                common++;
                break;
            }
        }

        return common;
    }

    /// <summary>The clue that a phrase is to the bindings of a function that says it.</summary>
    public uint ClueOf(int phrase) => Clues.Of(Clue.Near, HashOf(phrase));

    /// <summary>How many words it has.</summary>
    public int WordsOf(int phrase) => _phrases[phrase].Words;

    /// <summary>What is left of a phrase of several words without the first (`getItem` → item), its last or first word, or one of many (`items` → item).</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public int Part(int phrase, PhrasePart part)
    {
        if (part == PhrasePart.Whole) return phrase;
        ref Phrase row = ref _phrases[phrase];
        int known = part switch { PhrasePart.Rest => row.Rest, PhrasePart.Last => row.Last, PhrasePart.First => row.First, _ => row.One };
        if (known != Unknown) return known;
        Span<byte> words = stackalloc byte[WordSplitter.WordBytesMax];
        int made = Cut(words[..CopyWords(phrase, words)], part);
        row = ref _phrases[phrase];
        switch (part)
        {
            case PhrasePart.Rest: row.Rest = made; break;
            case PhrasePart.Last: row.Last = made; break;
            case PhrasePart.First: row.First = made; break;
            default: row.One = made; break;
        }

        return made;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _phrases.Dispose();
        _text.Dispose();
        _words.Dispose();
    }

    private int Find(ReadOnlySpan<byte> name)
    {
        Span<byte> words = stackalloc byte[WordSplitter.WordBytesMax];
        int length = WordSplitter.Split(name, words);
        return length < 2 || !NameStyle.IsGood(words[..length]) ? None : Intern(words[..length]);
    }

    /// <summary>Tells texts apart: two of the same number are too unlikely to come up, and would do no more than give a name that fits less.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static ulong KeyOf(ReadOnlySpan<byte> name)
    {
        ulong key = (ulong)name.Length;
        for (; name.Length >= sizeof(ulong); name = name[sizeof(ulong)..]) key = Mixed(key ^ BinaryPrimitives.ReadUInt64LittleEndian(name));
        foreach (byte letter in name) key = (key << 8 | key >> 56) ^ letter;
        return Mixed(key);
    }

    private static ulong Mixed(ulong key)
    {
        key *= 0x9E3779B97F4A7C15;
        return (key ^ (key >> 32)) * 0xD6E8FEB86659FD93;
    }

    private int Cut(Span<byte> words, PhrasePart part)
    {
        int first = words.IndexOf((byte)' '), last = words.LastIndexOf((byte)' ');
        ReadOnlySpan<byte> cut = part switch
        {
            PhrasePart.One => Singular(words, last),
            _ when first < 0 => default,
            PhrasePart.Rest => words[(first + 1)..],
            PhrasePart.Last => words[(last + 1)..],
            _ => words[..first],
        };
        return cut.Length < 2 || char.IsAsciiDigit((char)cut[0]) || !NameStyle.IsGood(cut) || IsReserved(cut) ? None : Intern(cut);
    }

    /// <summary>A part of a name that says nothing by itself: `forEach` is no reason to call something `_for`.</summary>
    private static bool IsReserved(ReadOnlySpan<byte> word) => ReservedNames.Contains(Encoding.ASCII.GetString(word));

    private static ReadOnlySpan<byte> Singular(Span<byte> words, int space)
    {
        ReadOnlySpan<byte> word = words[(space + 1)..];
        if (word.Length < 4 || !word.EndsWith("s"u8) || word.EndsWith("ss"u8)) return default;
        if (word.EndsWith("ies"u8))
        {
            words[^3] = (byte)'y';
            return words[..^2];
        }

        bool takesTwo = word.EndsWith("ches"u8) || word.EndsWith("shes"u8) || word.EndsWith("xes"u8) || word.EndsWith("sses"u8);
        return takesTwo ? words[..^2] : words[..^1];
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private int Add(ReadOnlySpan<byte> words, uint hash)
    {
        if (_phrases.Count == _buckets.Length) Grow();
        int offset = _text.Count, count = 1;
        foreach (byte letter in words)
        {
            _text.Add(letter);
            if (letter == ' ') count++;
        }

        ref int bucket = ref _buckets[hash & (uint)(_buckets.Length - 1)];
        int phrase = _phrases.Add(new Phrase
        {
            Offset = offset,
            Hash = hash,
            Next = bucket - 1,
            Length = (byte)words.Length,
            Words = (byte)count,
            Rest = Unknown,
            Last = Unknown,
            First = Unknown,
            One = Unknown,
            FirstWord = Unknown,
        });
        bucket = phrase + 1;
        return phrase;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void StoreWords(int phrase)
    {
        if (_phrases[phrase].Words == 1)
        {
            _phrases[phrase].FirstWord = 0;
            return;
        }

        Span<byte> text = stackalloc byte[WordSplitter.WordBytesMax];
        ReadOnlySpan<byte> rest = text[..CopyWords(phrase, text)];
        Span<int> words = stackalloc int[WordSplitter.BytesMax];
        int count = 0;
        while (true)
        {
            int space = rest.IndexOf((byte)' ');
            words[count++] = Intern(space < 0 ? rest : rest[..space]);
            if (space < 0) break;
            rest = rest[(space + 1)..];
        }

        _phrases[phrase].FirstWord = _words.Count;
        foreach (int word in words[..count]) _words.Add(word);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private bool TextIs(int phrase, ReadOnlySpan<byte> words)
    {
        ref Phrase row = ref _phrases[phrase];
        if (row.Length != words.Length) return false;
        for (int i = 0; i < words.Length; i++)
        {
            if (_text[row.Offset + i] != words[i]) return false;
        }

        return true;
    }

    private void Grow()
    {
        int[] larger = new int[_buckets.Length * 2];
        for (int phrase = 0; phrase < _phrases.Count; phrase++)
        {
            ref Phrase row = ref _phrases[phrase];
            ref int bucket = ref larger[row.Hash & (uint)(larger.Length - 1)];
            row.Next = bucket - 1;
            bucket = phrase + 1;
        }

        _buckets = larger;
    }

    private struct Phrase
    {
        public int Offset;
        public uint Hash;
        public int Next;
        public int Rest;
        public int Last;
        public int First;
        public int One;
        public int FirstWord;
        public byte Length;
        public byte Words;
    }
}
