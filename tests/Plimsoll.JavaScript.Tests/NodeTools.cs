using Plimsoll.Testing;

namespace Plimsoll.JavaScript.Tests;

/// <summary>The packages from npm that these tests compare with.</summary>
internal static class NodeTools
{
    /// <summary>The folder of the packages.</summary>
    public static string Modules => TestPackages.JavaScript.Modules;

    /// <summary>The folder of the repository.</summary>
    public static string Root => TestPackages.Root;

    /// <summary>Skips a test, with the reason, where a package is missing.</summary>
    public static void Need(string package) => Assert.SkipWhen(TestPackages.JavaScript.WhyNot(package) is not null, TestPackages.JavaScript.WhyNot(package) ?? "");
}
