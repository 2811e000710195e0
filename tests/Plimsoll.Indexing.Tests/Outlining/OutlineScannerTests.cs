using System.Diagnostics;
using System.Text;
using Plimsoll.Indexing.Languages;
using Plimsoll.Indexing.Outlining;

namespace Plimsoll.Indexing.Tests.Outlining;

public sealed class OutlineScannerTests
{
    private static readonly string[] Pieces =
    [
        "{", "}", "(", ")", "[", "]", "<", ">", "/*", "*/", "//", "\"", "'", "`", "${", "\n", "\r\n", " ", "\t", "\\", "#if X\n", "\n#else\n", "\n#endif\n", "#define A(x) \\\n",
        "function f", "class C", "def m", "fn f", "func (r T) g", "=>", "=", ":", ";", ",", ".", "@a", "new X(", "struct s", "impl<T> A for B", "R\"x(", "r#\"", "\"\"\"", "'''", "<<<A\n",
        "<div", "/>", "</a>", "<?php", "?>", "--[[", "]]", "name", "0x1'0", "é", "\0", "static", "import (", "# h", "[t]", "k: v", "CREATE TABLE t", "return", "/x/", "enum E", "type T =",
    ];

    public static TheoryData<string> Names()
    {
        var names = new TheoryData<string>();
        foreach (Language language in LanguageTable.All) names.Add(language.Name);
        return names;
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Scan_RandomPieces_IsWellFormedAndTiled(string language)
    {
        var random = new Random(language.Length + (language[0] * 31));
        for (int round = 0; round < 25; round++)
        {
            var text = new StringBuilder();
            for (int piece = random.Next(1, 400); piece > 0; piece--) text.Append(Pieces[random.Next(Pieces.Length)]);
            Check(language, Encoding.UTF8.GetBytes(text.ToString()));
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Scan_RandomBytes_IsWellFormedAndTiled(string language)
    {
        var random = new Random(7);
        for (int round = 0; round < 8; round++)
        {
            byte[] text = new byte[random.Next(0, 3000)];
            random.NextBytes(text);
            Check(language, text);
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Scan_OwnSourcesTruncated_IsWellFormedAndTiled(string language)
    {
        var random = new Random(3);
        byte[] text = File.ReadAllBytes(SomeSource());
        for (int round = 0; round < 5; round++) Check(language, text[..random.Next(1, text.Length)]);
        Check(language, text);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Scan_HostileRepetition_TakesLinearTime(string language)
    {
        string[] hostile = ["{", "(", "<", "\"", "'", "`", "/", "/*", "${", "<a ", "){", "new X(){", "#if 1\n", "#else\n", "class C{", "function f(", "[[", "\"\"\"", "x=>", "a:", "def f\n", "#", "= ", "\\", "-", "<<<A", "r#\"", "{ x => `${"];
        Assert.True(LanguageTable.TryByName(language, out Language found));
        var scanner = new OutlineScanner();
        using var outline = new Outline();
        foreach (string piece in hostile)
        {
            byte[] text = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat(piece, 30_000)));
            long start = Stopwatch.GetTimestamp();
            scanner.Scan(text, found, outline);

            // Linear time is far below this even on a loaded machine; quadratic time would be minutes.
            Assert.True(Stopwatch.GetElapsedTime(start) < TimeSpan.FromSeconds(5), piece);
            new Chunker().Split(text, found, outline, []);
        }
    }

    [Theory]
    [InlineData("c")]
    [InlineData("java")]
    [InlineData("javascript")]
    public void Scan_ManyBraces_TakesLinearTime(string language)
    {
        byte[] text = Encoding.UTF8.GetBytes(new string('{', 100_000) + new string('}', 100_000));
        Check(language, text);
    }

    [Fact]
    public void Scan_SecondTime_AllocatesNothing()
    {
        byte[] text = File.ReadAllBytes(SomeSource());
        Language language = LanguageTable.Detect("a.cs"u8, text);
        var scanner = new OutlineScanner();
        var chunker = new Chunker();
        using var outline = new Outline();
        var chunks = new List<Chunk>();
        Run();
        Run();
        long before = GC.GetAllocatedBytesForCurrentThread();
        Run();
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.True(outline.DefinitionCount > 0);

        void Run()
        {
            chunks.Clear();
            scanner.Scan(text, language, outline);
            chunker.Split(text, language, outline, chunks);
        }
    }

    [Fact]
    public void Scan_SameScannerForManyLanguages_DoesNotRemember()
    {
        var scanner = new OutlineScanner();
        using var outline = new Outline();
        byte[] broken = Encoding.UTF8.GetBytes("class A { void b() { \"");
        byte[] text = Encoding.UTF8.GetBytes("class A { void b() { } }");
        Language java = LanguageTable.Detect("A.java"u8, text);
        scanner.Scan(broken, java, outline);
        scanner.Scan(text, java, outline);
        Assert.Equal(2, outline.DefinitionCount);
    }

    private static string SomeSource()
    {
        string folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "Plimsoll.slnx"))) folder = Path.GetDirectoryName(folder)!;
        return Path.Combine(folder, "src", "Plimsoll.Indexing", "Outlining", "Lexer.Strings.cs");
    }

    private static void Check(string language, byte[] text)
    {
        Scanned scanned = Scanned.Of(language, text);
        scanned.AssertWellFormed();
        scanned.AssertTiles();
    }
}
