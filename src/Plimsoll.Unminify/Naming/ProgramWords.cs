using System.Runtime.CompilerServices;
using Plimsoll.JavaScript.Text;

namespace Plimsoll.Unminify.Naming;

/// <summary>Which phrases and words a program uses, and the function in hand: names that authors gave mostly sound like the properties beside them.</summary>
internal sealed class ProgramWords : IDisposable
{
    /// <summary>Phrases of a function that count as clues to its bindings.</summary>
    public const int NearMax = 40;

    private readonly PhraseTable _phrases;
    private readonly Func<int, uint> _frequencyOf;
    private readonly ChunkList<Row> _rows;
    private int _function;

    /// <summary>Nothing is used yet.</summary>
    /// <param name="phrases">The phrases.</param>
    /// <param name="frequencyOf">How common a phrase is as a name where the table was trained.</param>
    /// <param name="store">Where the memory comes from.</param>
    public ProgramWords(PhraseTable phrases, Func<int, uint> frequencyOf, ChunkStore store)
    {
        (_phrases, _frequencyOf) = (phrases, frequencyOf);
        _rows = new ChunkList<Row>(store);
    }

    /// <summary>Begins another program.</summary>
    public void Clear() => _rows.Truncate(0);

    /// <summary>Says how often the program uses a phrase; all of that before the first question.</summary>
    public void Add(int phrase, int count)
    {
        At(phrase).Count += count;
        for (int i = 0, words = _phrases.CountWords(phrase); i < words; i++) At(_phrases.WordAt(phrase, i)).WordCount += count;
    }

    /// <summary>Says which phrases the function in hand uses.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void EnterFunction(List<int> used)
    {
        _function++;
        foreach (int phrase in used)
        {
            At(phrase).Seen = _function;
            for (int i = 0, words = _phrases.CountWords(phrase); i < words; i++) At(_phrases.WordAt(phrase, i)).WordSeen = _function;
        }
    }

    /// <summary>How the program uses a phrase.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public PhraseUse UseOf(int phrase)
    {
        ref Row row = ref At(phrase);
        if (row.Use != 0) return new PhraseUse(row.Use);
        int words = _phrases.CountWords(phrase), known = 0;
        for (int i = 0; i < words; i++)
        {
            if (At(_phrases.WordAt(phrase, i)).WordCount > 0) known++;
        }

        int last = At(_phrases.WordAt(phrase, words - 1)).WordCount;
        PhraseUse use = new(Level(row.Count, 1, 2, 4, 12, 40), Level(last, 1, 3, 10, 50, 400), Math.Min(4, words), Math.Min(4, known), _frequencyOf(phrase));
        row.Use = use.Bits;
        return use;
    }

    /// <summary>Whether the function in hand uses a phrase.</summary>
    public bool IsNear(int phrase) => phrase < _rows.Count && _rows[phrase].Seen == _function;

    /// <summary>How many words of a phrase it uses.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public int CountNear(int phrase)
    {
        int near = 0;
        for (int i = 0, words = _phrases.CountWords(phrase); i < words; i++)
        {
            int word = _phrases.WordAt(phrase, i);
            if (word < _rows.Count && _rows[word].WordSeen == _function) near++;
        }

        return near;
    }

    /// <inheritdoc/>
    public void Dispose() => _rows.Dispose();

    private static int Level(int count, int one, int two, int three, int four, int five) =>
        count < one ? 0 : count < two ? 1 : count < three ? 2 : count < four ? 3 : count < five ? 4 : 5;

    private ref Row At(int phrase)
    {
        while (_rows.Count <= phrase) _rows.Add(default);
        return ref _rows[phrase];
    }

    private struct Row
    {
        public int Count;
        public int WordCount;
        public int Seen;
        public int WordSeen;
        public ushort Use;
    }
}
