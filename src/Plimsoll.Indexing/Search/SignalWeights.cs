namespace Plimsoll.Indexing.Search;

/// <summary>How much each signal counts.</summary>
internal sealed class SignalWeights
{
    private readonly double[] _weights = new double[Signals.Count];

    /// <summary>
    /// For definitions whose name is the query. The first addend puts them above whatever is ranked, whose sum is less than 10; the steps below order them among themselves
    /// and cannot sum to as much.
    /// </summary>
    public static SignalWeights Definitions { get; } = new()
    {
        [Signal.Definition] = 50,
        [Signal.Scope] = -20,
        [Signal.Case] = -10,
        [Signal.Kind] = -2,
        [Signal.Nested] = -.05,
        [Signal.Size] = .3,
        [Signal.Depth] = -.02,
        [Signal.WholeFileName] = .6,
        [Signal.FileName] = .7,
        [Signal.PathWords] = .2,
        [Signal.Prose] = -.5,
        [Signal.Entry] = -.1,
        [Signal.Legacy] = -.15,
        [Signal.Test] = -.5,
        [Signal.Vendored] = -.2,
        [Signal.Example] = -.1,
        [Signal.Generated] = -.2,
        [Signal.Declaration] = -.1,
    };

    /// <summary>
    /// For passages: learnt by `quality fit`, all but what old versions, repeats, generated code and declarations count, from questions whose answers are files and from descriptions whose answers are definitions (docs/search-quality.md). Repeats are
    /// weighed so that both kinds of answers keep their place.
    /// </summary>
    public static SignalWeights Chunks { get; } = new()
    {
        [Signal.Bm25] = .65,
        [Signal.Cosine] = .39,
        [Signal.Depth] = -.127,
        [Signal.DefinitionWords] = 1.118,
        [Signal.Mention] = .258,
        [Signal.WholeFileName] = 1.425,
        [Signal.FileName] = .554,
        [Signal.NameKin] = .314,
        [Signal.NamePosition] = -.021,
        [Signal.NameLength] = -.062,
        [Signal.PathWords] = 1.124,
        [Signal.SameFile] = .078,
        [Signal.BestThree] = .124,
        [Signal.Candidates] = -.084,
        [Signal.Terms] = .071,
        [Signal.Prose] = -1.038,
        [Signal.Entry] = -.221,
        [Signal.Legacy] = -.7,
        [Signal.Repeat] = -.25,
        [Signal.Test] = -.863,
        [Signal.Vendored] = -.745,
        [Signal.Example] = -.828,
        [Signal.Generated] = -.4,
        [Signal.Declaration] = -.2,
    };

    /// <summary>For files: learnt from the same questions and descriptions, whose answers are files here.</summary>
    public static SignalWeights Files { get; } = new()
    {
        [Signal.Bm25] = .65,
        [Signal.Cosine] = .438,
        [Signal.Depth] = -.126,
        [Signal.DefinitionWords] = .748,
        [Signal.Mention] = .236,
        [Signal.WholeFileName] = 1.193,
        [Signal.FileName] = .609,
        [Signal.NameKin] = .337,
        [Signal.NamePosition] = -.019,
        [Signal.NameLength] = -.079,
        [Signal.PathWords] = 1.205,
        [Signal.SameFile] = .106,
        [Signal.BestThree] = .102,
        [Signal.Candidates] = -.024,
        [Signal.Terms] = .07,
        [Signal.Prose] = -1.014,
        [Signal.Entry] = -.167,
        [Signal.Legacy] = -.7,
        [Signal.Test] = -.886,
        [Signal.Vendored] = -.804,
        [Signal.Example] = -.835,
        [Signal.Generated] = -.4,
        [Signal.Declaration] = -.2,
    };

    /// <summary>The weight of a signal.</summary>
    public double this[Signal signal]
    {
        get => _weights[(int)signal];
        private init => _weights[(int)signal] = value;
    }

    /// <summary>Measures as they are.</summary>
    public static SignalWeights Ones { get; } = AllOne();

    /// <summary>The same weights, but that a signal counts nothing; these where it is null.</summary>
    public SignalWeights Without(Signal? signal)
    {
        if (signal is null)
            return this;
        var others = new SignalWeights();
        _weights.CopyTo(others._weights.AsSpan());
        others._weights[(int)signal] = 0;
        return others;
    }

    private static SignalWeights AllOne()
    {
        var ones = new SignalWeights();
        ones._weights.AsSpan().Fill(1);
        return ones;
    }

    /// <summary>The weights for a view.</summary>
    public static SignalWeights Of(HitView view) => view == HitView.Files ? Files : Chunks;
}
