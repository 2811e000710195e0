using System.Runtime.InteropServices;

namespace Plimsoll.Unminify.Naming;

/// <summary>Which phrases and words a program uses, and the function in hand: names that authors gave mostly sound like the properties beside them.</summary>
internal sealed class ProgramWords(PhraseTable phrases)
{
    /// <summary>Phrases of a function that count as clues to its bindings.</summary>
    public const int NearMax = 40;

    private readonly List<int> _counts = [];
    private readonly List<int> _wordCounts = [];
    private readonly List<int> _seen = [];
    private readonly List<int> _wordSeen = [];
    private readonly List<int> _words = [];
    private int _function;

    /// <summary>Begins another program.</summary>
    public void Clear()
    {
        CollectionsMarshal.AsSpan(_counts).Clear();
        CollectionsMarshal.AsSpan(_wordCounts).Clear();
        EnterFunction([]);
    }

    /// <summary>Says how often the program uses a phrase.</summary>
    public void Add(int phrase, int count)
    {
        At(_counts, phrase) = count;
        phrases.ReadWords(phrase, _words);
        foreach (int word in _words) At(_wordCounts, word) += count;
    }

    /// <summary>Says which phrases the function in hand uses.</summary>
    public void EnterFunction(List<int> used)
    {
        _function++;
        foreach (int phrase in used)
        {
            At(_seen, phrase) = _function;
            phrases.ReadWords(phrase, _words);
            foreach (int word in _words) At(_wordSeen, word) = _function;
        }
    }

    /// <summary>How often the program uses a phrase.</summary>
    public int CountOf(int phrase) => phrase < _counts.Count ? _counts[phrase] : 0;

    /// <summary>How often it uses a word.</summary>
    public int CountOfWord(int word) => word < _wordCounts.Count ? _wordCounts[word] : 0;

    /// <summary>Whether the function in hand uses a phrase.</summary>
    public bool IsNear(int phrase) => phrase < _seen.Count && _seen[phrase] == _function;

    /// <summary>Whether it uses a word.</summary>
    public bool IsWordNear(int word) => word < _wordSeen.Count && _wordSeen[word] == _function;

    private static ref int At(List<int> list, int index)
    {
        if (list.Count <= index) CollectionsMarshal.SetCount(list, index + 1024);
        return ref CollectionsMarshal.AsSpan(list)[index];
    }
}
