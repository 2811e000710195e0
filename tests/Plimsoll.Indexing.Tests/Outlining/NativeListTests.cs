using Plimsoll.Indexing.Outlining;

namespace Plimsoll.Indexing.Tests.Outlining;

public sealed class NativeListTests
{
    [Fact]
    public void Add_BeyondTheFirstCapacity_KeepsAll()
    {
        using var list = new NativeList<long>(2);
        for (int i = 0; i < 1000; i++)
            list.Add(i);

        Assert.Equal(Enumerable.Range(0, 1000).Select(i => (long)i), list.Span.ToArray());
        Assert.Equal(999, list[999]);
    }

    [Fact]
    public void Clear_AfterGrowth_FitsTheFirstCapacityAndGrowsAgain()
    {
        using var list = new NativeList<int>(4);
        for (int i = 0; i < 100; i++)
            list.Add(i);

        list.Clear();
        Assert.Equal(0, list.Count);
        for (int i = 0; i < 9; i++)
            list.Add(-i);

        Assert.Equal([0, -1, -2, -3, -4, -5, -6, -7, -8], list.Span.ToArray());
    }
}
