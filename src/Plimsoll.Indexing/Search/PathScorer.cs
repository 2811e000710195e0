namespace Plimsoll.Indexing.Search;

/// <summary>What the path of a hit adds to its score.</summary>
internal sealed class PathScorer
{
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

    /// <summary>Penalties by the traits of the path.</summary>
    public void AddTraits(ReadOnlySpan<byte> path, Signals signals)
    {
        PathTraits traits = PathTraitsReader.Of(path) & ~_wanted;
        if (traits == PathTraits.None)
            return;
        signals[Signal.Test] = Has(traits, PathTraits.Test) ? Ranking.Test : 0;
        signals[Signal.Vendored] = Has(traits, PathTraits.Vendored) ? Ranking.Vendored : 0;
        signals[Signal.Example] = Has(traits, PathTraits.Example) ? Ranking.Example : 0;
        signals[Signal.Generated] = Has(traits, PathTraits.Generated) ? Ranking.Generated : 0;
        signals[Signal.Prose] = Has(traits, PathTraits.Prose) ? Ranking.Prose : 0;
        signals[Signal.Entry] = Has(traits, PathTraits.Entry) ? Ranking.Entry : 0;
        signals[Signal.Legacy] = Has(traits, PathTraits.Legacy) ? Ranking.Legacy : 0;
        signals[Signal.Declaration] = Has(traits, PathTraits.Declaration) ? Ranking.Declaration : 0;
    }

    /// <summary>Boosts for query terms in the file's own name and in the folders.</summary>
    public void AddWords(ReadOnlySpan<byte> path, Signals signals)
    {
        int slash = path.LastIndexOf((byte)'/');
        ReadOnlySpan<byte> name = path[(slash + 1)..];
        int dot = name.IndexOf((byte)'.');
        ReadOnlySpan<byte> stem = dot > 0 ? name[..dot] : name;
        uint inName = _plan.MaskOf(stem, out double cover);
        signals[Signal.FileName] = _plan.Symbol.Is(name) || _plan.Symbol.Is(stem)
            ? Ranking.WholeFileName : Ranking.FileName * _plan.ShareOf(inName) * (.5 + (.5 * cover));
        if (slash > 0)
            signals[Signal.PathWords] = Ranking.PathWords * _plan.ShareOf(_plan.MaskOf(path[..slash], out _));
    }

    private static bool Has(PathTraits traits, PathTraits trait) => (traits & trait) != PathTraits.None;

    private bool Asks(ReadOnlySpan<byte> term) => _plan.Find(term) >= 0;
}
