namespace Plimsoll.Indexing.Search;

/// <summary>What is known of a candidate, in the order in which it is summed. A score is the sum of each measure times its weight (<see cref="SignalWeights"/>).</summary>
internal enum Signal
{
    /// <summary>The BM25F score as a share of the best candidate's.</summary>
    Bm25,

    /// <summary>The product of vectors, from 0 for the last to 1 for the best candidate by meaning.</summary>
    Cosine,

    /// <summary>1 for a definition whose name is the query.</summary>
    Definition,

    /// <summary>1 where the query gives a scope and the definition lies in another.</summary>
    Scope,

    /// <summary>1 where the name differs by the case of letters.</summary>
    Case,

    /// <summary>Steps from functions and types to constants and macros, to fields, to sections and elements.</summary>
    Kind,

    /// <summary>1 for a definition inside another one: of equals, what stands by itself comes first.</summary>
    Nested,

    /// <summary>The length of a definition, 1 from 256 lines: of equals, what has more to it comes first.</summary>
    Size,

    /// <summary>Folders above the file; for what is ranked, the logarithm to base 2 of one more.</summary>
    Depth,

    /// <summary>The share of the query's weight that the name of a definition has, halved where the name has as many words of its own.</summary>
    DefinitionWords,

    /// <summary>1 for a chunk that defines what the query writes as an identifier (capitals or an underscore), a third for a plain word.</summary>
    Mention,

    /// <summary>1 where the query is the file's own name, with its extension or without; else 0.</summary>
    WholeFileName,

    /// <summary>The share of the query's weight that the file's own name has, halved like <see cref="DefinitionWords"/>.</summary>
    FileName,

    /// <summary>The share of the file name's words that begin like a word of the query, or the other way round.</summary>
    NameKin,

    /// <summary>How many words of the query stand before the first that the file's name has: who asks for two things means the first more.</summary>
    NamePosition,

    /// <summary>Words of the file's own name.</summary>
    NameLength,

    /// <summary>The share of the query's weight that the folders above the file have.</summary>
    PathWords,

    /// <summary>What the candidates of the file say together, as a share of the file that has most.</summary>
    SameFile,

    /// <summary>The sum of the best three candidates of the file.</summary>
    BestThree,

    /// <summary>The logarithm of one more than the file has candidates: with the sums above, what one of them says on average.</summary>
    Candidates,

    /// <summary>How many of the query's terms the candidates of the file have.</summary>
    Terms,

    /// <summary>1 for documents and data; they are found all the same where no code has the words.</summary>
    Prose,

    /// <summary>1 for files that gather what is defined elsewhere.</summary>
    Entry,

    /// <summary>1 for code that is kept for those who have not moved on.</summary>
    Legacy,

    /// <summary>Better candidates of the same file, up to <see cref="Ranking.RepeatMost"/>.</summary>
    Repeat,
    Test,
    Vendored,
    Example,
    Generated,

    /// <summary>1 for files that declare what is defined elsewhere.</summary>
    Declaration,
}

/// <summary>One measure a signal; reused from candidate to candidate.</summary>
internal sealed class Signals(SignalWeights weights)
{
    /// <summary>The names, in the order of <see cref="Signal"/>.</summary>
    internal static readonly string[] Names =
    [
        "bm25", "cosine", "definition", "other scope", "other case", "kind", "nested", "size", "depth", "definition words", "mention", "whole file name", "file name", "name kin", "name position", "name length", "path words",
        "same file", "best three", "candidates", "terms", "prose", "entry", "legacy", "repeat", "test", "vendored", "example", "generated", "declaration",
    ];

    private readonly double[] _measures = new double[Names.Length];

    /// <summary>How many signals there are.</summary>
    public static int Count => Names.Length;

    /// <summary>The name of a signal, as `--explain` shows it.</summary>
    public static string NameOf(Signal signal) => Names[(int)signal];

    /// <summary>The measure of a signal.</summary>
    public double this[Signal signal]
    {
        get => _measures[(int)signal];
        set => _measures[(int)signal] = value;
    }

    /// <summary>The score, always summed in the same order, hence the same to the last bit.</summary>
    public double Sum
    {
        get
        {
            double sum = 0;
            for (int i = 0; i < _measures.Length; i++)
                sum += _measures[i] * weights[(Signal)i];
            return sum;
        }
    }

    /// <summary>Sets all to nothing.</summary>
    public void Clear() => Array.Clear(_measures);

    /// <summary>The addends that are not nothing.</summary>
    public ScoreAddend[] List()
    {
        var addends = new List<ScoreAddend>(_measures.Length);
        for (int i = 0; i < _measures.Length; i++)
        {
            double addend = _measures[i] * weights[(Signal)i];
            if (addend != 0)
                addends.Add(new ScoreAddend(Names[i], addend));
        }

        return [.. addends];
    }
}
