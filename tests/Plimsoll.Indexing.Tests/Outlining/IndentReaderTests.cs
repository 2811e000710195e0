namespace Plimsoll.Indexing.Tests.Outlining;

public sealed class IndentReaderTests
{
    [Fact]
    public void Scan_Python_FindsNestedDecoratedAndAsync()
    {
        Scanned scanned = Scanned.Of("python", """"
            #!/usr/bin/env python3
            """Module
            def not_me(): pass
            """
            LIMIT: int = 3

            # Says it.
            @decorated(
                "x",
            )
            class Box(Base):
                '''def no'''
                async def open(self,
                    how=1):
                    def inner():
                        return {
            'def': 1,
                        }
                    return inner

                def close(self): pass

            def last(): return 1
            """");
        Assert.Equal(
            ["Variable LIMIT 5-5", "Class Box 11-21", "Method open 13-19 <Box", "Function inner 15-18 <open", "Method close 21-21 <Box", "Function last 23-23"],
            scanned.Definitions());
        Assert.Equal(7, scanned.Lead("Box"));
    }

    [Fact]
    public void Scan_PythonBracketLeftOpen_FindsWhatFollows() =>
        Assert.Equal("a b", Scanned.Of("python", "def a():\n    x = (1,\ndef b():\n    pass\n").Names());

    [Fact]
    public void Scan_Ruby_EndsWithItsEnd()
    {
        Scanned scanned = Scanned.Of("ruby", "module A::B\n  # Doc.\n  class Box < Base\n    def self.make(x) = new(x)\n    private def empty?\n      if x\n        1\n      end\n    rescue\n      2\n    end\n  end\nend\n");
        Assert.Equal(["Module B 1-13", "Class Box 3-12 <B", "Method make 4-4 <Box", "Method empty? 5-11 <Box"], scanned.Definitions());
        Assert.Equal(2, scanned.Lead("Box"));
    }

    [Fact]
    public void Scan_Lua_FindsFunctionsGivenToNames() =>
        Assert.Equal(
            ["Function open 1-3", "Function close 4-6", "Function helper 7-7"],
            Scanned.Of("lua", "local function open(x)\n  return x\nend\nBox.close = function(self)\n  return 1\nend\nfunction Box:helper() return 1 end\n").Definitions());

    [Fact]
    public void Scan_Shell_FindsBothForms() =>
        Assert.Equal(
            ["Function open_it 3-5", "Function close-it 6-8", "Function one 9-9"],
            Scanned.Of("shell", "#!/bin/sh\n# Opens it's box.\nopen_it() {\n  echo 'x\nfunction close-it {\n  :\n}\none() { :; }\n".Replace("echo 'x\n", "echo \"x\"\n}\n", StringComparison.Ordinal)).Definitions());

    [Theory]
    [InlineData("perl", "package A::Box;\nmy ($a) = @_;\nsub open {\n  1;\n}\n=head1 X\nsub no {}\n=cut\nsub close { 1 }\n", "Box open close")]
    [InlineData("elixir", "defmodule A.Box do\n  def open(x) do\n    x\n  end\n  defp hidden, do: 1\nend\n", "Box open hidden")]
    [InlineData("julia", "function open(x)\n  x\nend\nmutable struct Box\nend\n", "open Box")]
    [InlineData("powershell", "param (\n$x\n)\nfunction Get-Box {\n  1\n}\n", "Get-Box")]
    [InlineData("fsharp", "module A\nlet open x =\n  x + 1\ntype Box = int\n", "A open Box")]
    [InlineData("kconfig", "config BOX\n\tbool \"x\"\nconfig LID\n", "BOX LID")]
    public void Scan_SmallLanguages_FindsNames(string language, string text, string names) =>
        Assert.Equal(names, Scanned.Of(language, text).Names());
}
