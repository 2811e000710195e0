namespace Plimsoll.Unminify.Naming;

/// <summary>
/// Relations whose other end is known only when the whole program was walked over: the parameter that gets an argument, or what a function returns. Until then they
/// lead to the function, or to the phrase that is the name of the method.
/// </summary>
internal static class NeighbourTies
{
    private const uint First = 0xFFFF_FF00;
    private const uint Positions = 16;

    /// <summary>What the other end is until it is looked up.</summary>
    public enum Sort
    {
        /// <summary>The binding whose function gets it as an argument.</summary>
        Argument,

        /// <summary>The name of the method that gets it as an argument.</summary>
        MethodArgument,

        /// <summary>The name of the method whose result it is.</summary>
        MethodResult,
    }

    /// <summary>The relation of a sort, for the argument at a position.</summary>
    public static uint Open(Sort sort, int position = 0) => First + ((uint)sort * Positions) + (uint)position;

    /// <summary>Whether the other end of a relation has to be looked up.</summary>
    public static bool IsOpen(uint relation) => relation >= First;

    /// <summary>The sort and the position of a relation that has to be looked up.</summary>
    public static (Sort Sort, int Position) Read(uint relation) => ((Sort)((relation - First) / Positions), (int)((relation - First) % Positions));
}
