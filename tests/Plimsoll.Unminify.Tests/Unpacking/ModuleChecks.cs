using System.Globalization;
using Plimsoll.Testing;

namespace Plimsoll.Unminify.Tests.Unpacking;

/// <summary>What holds for every set of modules.</summary>
internal static class ModuleChecks
{
    /// <summary>Node takes each module for the body of a CommonJS file.</summary>
    public static void AllParse(string folder, int count)
    {
        Assert.SkipWhen(TestPackages.WhyNoNode is not null, TestPackages.WhyNoNode ?? "");
        ProcessResult result = ProcessRunner.Run("node", [Path.Combine(AppContext.BaseDirectory, "Unpacking", "check.cjs"), folder], new ProcessSetup { Timeout = TimeSpan.FromMinutes(3) });

        Assert.True(result.ExitCode == 0, result.ToString());
        Assert.Equal(count, int.Parse(result.StandardOutput, CultureInfo.InvariantCulture));
    }
}
