namespace Plimsoll.Training.Learning;

/// <summary>
/// Does work on all processors so that the result does not depend on their number: the work is cut into blocks of fixed size, and each block writes
/// what no other block writes.
/// </summary>
internal static class Lanes
{
    private const int Block = 64;

    /// <summary>Calls <paramref name="work"/> with the bounds of each block.</summary>
    public static void For(int count, Action<int, int> work) =>
        Parallel.For(0, (count + Block - 1) / Block, block => work(block * Block, Math.Min(count, (block + 1) * Block)));
}
