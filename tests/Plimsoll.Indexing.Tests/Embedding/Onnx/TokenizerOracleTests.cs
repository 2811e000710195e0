using System.Text;
using System.Text.Json;
using Plimsoll.Indexing.Embedding.Onnx.Tokenizing;
using Plimsoll.Testing;
using Plimsoll.Testing.Onnx;

namespace Plimsoll.Indexing.Tests.Embedding.Onnx;

/// <summary>Ours against the published tokenizers (those of Hugging Face, in Rust), token by token, on vocabularies that show every letter.</summary>
public sealed class TokenizerOracleTests
{
    private const string Script = """
        const fs = require('fs'); const { Tokenizer } = require('@anush008/tokenizers');
        (async () => {
          const tokenizer = Tokenizer.fromFile(process.argv[2]), all = [];
          for (const text of JSON.parse(fs.readFileSync(process.argv[3], 'utf8'))) all.push((await tokenizer.encode(text)).getIds());
          console.log(JSON.stringify(all));
        })();
        """;

    private static readonly string[] Bits =
    [
        "don't", "I'LL", "we've", "<mask>", "[MASK]", "[SEP]", "plimsoll", "xplimsoll", "hello", "World", "getElementById", "İstanbul", "'ſ", "naïve", "e\u0301", "\u0301",
        "한국어", "각", "漢字", "123", "4567890", "١٢", "½", "  ", "\n", "\r\n", "\t", "\u00a0", "\u3000", "_", "--", "😀", "👩‍👧", "\u200d", "ﬁ", "Ω", "\u212b", "\ufffd", "\0", "\a", "Привет", "Ёж",
        "שלום", "ไทย", "हिन्दी", "()=>{}", "/* a */", new string('a', 120), string.Concat(Enumerable.Repeat("ab", 90)),
    ];

    [Theory]
    [InlineData("bert", "Right", 512)]
    [InlineData("bert-cased", "Right", 24)]
    [InlineData("gpt2", "Right", 512)]
    [InlineData("llama3", "Left", 20)]
    [InlineData("qwen2", "Right", 512)]
    public void Encode_RandomUnicode_AsPublished(string kind, string direction, int maxTokens)
    {
        if (NodePackages.WhyNoTokenizers is { } reason) Assert.Skip(reason);
        using var folder = new TempFolder();
        string tokenizer = folder.Write("tokenizer.json", JsonSerializer.Serialize(TokenizerSamples.Of(kind, direction, maxTokens)));
        string[] texts = Texts(1500);
        string file = folder.Write("texts.json", JsonSerializer.Serialize(texts));
        File.WriteAllText(folder.PathOf("oracle.cjs"), Script);
        var setup = new ProcessSetup { Environment = new Dictionary<string, string?>(StringComparer.Ordinal) { ["NODE_PATH"] = Path.Combine(NodePackages.Folder, "node_modules") } };
        ProcessResult result = ProcessRunner.Run("node", [folder.PathOf("oracle.cjs"), tokenizer, file], setup);
        Assert.True(result.ExitCode == 0, result.ToString());
        int[][] expected = JsonSerializer.Deserialize<int[][]>(result.StandardOutput)!;

        TextTokenizer ours = TokenizerFile.Read(File.ReadAllBytes(tokenizer), 512);

        for (int i = 0; i < texts.Length; i++)
        {
            var tokens = new TokenList();
            ours.Encode(Encoding.UTF8.GetBytes(texts[i]), tokens, out _);
            Assert.True(tokens.Span.SequenceEqual(expected[i]), $"{JsonSerializer.Serialize(texts[i])}: {string.Join(' ', tokens.Span.ToArray())}, expected {string.Join(' ', expected[i])}");
        }
    }

    /// <summary>Words of many scripts, signs, and letters from blocks that Unicode has had from the start: of later ones the two sides may know other versions.</summary>
    private static string[] Texts(int count)
    {
        var random = new Random(20_261_127);
        (int First, int Last)[] blocks = [(0x20, 0x7E), (0xA0, 0x17F), (0x391, 0x3A1), (0x410, 0x44F), (0x5D0, 0x5EA), (0x3041, 0x3094), (0x4E00, 0x9FA5), (0xAC00, 0xD7A3), (0x1D400, 0x1D454), (0x20000, 0x2A6D6)];
        string[] texts = new string[count];
        for (int i = 0; i < count; i++)
        {
            var text = new StringBuilder();
            for (int bits = random.Next(1, 24); bits > 0; bits--)
            {
                (int first, int last) = blocks[random.Next(blocks.Length)];
                text.Append(random.Next(3) > 0 ? Bits[random.Next(Bits.Length)] : char.ConvertFromUtf32(random.Next(first, last + 1)));
                text.Append(random.Next(4) switch { 0 => " ", 1 => "\n  ", 2 => "'", _ => "" });
            }

            texts[i] = text.ToString();
        }

        return texts;
    }
}
