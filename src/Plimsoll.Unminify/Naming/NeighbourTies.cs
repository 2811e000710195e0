namespace Plimsoll.Unminify.Naming;

/// <summary>Relations that are looked up again when names are known: an argument of a function that is a binding.</summary>
internal static class NeighbourTies
{
    private static readonly uint[] Arguments = [.. Enumerable.Range(0, FunctionSignatures.ParametersMax).Select(index => Clues.Join((uint)Tie.Argument, 1000 + (uint)index))];

    /// <summary>The relation of an argument at a position to the function that is called.</summary>
    public static uint ArgumentAt(int index) =>
        (uint)index < (uint)Arguments.Length ? Arguments[index] : Clues.Join((uint)Tie.Argument, 999);

    /// <summary>The position that a relation means, or -1.</summary>
    public static int PositionOf(uint relation) => Array.IndexOf(Arguments, relation);
}
