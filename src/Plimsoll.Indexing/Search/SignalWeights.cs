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
    /// For passages: learnt, all but the last three, from questions whose answers are files and from descriptions whose answers are definitions (docs/search-quality.md). Repeats are
    /// set so that both kinds of answers keep their place.
    /// </summary>
    public static SignalWeights Chunks { get; } = new()
    {
        [Signal.Bm25] = .650,
        [Signal.Cosine] = .233,
        [Signal.DefinitionWords] = .866,
        [Signal.Mention] = .219,
        [Signal.WholeFileName] = 1.700,
        [Signal.FileName] = .648,
        [Signal.NameKin] = .268,
        [Signal.NamePosition] = -.017,
        [Signal.NameLength] = -.052,
        [Signal.PathWords] = .872,
        [Signal.SameFile] = .069,
        [Signal.BestThree] = .123,
        [Signal.Candidates] = -.054,
        [Signal.Terms] = .057,
        [Signal.Prose] = -.870,
        [Signal.Entry] = -.203,
        [Signal.Legacy] = -.7,
        [Signal.Test] = -.755,
        [Signal.Vendored] = -.598,
        [Signal.Example] = -.652,
        [Signal.Generated] = -.400,
        [Signal.Declaration] = -.200,
        [Signal.Depth] = -.134,
        [Signal.Repeat] = -.25,
    };

    /// <summary>For files: learnt from the same questions and descriptions, whose answers are files here.</summary>
    public static SignalWeights Files { get; } = new()
    {
        [Signal.Bm25] = .650,
        [Signal.Cosine] = .203,
        [Signal.DefinitionWords] = .527,
        [Signal.Mention] = .205,
        [Signal.WholeFileName] = 1.564,
        [Signal.FileName] = .743,
        [Signal.NameKin] = .322,
        [Signal.NamePosition] = -.018,
        [Signal.NameLength] = -.068,
        [Signal.PathWords] = 1.022,
        [Signal.SameFile] = .145,
        [Signal.BestThree] = .163,
        [Signal.Candidates] = -.036,
        [Signal.Terms] = .061,
        [Signal.Prose] = -.915,
        [Signal.Entry] = -.173,
        [Signal.Legacy] = -.7,
        [Signal.Test] = -.833,
        [Signal.Vendored] = -.683,
        [Signal.Example] = -.721,
        [Signal.Generated] = -.400,
        [Signal.Declaration] = -.200,
        [Signal.Depth] = -.149,
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
