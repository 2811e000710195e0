namespace Plimsoll.Unminify.Naming;

/// <summary>Whose parameter a binding is, in a way that calls can be found by.</summary>
internal struct ParameterOrigin
{
    /// <summary>The binding that is called, or the phrase of the method's name.</summary>
    public int Target;

    /// <summary>The place among the parameters.</summary>
    public byte Position;

    /// <summary>The target is the name of a method.</summary>
    public bool IsMethod;

    /// <summary>The function itself is an argument of the target, which calls it by one of its parameters.</summary>
    public bool IsCallback;

    /// <summary>The position of the function among the target's arguments.</summary>
    public byte TakenAs;

    /// <summary>The next one of the same parameter, or -1.</summary>
    public int Next;
}
