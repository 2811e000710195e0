namespace Plimsoll.Indexing.Search;

/// <summary>The addends of a score, in the order in which they are summed.</summary>
internal enum Signal
{
    Bm25,
    Cosine,
    Definition,
    Scope,
    Case,
    Kind,
    Nested,
    Size,
    Depth,
    DefinitionWords,
    Mention,
    FileName,
    PathWords,
    SameFile,
    Prose,
    Entry,
    Legacy,
    Repeat,
    Test,
    Vendored,
    Example,
    Generated,
    Declaration,
}

/// <summary>One value a signal; reused from candidate to candidate.</summary>
internal sealed class Signals
{
    private static readonly string[] Names =
    [
        "bm25", "cosine", "definition", "other scope", "other case", "kind", "nested", "size", "depth", "definition words", "mention", "file name", "path words", "same file", "prose", "entry", "legacy", "repeat",
        "test", "vendored", "example", "generated", "declaration",
    ];

    private readonly double[] _values = new double[Names.Length];

    /// <summary>The value of a signal.</summary>
    public double this[Signal signal]
    {
        get => _values[(int)signal];
        set => _values[(int)signal] = value;
    }

    /// <summary>The sum, always in the same order, hence the same to the last bit.</summary>
    public double Sum
    {
        get
        {
            double sum = 0;
            foreach (double value in _values)
                sum += value;
            return sum;
        }
    }

    /// <summary>Sets all to nothing.</summary>
    public void Clear() => Array.Clear(_values);

    /// <summary>The addends that are not nothing.</summary>
    public ScoreAddend[] List()
    {
        int count = 0;
        foreach (double value in _values)
            count += value == 0 ? 0 : 1;
        var addends = new ScoreAddend[count];
        for (int i = 0, at = 0; i < _values.Length; i++)
        {
            if (_values[i] != 0)
                addends[at++] = new ScoreAddend(Names[i], _values[i]);
        }

        return addends;
    }
}
