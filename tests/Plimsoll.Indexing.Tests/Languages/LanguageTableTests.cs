using System.Text;
using Plimsoll.Indexing.Languages;

namespace Plimsoll.Indexing.Tests.Languages;

public sealed class LanguageTableTests
{
    [Theory]
    [InlineData("src/a.c", "", "c")]
    [InlineData("include/a.h", "#pragma once\n", "c")]
    [InlineData("include/a.h", "#pragma once\nnamespace a {\n", "cpp")]
    [InlineData("include/a.h", "x\n@interface A\n", "objective-c")]
    [InlineData("A.JAVA", "", "java")]
    [InlineData("a/b.d/c.tsx", "", "tsx")]
    [InlineData("Makefile", "", "make")]
    [InlineData("sub/Dockerfile.debian", "", "dockerfile")]
    [InlineData("CMakeLists.txt", "", "cmake")]
    [InlineData("bin/run", "#!/usr/bin/env -S python3.11 -u\n", "python")]
    [InlineData("bin/run", "#! /bin/bash\n", "shell")]
    [InlineData("bin/run", "nothing", "text")]
    [InlineData("LICENSE", "", "text")]
    [InlineData("a.", "", "text")]
    [InlineData("", "", "text")]
    public void Detect_NamesAndFirstBytes_FindsLanguage(string path, string first, string expected) =>
        Assert.Equal(expected, LanguageTable.Detect(Encoding.UTF8.GetBytes(path), Encoding.UTF8.GetBytes(first)).Name);

    [Fact]
    public void Detect_BytesThatAreNotUtf8_FindsLanguage() =>
        Assert.Equal("go", LanguageTable.Detect([0xff, 0xfe, (byte)'/', 0x80, (byte)'.', (byte)'g', (byte)'o'], []).Name);

    [Fact]
    public void All_Numbers_AreThePlacesAndNeverChange()
    {
        for (int id = 0; id < LanguageTable.All.Count; id++) Assert.Equal(id, LanguageTable.All[id].Id);

        // Stored in indexes: a change here makes every index lie.
        Assert.Equal("text c cpp csharp java kotlin scala javascript typescript tsx python", string.Join(' ', LanguageTable.All.Take(11)));
    }

    [Theory]
    [InlineData("c#", "csharp")]
    [InlineData("cs", "csharp")]
    [InlineData("C++", "cpp")]
    [InlineData("golang", "go")]
    [InlineData("js", "javascript")]
    [InlineData("node", "javascript")]
    [InlineData("ts", "typescript")]
    [InlineData("py", "python")]
    [InlineData("python3", "python")]
    [InlineData("rb", "ruby")]
    [InlineData("rs", "rust")]
    [InlineData("sh", "shell")]
    [InlineData("shell", "shell")]
    [InlineData("objc", "objective-c")]
    [InlineData("f#", "fsharp")]
    [InlineData("docker", "dockerfile")]
    [InlineData("md", "markdown")]
    public void TryByName_OtherName_FindsItsLanguage(string name, string expected)
    {
        Assert.True(LanguageTable.TryByName(name, out Language language));
        Assert.Equal(expected, language.Name);
    }

    [Fact]
    public void ById_UnknownNumber_IsText() => Assert.Equal("text", LanguageTable.ById(250).Name);

    [Theory]
    [InlineData("CSharp", true)]
    [InlineData(".cs", true)]
    [InlineData("rs", true)]
    [InlineData("klingon", false)]
    public void TryByName_NameOrExtension_FindsLanguage(string name, bool known) => Assert.Equal(known, LanguageTable.TryByName(name, out _));

    [Fact]
    public void Words_OfEachLanguage_FitTheTable()
    {
        foreach (Language language in LanguageTable.All)
        {
            Assert.NotNull(language.Words);
            Assert.Equal(256, language.Classes.Length);
            Assert.Equal(language.Name, language.ToString());
        }
    }
}
