namespace Plimsoll.Indexing.Search;

/// <summary>How the file of a hit stands against what was indexed of it.</summary>
public enum HitState
{
    /// <summary>As indexed: the lines are exact.</summary>
    Current,

    /// <summary>Changed, or not to be read: the lines may be off.</summary>
    Stale,

    /// <summary>No longer there.</summary>
    Deleted,
}
