using Plimsoll.Testing;

namespace Plimsoll.Cli.Tests.Mcp;

/// <summary>An indexed copy of the sample tree with links that lead out of it and a binary file, beside a file that nobody may see, and one server on it.</summary>
public sealed class MixedTreeFixture : IDisposable
{
    private readonly TempFolder _folder = new();

    public MixedTreeFixture()
    {
        ShopFixture.CopyTo(Root);
        _folder.Write("secret.ts", "export const secret = 1;\n");
        File.CreateSymbolicLink(Path.Combine(Root, "src/out.ts"), _folder.PathOf("secret.ts"));
        Directory.CreateSymbolicLink(Path.Combine(Root, "src/up"), _folder.Root);
        _folder.Write("shop/logo.bin", "\0\0\0\0binary\0"u8);
        CliResult result = new CliRunner(Root).Run("index", ".", "-q");
        Assert.True(result.Code == ExitCode.Ok, result.Error);
        Session = new McpSession(Root);
        Session.Initialize();
    }

    /// <summary>The served folder.</summary>
    public string Root => _folder.PathOf("shop");

    internal McpSession Session { get; }

    public void Dispose()
    {
        Session.Dispose();
        _folder.Dispose();
    }
}
