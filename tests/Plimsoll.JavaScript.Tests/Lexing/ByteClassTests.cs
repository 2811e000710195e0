using System.Diagnostics;
using System.Globalization;
using Plimsoll.JavaScript.Lexing;

namespace Plimsoll.JavaScript.Tests.Lexing;

public sealed class ByteClassTests
{
    private const int Characters = 0x110000;

    [Fact]
    public void IsStart_EveryCharacter_IsJudgedAsAcornDoes()
    {
        NodeTools.Need("acorn");
        const string script = """
            const acorn = require(process.argv[1]);
            const kinds = Buffer.alloc(0x110000, '0');
            for (let c = 0; c < kinds.length; c++) if (acorn.isIdentifierChar(c, true)) kinds[c] = acorn.isIdentifierStart(c, true) ? 50 : 49;
            process.stdout.write(kinds);
            """;
        ProcessStartInfo start = new("node") { RedirectStandardOutput = true, UseShellExecute = false };
        foreach (string argument in (string[])["-e", script, Path.Combine(NodeTools.Modules, "acorn")]) start.ArgumentList.Add(argument);
        using Process process = Process.Start(start)!;
        string kinds = process.StandardOutput.ReadToEnd();
        process.WaitForExit();

        Assert.Equal(Characters, kinds.Length);
        List<string> different = [];
        for (int c = 0; c < Characters; c++)
        {
            char ours = ByteClass.IsStart(c) ? '2' : ByteClass.IsPart(c) ? '1' : '0';
            if (ours != kinds[c]) different.Add(string.Create(CultureInfo.InvariantCulture, $"U+{c:X4} is {kinds[c]} there and {ours} here"));
        }

        Assert.True(different.Count == 0, $"{different.Count} characters: {string.Join(", ", different.Take(20))}");
    }
}
