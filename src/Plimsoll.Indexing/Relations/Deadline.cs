namespace Plimsoll.Indexing.Relations;

/// <summary>When a question must have its answer: what was found until then is given.</summary>
/// <param name="time">Measures how long it takes.</param>
/// <param name="patience">The longest time to take, from now on.</param>
internal readonly struct Deadline(TimeProvider time, TimeSpan patience)
{
    private readonly long _start = time.GetTimestamp();

    /// <summary>Whether the time is up.</summary>
    public bool IsOver => time.GetElapsedTime(_start) > patience;
}
