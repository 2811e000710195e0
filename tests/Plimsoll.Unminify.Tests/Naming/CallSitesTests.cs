using Plimsoll.JavaScript.Text;
using Plimsoll.Unminify.Naming;

namespace Plimsoll.Unminify.Tests.Naming;

public sealed class CallSitesTests : IDisposable
{
    private readonly CallSites _calls = new(3, ChunkStore.Native);
    private readonly List<CallSite> _found = [];

    [Fact]
    public void ArgumentsAreFoundByFunctionAndPosition()
    {
        _calls.AddToBinding(1, Site(0, word: 7));
        _calls.AddToBinding(1, Site(1, word: 8));
        _calls.AddToMethod(1, Site(0, word: 9));

        Assert.Equal([7], Read(1, 0));
        Assert.Equal([8], Read(1, 1));
        Assert.Empty(Read(2, 0));
        _calls.ReadMethod(1, 0, _found);
        Assert.Equal([9], _found.Select(site => site.Word));
        _calls.ReadMethod(99, 0, _found);
        Assert.Empty(_found);
    }

    [Fact]
    public void AThousandCallsAreNoMoreThanAFewDifferentOnes()
    {
        for (int i = 0; i < 1000; i++) _calls.AddToBinding(0, Site(0, word: 5));
        Assert.Equal([5], Read(0, 0));

        for (int i = 0; i < 1000; i++) _calls.AddToBinding(0, Site(0, word: 100 + i));
        Assert.Equal([101, 100, 5], Read(0, 0));
    }

    public void Dispose() => _calls.Dispose();

    private static CallSite Site(int position, int word) => new() { Position = position, Word = word, Shape = CallSite.Unknown, Tail = CallSite.Unknown, Symbol = -1 };

    private IEnumerable<int> Read(int function, int position)
    {
        _calls.ReadBinding(function, position, _found);
        return _found.Select(site => site.Word);
    }
}
