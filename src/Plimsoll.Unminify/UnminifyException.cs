namespace Plimsoll.Unminify;

/// <summary>Why a program could not be un-minified; the command line maps each to an exit code.</summary>
public enum UnminifyFailure
{
    /// <summary>There is no such input.</summary>
    NotFound,

    /// <summary>The input is no JavaScript that can be read: a syntax error, no UTF-8, nested too deep, too long.</summary>
    BadInput,

    /// <summary>Options that do not go together, or an output in a place that makes no sense.</summary>
    Usage,

    /// <summary>The output cannot be written.</summary>
    CannotWrite,

    /// <summary>The output is not proved to be the same program. It is kept beside as `.rejected`.</summary>
    NotEquivalent,

    /// <summary>The memory budget is too small; the message tells one that does.</summary>
    BudgetTooSmall,

    /// <summary>A model server that is needed is away, or refuses. What it answered is kept.</summary>
    Unavailable,
}

/// <summary>A program that could not be un-minified, with what, where, and what to do in its message.</summary>
/// <param name="failure">The kind of failure.</param>
/// <param name="message">What happened, where, and what to do.</param>
/// <param name="innerException">The cause, if another error led here.</param>
public sealed class UnminifyException(UnminifyFailure failure, string message, Exception? innerException = null) : Exception(message, innerException)
{
    /// <summary>The kind of failure.</summary>
    public UnminifyFailure Failure { get; } = failure;
}
