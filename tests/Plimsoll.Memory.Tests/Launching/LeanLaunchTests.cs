using System.Text;
using Plimsoll.Testing;

namespace Plimsoll.Memory.Tests.Launching;

public sealed class LeanLaunchTests
{
    private const string Tool = "Plimsoll.Memory.LaunchTool";

    private static Dictionary<string, string?> Unset { get; } =
        LeanLaunch.Settings.Select(setting => setting.Name).Append(LeanLaunch.MarkVariable).ToDictionary(name => name, _ => (string?)null, StringComparer.Ordinal);

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void RelaunchIfNeeded_SmallBudget_BecomesTheSameProgramOnce(bool isApplicationHost)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "only Linux can replace a process in place");
        string host = isApplicationHost ? Path.Combine(AppContext.BaseDirectory, Tool) : "dotnet";
        string[] arguments = ["lean", "128MB", "with blank", "ünï", string.Empty];

        ProcessResult result = ProcessRunner.Run(host, isApplicationHost ? arguments : [ProcessRunner.ToolPath(Tool), .. arguments], new ProcessSetup { Environment = Unset });

        string[] lines = result.StandardOutput.Trim().Split('\n');
        Assert.Equal(0, result.ExitCode);
        Assert.Empty(result.StandardError);
        string number = lines[0].Split(' ')[1];
        Assert.Equal($"start {number} ", lines[0]);
        Assert.Equal($"start {number} 1", lines[1]);
        Assert.Equal("stay not needed: the process was started lean", lines[2]);
        string[] expected = [.. LeanLaunch.Settings.Select(setting => $"{setting.Name}={setting.Value}")];
        Assert.Equal(expected, lines[3..^1]);
        Assert.Equal("arguments lean|128MB|with blank|ünï|", lines[^1]);
    }

    [Fact]
    public void RelaunchIfNeeded_LargeBudget_Stays()
    {
        ProcessResult result = ProcessRunner.RunTool(Tool, ["lean", "512MB"], new ProcessSetup { Environment = Unset });
        string[] lines = result.StandardOutput.Trim().Split('\n');
        Assert.Equal("stay not needed: the budget of 512 MB is not below 512 MB", lines[1]);
    }

    [Fact]
    public void RelaunchIfNeeded_CallersOwnValues_AreKept()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "only Linux can replace a process in place");
        var own = new Dictionary<string, string?>(Unset, StringComparer.Ordinal) { ["MALLOC_ARENA_MAX"] = "7" };
        ProcessResult result = ProcessRunner.RunTool(Tool, ["lean", "64MB"], new ProcessSetup { Environment = own });
        Assert.Contains("MALLOC_ARENA_MAX=7\n", result.StandardOutput, StringComparison.Ordinal);
        Assert.Contains("DOTNET_TieredPGO=0\n", result.StandardOutput, StringComparison.Ordinal);
    }

    [Fact]
    public void IsLean_MarkOrAllVariables_IsTrue()
    {
        Assert.True(LeanLaunch.IsLean(name => name == LeanLaunch.MarkVariable ? "1" : null));
        Assert.True(LeanLaunch.IsLean(name => name == LeanLaunch.MarkVariable ? null : "x"));
        Assert.False(LeanLaunch.IsLean(name => name == LeanLaunch.Settings[0].Name ? "x" : null));
        Assert.False(LeanLaunch.IsLean(_ => null));
    }

    [Fact]
    public void RelaunchIfNeeded_InThisProcess_SaysWhyNot()
    {
        LaunchOutcome outcome = LeanLaunch.RelaunchIfNeeded(MemoryBudget.FromBytes(1L << 40));
        Assert.False(outcome.IsDone);
        Assert.StartsWith("not needed", outcome.Explanation, StringComparison.Ordinal);
    }

    [Fact]
    public void Complete_EntriesThatAreNotText_ArePassedOnUnchanged()
    {
        byte[] odd = [(byte)'X', (byte)'=', 0xFF, 0xFE];
        List<byte[]> complete = LeanLaunch.Complete([odd, "DOTNET_TieredPGO=1"u8.ToArray()]);
        Assert.Same(odd, complete[0]);
        Assert.Equal(2 + LeanLaunch.Settings.Count - 1 + 1, complete.Count);
        Assert.Equal("PLIMSOLL_LEAN=1", Encoding.UTF8.GetString(complete[^1]));
    }

    [Fact]
    public void Replace_NoSuchProgram_SaysWhy()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "only Linux can replace a process in place");
        LaunchOutcome outcome = ProcessImage.Replace("/nowhere/at-all", ["x"u8.ToArray()], ["A=b"u8.ToArray()]);
        Assert.False(outcome.IsDone);
        Assert.Contains("/nowhere/at-all", outcome.Explanation, StringComparison.Ordinal);
        Assert.Contains("No such file", outcome.Explanation, StringComparison.Ordinal);
    }

    [Fact]
    public void ReadEntries_LongBlock_GivesEveryEntry()
    {
        using var folder = new TempFolder();
        string[] entries = [.. Enumerable.Range(0, 20_000).Select(i => $"NAME{i}=value")];
        string path = folder.Write("environ", string.Join('\0', entries) + "\0");
        Assert.Equal(entries, Texts(path));
        Assert.Null(ProcessImage.ReadEntries(folder.PathOf("none")));
        Assert.Equal("last", Assert.Single(Texts(folder.Write("open", "last"))));
    }

    [Fact]
    public void LimitData_NativeAllocationAbove_IsRefusedInsteadOfKilled()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "only Linux counts mapped private memory under this limit");
        ProcessResult control = ProcessRunner.RunTool(Tool, ["data-free"]);
        Assert.Equal("allocated", control.StandardOutput.Trim());

        ProcessResult limited = ProcessRunner.RunTool(Tool, ["data-limit"]);
        Assert.Equal(1, limited.ExitCode);
        Assert.EndsWith("refused", limited.StandardOutput.Trim(), StringComparison.Ordinal);
    }

    [Fact]
    public void LimitData_NotPositive_Throws() => Assert.Throws<ArgumentOutOfRangeException>(() => LeanLaunch.LimitData(0));

    [Fact]
    public void LimitData_FarAboveUse_IsInForce()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "only Linux counts mapped private memory under this limit");
        Assert.True(LeanLaunch.ReadDataBytes() > 0);
        Assert.True(LeanLaunch.LimitData(1L << 50).IsDone);
        Assert.Equal(-1, DataLimit.ReadUse("/nowhere/status"));
    }

    [Fact]
    public void ApplyInProcess_BeforeThePoolsFirstUse_CapsIt()
    {
        var setup = new ProcessSetup { Environment = Unset };
        int kept = Kept(ProcessRunner.RunTool(Tool, ["pool"], setup));
        int control = Kept(ProcessRunner.RunTool(Tool, ["pool-control"], setup));
        Assert.True(kept < control, $"kept {kept}, without the cap {control}");
        LeanLaunch.ApplyInProcess();
    }

    private static string[] Texts(string path) => [.. ProcessImage.ReadEntries(path)!.Select(Encoding.UTF8.GetString)];

    private static int Kept(ProcessResult result) => int.Parse(result.StandardOutput.Trim().Split(' ')[1]);
}
