namespace Plimsoll.Indexing.Jobs;

/// <summary>
/// What the builders of all workers hold together. Left alone they would all be full at the same moment now and then, in a long run more surely than in a
/// short one; so when three quarters of all is taken, whoever has a segment of a useful size writes it.
/// </summary>
/// <param name="workers">How many there are.</param>
/// <param name="builderBytes">What each may take.</param>
internal sealed class BuilderLoad(int workers, long builderBytes)
{
    private readonly long _most = workers * builderBytes * 3 / 4;
    private readonly long _usefulSegment = builderBytes / 4;
    private long _used;

    /// <summary>Tells what one builder holds now.</summary>
    /// <param name="before">What it held when it last told.</param>
    /// <param name="now">What it holds.</param>
    /// <returns>Whether it should write its segment.</returns>
    public bool Tell(long before, long now)
    {
        long used = Interlocked.Add(ref _used, now - before);
        return workers > 1 && used > _most && now >= _usefulSegment;
    }
}
