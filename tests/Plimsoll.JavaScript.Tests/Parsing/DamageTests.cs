using Plimsoll.JavaScript.Parsing;
using Plimsoll.JavaScript.Text;

namespace Plimsoll.JavaScript.Tests.Parsing;

/// <summary>Texts that are cut, mixed up or no text at all end in an error with a place, or are read.</summary>
public sealed class DamageTests
{
    private const int Cuts = 200;

    [Theory]
    [InlineData("lodash/lodash.min.js")]
    [InlineData("acorn/dist/acorn.mjs")]
    public void Survey_AFileThatIsCut_FailsWithAPlace(string file)
    {
        byte[] text = Read(file);
        int failed = 0;
        for (int cut = 1; cut < Cuts; cut++)
        {
            byte[] part = text[..(int)((long)text.Length * cut / Cuts)];
            JavaScriptSyntaxException? error = Surveys.Error(part, SourceGoal.DetectNode);
            if (error is null) continue;
            failed++;
            Assert.InRange(error.Offset, 0, part.Length);
        }

        Assert.True(failed > Cuts / 2, $"only {failed} of the cut files are no programs");
    }

    [Fact]
    public void Survey_RandomMutations_OnlyEverFailWithAPlace()
    {
        Random random = new(20250731);
        byte[][] texts = [.. Directory.EnumerateFiles(Path.Combine(Samples(), "pass"), "*.js").Order(StringComparer.Ordinal).Select(File.ReadAllBytes)];
        for (int round = 0; round < 40_000; round++)
        {
            byte[] text = [.. texts[random.Next(texts.Length)], .. "\n"u8, .. texts[random.Next(texts.Length)]];
            for (int i = random.Next(1, 4); i > 0; i--) Mutate(ref text, random, texts);
            JavaScriptSyntaxException? error = Surveys.Error(text, (SourceGoal)random.Next(5));
            if (error is not null) Assert.InRange(error.Offset, 0, text.Length);
        }
    }

    [Fact]
    public void Survey_RandomBytes_FailWithAPlace()
    {
        Random random = new(7);
        for (int round = 0; round < 2000; round++)
        {
            byte[] text = new byte[random.Next(1, 200)];
            random.NextBytes(text);
            if (round % 2 == 0) for (int i = 0; i < text.Length; i++) text[i] = (byte)(32 + (text[i] % 95));
            JavaScriptSyntaxException? error = Surveys.Error(text, SourceGoal.Detect);
            if (error is not null) Assert.InRange(error.Offset, 0, text.Length);
        }
    }

    private static void Mutate(ref byte[] text, Random random, byte[][] texts)
    {
        int at = random.Next(text.Length + 1);
        switch (random.Next(4))
        {
            case 0:
                text = [.. text[..at], .. text[Math.Min(text.Length, at + random.Next(1, 5))..]];
                break;
            case 1:
                byte[] other = texts[random.Next(texts.Length)];
                int from = random.Next(other.Length);
                text = [.. text[..at], .. other[from..Math.Min(other.Length, from + random.Next(1, 12))], .. text[at..]];
                break;
            case 2:
                text = [.. text[..at], (byte)random.Next(33, 127), .. text[at..]];
                break;
            default:
                if (at < text.Length) text[at] = (byte)random.Next(256);
                break;
        }

        if (text.Length == 0) text = [(byte)'a'];
    }

    private static string Samples()
    {
        NodeTools.Need("test262-parser-tests");
        return Path.Combine(NodeTools.Modules, "test262-parser-tests");
    }

    private static byte[] Read(string file)
    {
        NodeTools.Need(file[..file.IndexOf('/', StringComparison.Ordinal)]);
        return File.ReadAllBytes(Path.Combine(NodeTools.Modules, file));
    }
}
