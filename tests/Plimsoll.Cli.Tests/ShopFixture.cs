using Plimsoll.Testing;

namespace Plimsoll.Cli.Tests;

/// <summary>A copy of the sample tree, with one binary file, indexed once for the tests of a class.</summary>
public sealed class ShopFixture : IDisposable
{
    private readonly TempFolder _folder = new();

    public ShopFixture()
    {
        CopyTo(Root);
        _folder.Write("shop/logo.bin", "\0\0\0\0binary\0"u8);
        CliResult result = new CliRunner(_folder.Root).Run("index", "shop", "-q");
        Assert.True(result.Code == ExitCode.Ok, result.Error);
    }

    /// <summary>The indexed folder.</summary>
    public string Root => _folder.PathOf("shop");

    public void Dispose() => _folder.Dispose();

    /// <summary>Copies the sample tree of the README.</summary>
    public static void CopyTo(string folder) => CopySample("shop", folder);

    /// <summary>Copies the minified sample of the README.</summary>
    public static void CopyBundleTo(string folder) => CopySample("bundle", folder);

    internal CliRunner Open(string inner = "") => new(Path.Combine(Root, inner).TrimEnd('/'));

    private static void CopySample(string name, string folder) => Copy(Path.Combine(RepositoryFolder.Root, "tests", "Plimsoll.Cli.Tests", "samples", name), folder);

    private static void Copy(string from, string to)
    {
        Directory.CreateDirectory(to);
        foreach (string file in Directory.EnumerateFiles(from)) File.Copy(file, Path.Combine(to, Path.GetFileName(file)));
        foreach (string folder in Directory.EnumerateDirectories(from)) Copy(folder, Path.Combine(to, Path.GetFileName(folder)));
    }
}
