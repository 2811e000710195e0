namespace Plimsoll.Unminify.Naming;

/// <summary>An argument of a call, or a value that a function returns.</summary>
internal struct CallSite
{
    /// <summary>A clue that the table does not know.</summary>
    public const int Unknown = -1;

    /// <summary>Which argument, or <see cref="CallSites.Returned"/>.</summary>
    public int Position;

    /// <summary>The phrase that says most of it, or none.</summary>
    public int Word;

    /// <summary>The clue of its shape, as it is written in records, or <see cref="Unknown"/>.</summary>
    public int Shape;

    /// <summary>The clue of its last stable name, or <see cref="Unknown"/>.</summary>
    public int Tail;

    /// <summary>The binding that it is, or -1.</summary>
    public int Symbol;

    /// <summary>The next one of the same function, or -1.</summary>
    public int Next;
}
