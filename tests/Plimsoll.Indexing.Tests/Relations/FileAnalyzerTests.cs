using System.Text;
using Plimsoll.Indexing.Relations;
using Plimsoll.Indexing.Search;
using Plimsoll.Indexing.Tests.Search;

namespace Plimsoll.Indexing.Tests.Relations;

/// <summary>The numbers of a file, counted by hand here.</summary>
public sealed class FileAnalyzerTests
{
    [Theory]
    [InlineData("a.cs", "class A\n{\n    int F(int a) // if\n    {\n        if (a > 1 && a < 5) return 1;\n        for (;;) { }\n        switch (a) { case 1: break; case 2: break; default: break; }\n        return a > 2 ? 1 : 0;\n    }\n}\n", "A.F", 7)]
    [InlineData("a.py", "def f(a):\n    \"\"\"if for while\"\"\"\n    if a and not a.x or a:\n        pass\n    elif a:\n        pass\n    for b in a:\n        pass\n    try:\n        pass\n    except OSError:\n        pass\n", "f", 7)]
    [InlineData("a.rs", "fn f(a: i32) -> i32 {\n    match a {\n        1 => 2,\n        2 if a > 1 => 3,\n        _ => 4,\n    }\n}\n", "f", 5)]
    [InlineData("a.go", "package a\n\nfunc f(a int) int {\n\tif a > 1 || a < 0 {\n\t\treturn 1\n\t}\n\tfor {\n\t}\n}\n", "f", 4)]
    [InlineData("a.ts", "function f(a?: string) {\n  const b = a ?? 'if (x)';\n  return a?.length ? b.if : () => { while (a) {} };\n}\n", "f", 3)]
    [InlineData("a.c", "int f(int a)\n{\n\treturn a;\n}\n", "f", 1)]
    public void Analyze_Complexity_CountsBranchesOfCodeOnly(string path, string text, string symbol, int expected)
    {
        FileAnalysis analysis = Analyze(path, 0, (path, text));

        Assert.Equal(expected, Assert.Single(analysis.Outline, one => one.Symbol == symbol).Complexity);
    }

    [Fact]
    public void Analyze_Lines_AreCountedByWhatStandsOnThem()
    {
        FileAnalysis analysis = Analyze("a.ts", 0, ("a.ts", "// one\n\nconst a = 1; // two\n/* three\n   four */\nfunction b() {}\n"));

        Assert.Equal((2, 3, 1, (1, 6)), (analysis.CodeLines, analysis.CommentLines, analysis.BlankLines, analysis.Lines));
    }

    [Theory]
    [InlineData("src/a.ts", "import { b } from './lib/b';\nimport React from 'react';\nexport * from \"../x.js\";\nconst c = require('./c');\n", "src/lib/b.ts,x.ts,src/c/index.js", "react")]
    [InlineData("pkg/a.py", "import os\nfrom .b import c\nfrom pkg.sub import d\n# import e\n", "pkg/b.py,pkg/sub/__init__.py", "os")]
    [InlineData("src/a.c", "#include <stdio.h>\n#include \"b.h\"\n#  include \"inc/c.h\"\n", "src/b.h,x/inc/c.h", "stdio.h")]
    [InlineData("src/A.java", "package p;\nimport java.util.List;\nimport p.q.B;\nimport static p.q.C.run;\n", "src/p/q/B.java,src/p/q/C.java", "java.util.List")]
    [InlineData("cmd/a.go", "package main\n\nimport (\n\t\"fmt\"\n\tx \"example.org/m/lib/b\"\n)\n", "lib/b/", "fmt")]
    [InlineData("src/a.rs", "use std::fmt;\nuse crate::b::C;\nmod d;\n", "src/b.rs,src/a/d.rs", "std::fmt")]
    [InlineData("lib/a.rb", "require 'json'\nrequire_relative 'b'\n", "lib/b.rb", "json")]
    public void Analyze_Imports_AreResolvedToFilesOfTheIndex(string path, string text, string expected, string foreign)
    {
        string[] others =
        [
            "src/lib/b.ts", "x.ts", "src/c/index.js", "pkg/b.py", "pkg/sub/__init__.py", "src/b.h", "x/inc/c.h", "src/p/q/B.java", "src/p/q/C.java", "lib/b/b.go", "lib/b/a_test.go", "src/b.rs", "src/a/d.rs", "lib/b.rb",
        ];
        FileAnalysis analysis = Analyze(path, 0, [(path, text), .. others.Select(other => (other, "x = 1\n"))]);

        Assert.Equal(expected, string.Join(',', analysis.Imports.Where(one => one.Path is not null).Select(one => one.Path)));
        Assert.Equal(foreign, Assert.Single(analysis.Imports, one => one.Path is null).Module);
    }

    [Fact]
    public void Analyze_File_KnowsWhoImportsIt()
    {
        FileAnalysis analysis = Analyze(
            "src/price.ts", 0, ("src/price.ts", "export function roundPrice() {}\n"), ("src/cart.ts", "\nimport { roundPrice } from './price';\nroundPrice();\n"), ("src/other.ts", "// price\nconst price = 1;\n"));

        Assert.Equal(new UsePlace("src/cart.ts", 2, ""), Assert.Single(analysis.ImportedBy));
        Assert.Equal(new NameUse("roundPrice", 1), Assert.Single(analysis.UsedNames));
    }

    [Fact]
    public void Analyze_Definition_KnowsWhatItUsesAndWhoUsesIt()
    {
        FileAnalysis analysis = Analyze(
            "a.py", 4, ("a.py", "def helper():\n    pass\n\ndef middle(x):\n    # unrelated\n    return helper() if x else 0\n"), ("b.py", "def unrelated():\n    pass\n\ndef top():\n    \"middle\"\n    return middle(1)\n"));

        Assert.Equal("helper", Assert.Single(analysis.Uses).Symbol);
        Assert.Equal(new UsePlace("b.py", 6, "top"), Assert.Single(analysis.UsedBy));
        Assert.Equal((4, 6, 2), (analysis.Lines.Start, analysis.Lines.End, analysis.Complexity));
    }

    private static FileAnalysis Analyze(string path, int line, params (string Path, string Text)[] files)
    {
        using SearchFixture fixture = new SearchFixture().Add(files);
        using Searcher index = fixture.Open();
        using FileAnalyzer analyzer = new(index, fixture.Root, TimeProvider.System);
        return analyzer.Analyze(Encoding.UTF8.GetBytes(path), line, TimeSpan.FromSeconds(60)) ?? throw new InvalidOperationException("nothing found");
    }
}
