using Plimsoll.Tidy.Tests.Rules;

namespace Plimsoll.Tidy.Tests;

/// <summary>Each rule fires on a bad sample and leaves a good one alone; without this a broken rule would look like a clean repository.</summary>
public sealed class RuleTests
{
    [Theory]
    [InlineData("var a = File.ReadAllText(path);", "SourceReader")]
    [InlineData("var a = await File.ReadAllBytesAsync(path);", "SourceReader")]
    [InlineData("var a = reader.ReadToEnd();", "bounded read")]
    [InlineData("var a = Channel.CreateUnbounded<int>();", "Channel.CreateBounded")]
    [InlineData("var a = new ConcurrentBag<int>();", "bounded channel")]
    [InlineData("var a = process.WorkingSet64;", "MemoryProbe")]
    [InlineData("Thread.Sleep(1);", "TimeProvider")]
    [InlineData("var a = DateTime.UtcNow;", "TimeProvider")]
    [InlineData("var a = Random.Shared.Next();", "seed")]
    [InlineData("GC.Collect();", "MemoryGovernor")]
    [InlineData("throw new NotImplementedException();", "finished")]
    public void BannedCalls_BadCode_NamesTheReplacementAndTheLine(string code, string replacement)
    {
        string violation = Assert.Single(BannedCalls.Check(Product("\n\n" + code)));

        Assert.StartsWith("src/Plimsoll.Files/Sample.cs:3: use ", violation, StringComparison.Ordinal);
        Assert.Contains(replacement, violation, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("// File.ReadAllText(path) has no bound")]
    [InlineData("string a = \"Thread.Sleep(1)\";")]
    [InlineData("string a = @\"\\\"; // GC.Collect()")]
    [InlineData("string a = \"\"\"\n DateTime.Now \"\" \n\"\"\";")]
    [InlineData("char a = '\"'; /* ConcurrentBag */ char b = '\\'';")]
    [InlineData("MyFile.ReadSome(path); time.GetUtcNow();")]
    public void BannedCalls_GoodCode_AreSilent(string code) => Assert.Empty(BannedCalls.Check(Product(code)));

    [Fact]
    public void BannedCalls_SleepInATest_Fires()
    {
        SourceFile test = new("tests/Plimsoll.Files.Tests/SampleTests.cs", "Thread.Sleep(1); await Task.Delay(1); File.ReadAllText(path);");

        Assert.Equal(2, BannedCalls.Check(test).Count());
    }

    [Fact]
    public void BannedCalls_CollectInTheGovernor_IsAllowed() =>
        Assert.Empty(BannedCalls.Check(new SourceFile("src/Plimsoll.Memory/MemoryGovernor.cs", "GC.Collect();")));

    [Theory]
    [InlineData("src/Plimsoll.Memory/A.cs", "using Plimsoll.Files;")]
    [InlineData("src/Plimsoll.Files/A.cs", "using Plimsoll.Indexing.Jobs;")]
    [InlineData("src/Plimsoll.Indexing/A.cs", "var a = new Plimsoll.Cli.ExitCode();")]
    [InlineData("src/Plimsoll.Indexing/A.cs", "Console.WriteLine();")]
    [InlineData("src/Plimsoll.Files/A.cs", "using Microsoft.AspNetCore.Builder;")]
    [InlineData("src/Plimsoll.Files/A.cs", "using Microsoft.Extensions.Hosting;")]
    [InlineData("src/Plimsoll.Memory/Plimsoll.Memory.csproj", "<ProjectReference Include=\"../Plimsoll.Files/Plimsoll.Files.csproj\" />")]
    [InlineData("src/Plimsoll.Memory/Plimsoll.Memory.csproj", "<PackageReference Include=\"Polly.Core\" />")]
    [InlineData("src/Plimsoll.Common/A.cs", "class A;")]
    public void Layers_ArrowUp_Fires(string path, string text) => Assert.Single(Layers.Check(new SourceFile(path, text)));

    [Theory]
    [InlineData("src/Plimsoll.Files/A.cs", "using Plimsoll.Memory; namespace Plimsoll.Files;")]
    [InlineData("src/Plimsoll.Cli/A.cs", "using Plimsoll.Indexing.Jobs; Console.WriteLine();")]
    [InlineData("src/Plimsoll.Cli/Plimsoll.Cli.csproj", "<ProjectReference Include=\"../Plimsoll.Indexing/Plimsoll.Indexing.csproj\" />")]
    [InlineData("tests/Plimsoll.Files.Tests/A.cs", "using Plimsoll.Indexing;")]
    public void Layers_ArrowDown_IsSilent(string path, string text) => Assert.Empty(Layers.Check(new SourceFile(path, text)));

    [Theory]
    [InlineData("// TO" + "DO later")]
    [InlineData("int a; // FIX" + "ME")]
    [InlineData("//" + "/ <summary></summary>")]
    [InlineData("//" + "/ <summary>\n///\n/// </summary>")]
    [InlineData("//" + "/ <param name=\"a\"> </param>")]
    public void Comments_Empty_Fire(string code) => Assert.Single(Comments.Check(Product(code)));

    [Theory]
    [InlineData("// TO" + "DO https://example.org/12")]
    [InlineData("var kind = Kind.TO" + "DO;")]
    [InlineData("/// <summary>Says why.</summary>")]
    public void Comments_Full_AreSilent(string code) => Assert.Empty(Comments.Check(Product(code)));

    [Fact]
    public void Length_OneLineTooMany_Fires()
    {
        Assert.Empty(Shape.CheckLength(Product(string.Concat(Enumerable.Repeat("//\n", 450)))));
        Assert.Single(Shape.CheckLength(Product(string.Concat(Enumerable.Repeat("//\n", 451)))));
    }

    [Theory]
    [InlineData("try { A(); } catch { }")]
    [InlineData("try { A(); } catch (IOException) when (x) {\n}")]
    public void Catches_Empty_Fire(string code) => Assert.Single(Shape.CheckCatches(Product(code)));

    [Theory]
    [InlineData("try { A(); } catch (IOException) { Count(); }")]
    [InlineData("try { A(); } catch (IOException)\n{\n// Gone already, which is what we want.\n}")]
    public void Catches_Answered_AreSilent(string code) => Assert.Empty(Shape.CheckCatches(Product(code)));

    [Theory]
    [InlineData("var a = \"/wo" + "rk/tree\";")]
    [InlineData("cd /ho" + "me/someone/plimsoll")]
    [InlineData("C:\\Us" + "ers\\someone")]
    public void Paths_OfOneMachine_Fire(string text) => Assert.Single(Shape.CheckPaths(Product(text)));

    [Theory]
    [InlineData("var a = \"/sys/fs/cgroup\"; /* /proc/self/statm */")]
    [InlineData("~/.config/plimsoll and src/work/a.cs")]
    public void Paths_OfEveryMachine_AreSilent(string text) => Assert.Empty(Shape.CheckPaths(Product(text)));

    private static SourceFile Product(string text) => new("src/Plimsoll.Files/Sample.cs", text);
}
