namespace Plimsoll.Cli.Tests.Web;

/// <summary>One server on an indexed copy of the sample tree, for the tests of a class that change nothing.</summary>
public sealed class ServedShopFixture : IDisposable
{
    private readonly ShopFixture _shop = new();

    public ServedShopFixture() => Session = new ServeSession(_shop.Root);

    /// <summary>The served folder.</summary>
    public string Root => _shop.Root;

    internal ServeSession Session { get; }

    public void Dispose()
    {
        Session.Dispose();
        _shop.Dispose();
    }
}
