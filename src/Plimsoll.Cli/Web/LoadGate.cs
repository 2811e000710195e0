namespace Plimsoll.Cli.Web;

/// <summary>
/// How many requests are at work at a time, from the first byte of the body to the last byte of the answer. One more is turned away at once: a queue
/// that grows costs memory and makes everybody wait, and who is told to come back can do something else meanwhile.
/// </summary>
/// <param name="most">The most.</param>
internal sealed class LoadGate(int most)
{
    private int _inside;
    private long _turnedAway;

    public int Most { get; } = most;

    /// <summary>Requests at work now.</summary>
    public int Inside => Volatile.Read(ref _inside);

    /// <summary>Requests that found no place.</summary>
    public long TurnedAway => Interlocked.Read(ref _turnedAway);

    /// <summary>Takes a place if there is one; who gets true must leave.</summary>
    public bool TryEnter()
    {
        if (Interlocked.Increment(ref _inside) <= Most) return true;
        Interlocked.Decrement(ref _inside);
        Interlocked.Increment(ref _turnedAway);
        return false;
    }

    public void Leave() => Interlocked.Decrement(ref _inside);
}
