namespace Plimsoll.Indexing;

/// <summary>Why an index could not be read, written or used; the command line maps each to an exit code.</summary>
public enum IndexFailure
{
    /// <summary>There is no folder to index, or no index in it.</summary>
    NotFound,

    /// <summary>A file of the index fails its checksum or is of a foreign format.</summary>
    Damaged,

    /// <summary>A file of the index is intact and of a format that only a later version knows.</summary>
    Newer,

    /// <summary>Another process is writing this index.</summary>
    Locked,

    /// <summary>The index folder cannot be written (full disk, read-only, no permission).</summary>
    CannotWrite,

    /// <summary>Reading or writing failed for another reason.</summary>
    InputOutput,

    /// <summary>The memory budget is smaller than the smallest that works.</summary>
    BudgetTooSmall,

    /// <summary>A query or an option does not make sense.</summary>
    Usage,

    /// <summary>A server or a model that is needed is away, or refuses.</summary>
    Unavailable,
}

/// <summary>An index operation that could not be done, with what, where, and what to do in its message.</summary>
public sealed class IndexException : Exception
{
    /// <summary>Creates the error.</summary>
    /// <param name="failure">The kind of failure.</param>
    /// <param name="message">What happened, where, and what to do.</param>
    /// <param name="innerException">The cause, if another error led here.</param>
    public IndexException(IndexFailure failure, string message, Exception? innerException = null)
        : base(message, innerException) => Failure = failure;

    /// <summary>The kind of failure.</summary>
    public IndexFailure Failure { get; }

    /// <summary>A file that this version must neither read nor replace unasked.</summary>
    internal static IndexException OfNewerFormat(string path, uint found, uint known) => new(
        IndexFailure.Newer,
        $"{path} was made by a newer plimsoll (format {found}; this one reads {known}). Use that plimsoll, or run `plimsoll index --fresh` to build the index anew.");
}
