namespace Plimsoll.Unminify.Naming;

/// <summary>A function that the walk is inside of.</summary>
internal struct FunctionFrame
{
    /// <summary>Its node's place in the path.</summary>
    public int Level;

    /// <summary>The offset after its last byte.</summary>
    public int End;

    /// <summary>The first scope that may lie in it.</summary>
    public int FirstScope;

    /// <summary>Where it goes, said in up to three ways, or 0.</summary>
    public uint Place0, Place1, Place2;

    /// <summary>The property that it becomes, as a phrase, or none.</summary>
    public int Name;

    /// <summary>The number of that property's text, or 0.</summary>
    public uint NameClue;

    /// <summary>The binding that it becomes, or -1.</summary>
    public int Symbol;

    /// <summary>The binding of the class whose constructor it is, or -1.</summary>
    public int Constructs;

    /// <summary>The binding that is the function that returns it, or -1.</summary>
    public int ReturnedBy;

    /// <summary>The call that gets it as an argument, or 0; in the statement in hand while its own parameters are seen.</summary>
    public int Call;

    /// <summary>At which position.</summary>
    public int ArgumentIndex;

    /// <summary>The call that calls it where it stands, or 0.</summary>
    public int CalledInPlace;

    /// <summary>How many words of its body may yet be taken down for its own name.</summary>
    public int WordsLeft;

    /// <summary>Where its words begin in the stack of words.</summary>
    public int FirstWord;
}
