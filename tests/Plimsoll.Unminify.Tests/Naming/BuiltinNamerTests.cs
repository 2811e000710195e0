using Plimsoll.Unminify.Naming;

namespace Plimsoll.Unminify.Tests.Naming;

public sealed class BuiltinNamerTests
{
    [Fact]
    public void AProgramGetsTheSameNamesWhereverTheHolesAre()
    {
        string program = string.Concat(Enumerable.Range(0, 40).Select(i =>
            $"var a{i}=function(e,t){{var n=document.createElement('div{i}');n.addEventListener('click',function(r){{r.preventDefault();e.items.forEach(function(o,i){{t(o.name,i,n)}})}});return n.parentNode}};"));
        program = $"(function(){{{program}}})();";

        var whole = Namings.AllOf(program);

        Assert.Equal(Flat(whole), Flat(Namings.AllOf(program, 512)));
        Assert.Equal(Flat(whole), Flat(Namings.AllOf(program, 4096)));
        Assert.True(whole.Count > 240);
    }

    [Fact]
    public void TheSameProgramGetsTheSameNames()
    {
        const string program = "function a(b,c){var d=b.items;for(var e=0;e<d.length;e++)c(d[e],e)}function f(g){return new Promise(function(h,i){g?h(g):i(new Error('none'))})}";

        Assert.Equal(Flat(Namings.AllOf(program)), Flat(Namings.AllOf(program)));
    }

    [Fact]
    public void TheTableOfNamesIsAtMostTenMegabytes()
    {
        using Stream table = typeof(NamingTable).Assembly.GetManifestResourceStream("naming.table")!;

        Assert.InRange(table.Length, 1, 10_000_000);
    }

    [Fact]
    public void APartOfANameThatIsAWordOfTheLanguageIsProposedForNothing()
    {
        List<(string Own, IReadOnlyList<string> Proposals)> names = Namings.AllOf("function a(b,c){var d=0;b.items.forEach(function(e){d+=e.price});return d*c}a(x)");

        Assert.All(names, one => Assert.All(one.Proposals, name => Assert.False(string.Equals("_for", name, StringComparison.Ordinal), one.Own)));
    }

    [Fact]
    public void AnEmptyProgramHasNoNames() => Assert.Empty(Namings.AllOf(""));

    [Theory]
    [InlineData("+")]
    [InlineData(",")]
    [InlineData("&&")]
    public void ALongChainIsNamed(string op)
    {
        string program = $"function f(a){{return {string.Join(op, Enumerable.Repeat("a.x", 50_000))}}}";

        Assert.Equal(2, Namings.AllOf(program, 512).Count);
    }

    [Fact]
    public void AScopeOfVeryManyBindingsIsNamed()
    {
        string program = "var " + string.Join(',', Enumerable.Range(0, 100_000).Select(i => $"a{i}=[]")) + ";";

        Assert.Equal(100_000, Namings.AllOf($"(function(){{{program}}})()").Count);
    }

    [Fact]
    public void EveryProposalSaysSomething()
    {
        List<(string Own, IReadOnlyList<string> Proposals)> names = Namings.AllOf("function a(b,c){for(var d=0;d<c;d++)e(b[d],d);try{f()}catch(g){}let h;class i{}return h}function e(){}function f(){}");

        Assert.Equal(9, names.Count);
        Assert.All(names, one => Assert.All(one.Proposals, name => Assert.True(name.Length > 2 || NameStyle.IsConventional(name), $"{one.Own} -> {name}")));
    }

    private static string Flat(List<(string Own, IReadOnlyList<string> Proposals)> names) => string.Join('\n', names.Select(one => $"{one.Own}: {string.Join(' ', one.Proposals)}"));
}
