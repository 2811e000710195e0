namespace Plimsoll.Indexing.Search;

/// <summary>Measures the path of a hit.</summary>
internal sealed class PathScorer
{
    /// <summary>A name of more words is no worse.</summary>
    private const int LongestName = 8;

    /// <summary>Words of a long question are all alike from here on.</summary>
    private const int LastPosition = 10;

    private readonly QueryPlan _plan;
    private readonly PathTraits _wanted;

    /// <summary>Looks at the query: who asks for tests or examples gets them without penalty.</summary>
    public PathScorer(QueryPlan plan)
    {
        _plan = plan;
        if (Asks("test"u8) || Asks("tests"u8) || Asks("spec"u8) || Asks("mock"u8) || Asks("fixture"u8))
            _wanted |= PathTraits.Test;
        if (Asks("example"u8) || Asks("examples"u8) || Asks("sample"u8) || Asks("demo"u8))
            _wanted |= PathTraits.Example;
        if (Asks("generated"u8))
            _wanted |= PathTraits.Generated;
    }

    /// <summary>The traits of the path.</summary>
    public void AddTraits(ReadOnlySpan<byte> path, Signals signals)
    {
        PathTraits traits = PathTraitsReader.Of(path) & ~_wanted;
        if (traits == PathTraits.None)
            return;
        signals[Signal.Test] = Has(traits, PathTraits.Test) ? 1 : 0;
        signals[Signal.Vendored] = Has(traits, PathTraits.Vendored) ? 1 : 0;
        signals[Signal.Example] = Has(traits, PathTraits.Example) ? 1 : 0;
        signals[Signal.Generated] = Has(traits, PathTraits.Generated) ? 1 : 0;
        signals[Signal.Prose] = Has(traits, PathTraits.Prose) ? 1 : 0;
        signals[Signal.Entry] = Has(traits, PathTraits.Entry) ? 1 : 0;
        signals[Signal.Legacy] = Has(traits, PathTraits.Legacy) ? 1 : 0;
        signals[Signal.Declaration] = Has(traits, PathTraits.Declaration) ? 1 : 0;
    }

    /// <summary>Query terms in the file's own name and in the folders.</summary>
    public void AddWords(ReadOnlySpan<byte> path, Signals signals)
    {
        int slash = path.LastIndexOf((byte)'/');
        ReadOnlySpan<byte> name = path[(slash + 1)..];
        int dot = name.IndexOf((byte)'.');
        ReadOnlySpan<byte> stem = dot > 0 ? name[..dot] : name;
        uint inName = _plan.MaskOf(stem, out double cover, out int words);
        bool isWhole = _plan.Symbol.Is(name) || _plan.Symbol.Is(stem);
        signals[Signal.WholeFileName] = isWhole ? 1 : 0;
        signals[Signal.FileName] = isWhole ? 0 : _plan.ShareOf(inName) * (.5 + (.5 * cover));
        signals[Signal.NameKin] = _plan.KinshipOf(stem);
        signals[Signal.NamePosition] = _plan.PositionOf(inName, LastPosition);
        signals[Signal.NameLength] = Math.Min(LongestName, words);
        if (slash > 0)
            signals[Signal.PathWords] = _plan.ShareOf(_plan.MaskOf(path[..slash], out _, out _));
    }

    private static bool Has(PathTraits traits, PathTraits trait) => (traits & trait) != PathTraits.None;

    private bool Asks(ReadOnlySpan<byte> term) => _plan.Find(term) >= 0;
}
