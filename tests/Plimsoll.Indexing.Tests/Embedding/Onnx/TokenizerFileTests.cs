using System.Text;
using System.Text.Json;
using Plimsoll.Indexing.Embedding.Onnx;
using Plimsoll.Indexing.Embedding.Onnx.Tokenizing;
using Plimsoll.Testing;
using Plimsoll.Testing.Onnx;

namespace Plimsoll.Indexing.Tests.Embedding.Onnx;

/// <summary>What a tokenizer.json may ask for, and what is refused by name instead of being done nearly right.</summary>
public sealed class TokenizerFileTests
{
    [Theory]
    [InlineData("", "JSON")]
    [InlineData("{", "")]
    [InlineData("[]", "StartArray")]
    [InlineData("{\"model\":7}", "no object")]
    [InlineData("{\"version\":\"1.0\"}", "no 'model'")]
    [InlineData("{\"model\":{\"type\":\"Unigram\",\"vocab\":[[\"a\",-1.5]]}}", "Unigram")]
    [InlineData("{\"model\":{\"type\":\"WordPiece\",\"vocab\":{}}}", "no vocabulary")]
    [InlineData("{\"model\":{\"type\":\"WordPiece\",\"unk_token\":\"[UNK]\",\"vocab\":{\"a\":0}}}", "[UNK]")]
    [InlineData("{\"model\":{\"type\":\"WordPiece\",\"unk_token\":\"a\",\"vocab\":{\"a\":-5}}}", "no number from 0")]
    [InlineData("{\"model\":{\"type\":\"BPE\",\"vocab\":{\"a\":0},\"merges\":[\"ab\"]}}", "not two words")]
    [InlineData("{\"model\":{\"type\":\"BPE\",\"vocab\":{\"a\":0},\"merges\":[[\"a\",\"b\",\"c\"]]}}", "more than two")]
    public void Open_BadFile_NamesFileAndFault(string json, string fault)
    {
        using var folder = new TempFolder();
        ModelSamples.Write(folder.Root, tokenizer: json);

        var error = Assert.Throws<IndexException>(() => ModelFolder.Open(folder.Root).OpenTokenizer());

        Assert.Equal(IndexFailure.Damaged, error.Failure);
        Assert.Contains("tokenizer.json", error.Message, StringComparison.Ordinal);
        Assert.Contains(fault, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("normalizer", """{"type":"Precompiled"}""", "Precompiled")]
    [InlineData("pre_tokenizer", """{"type":"Metaspace"}""", "Metaspace")]
    [InlineData("pre_tokenizer", "null", "none")]
    [InlineData("post_processor", """{"type":"Odd"}""", "Odd")]
    [InlineData("post_processor", """{"type":"TemplateProcessing","single":[],"special_tokens":{}}""", "no place for the text")]
    [InlineData("truncation", """{"max_length":2}""", "special ones")]
    [InlineData("added_tokens", """[{"id":-1,"content":"x"}]""", "-1")]
    public void Open_UnknownPart_IsRefusedByName(string part, string value, string named)
    {
        Dictionary<string, object?> file = TokenizerSamples.Of("bert");
        file[part] = JsonSerializer.Deserialize<JsonElement>(value);
        byte[] json = JsonSerializer.SerializeToUtf8Bytes(file);

        var error = Assert.Throws<InvalidDataException>(() => TokenizerFile.Read(json, 512));

        Assert.Contains(named, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Open_RandomlyDamagedFile_IsReadOrRefusedButNeverCrashes()
    {
        using var folder = new TempFolder();
        byte[] good = Encoding.UTF8.GetBytes(ModelSamples.WordPiece());
        var random = new Random(5);
        for (int round = 0; round < 200; round++)
        {
            byte[] bad = [.. good];
            for (int i = 0; i < 3; i++) bad[random.Next(bad.Length)] = (byte)random.Next(256);
            ModelSamples.Write(folder.Root, tokenizer: "");
            File.WriteAllBytes(folder.PathOf("tokenizer.json"), round % 4 == 0 ? bad[..random.Next(bad.Length)] : bad);
            try
            {
                ModelFolder.Open(folder.Root).OpenTokenizer().Encode("w1 w2"u8, new TokenList(), out _);
            }
            catch (IndexException error)
            {
                Assert.Equal(IndexFailure.Damaged, error.Failure);
            }
        }
    }

    [Fact]
    public void Open_HugeFile_IsRefusedUnread()
    {
        using var folder = new TempFolder();
        ModelSamples.Write(folder.Root);
        using (FileStream stream = File.OpenWrite(folder.PathOf("tokenizer.json"))) stream.SetLength(1L << 30);

        var error = Assert.Throws<IndexException>(() => ModelFolder.Open(folder.Root).OpenTokenizer());

        Assert.Contains("1024 MB", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("1_Pooling/config.json", """{"pooling_mode_weightedmean_tokens":true}""", "weightedmean")]
    [InlineData("1_Pooling/config.json", """{"pooling_mode_cls_token":true,"pooling_mode_mean_tokens":true}""", "several")]
    [InlineData("1_Pooling/config.json", "[1", "no JSON")]
    [InlineData("tokenizer_config.json", "[]", "no JSON object")]
    public void Open_BadConfig_NamesFileAndFault(string name, string json, string fault)
    {
        using var folder = new TempFolder();
        ModelSamples.Write(folder.Root);
        folder.Write(name, json);

        var error = Assert.Throws<IndexException>(() => ModelFolder.Open(folder.Root));

        Assert.Equal(IndexFailure.Damaged, error.Failure);
        Assert.Contains(Path.GetFileName(name), error.Message, StringComparison.Ordinal);
        Assert.Contains(fault, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("model.onnx")]
    [InlineData("tokenizer.json")]
    public void Open_FileMissing_SaysWhich(string name)
    {
        using var folder = new TempFolder();
        ModelSamples.Write(folder.Root);
        File.Delete(folder.PathOf(name));

        var error = Assert.Throws<IndexException>(() => ModelFolder.Open(folder.Root));

        Assert.Equal(IndexFailure.NotFound, error.Failure);
        Assert.Contains(name, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Encode_LongText_KeepsSpecialTokensAndSaysItWasCut()
    {
        TextTokenizer tokenizer = TokenizerFile.Read(Encoding.UTF8.GetBytes(ModelSamples.WordPiece(8)), 512);
        var tokens = new TokenList();

        Assert.Equal(8, tokenizer.Encode("w1 w2 w3 w4 w5 w6"u8, tokens, out bool isCut));
        Assert.False(isCut);
        Assert.Equal(8, tokenizer.Encode("w1 w2 w3 w4 w5 w6 w7"u8, tokens, out isCut));
        Assert.True(isCut);
        Assert.Equal(tokens.Span[..8], tokens.Span[8..]);
    }

    [Fact]
    public void Encode_PieceOfAMillionLetters_EndsSoonAndIsTheSameByBothWays()
    {
        string json = JsonSerializer.Serialize(TokenizerSamples.Of("gpt2"));
        TextTokenizer tokenizer = TokenizerFile.Read(Encoding.UTF8.GetBytes(json), 512);
        var tokens = new TokenList();
        byte[] text = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("ab", 500_000)));

        Assert.Equal(512, tokenizer.Encode(text, tokens, out bool isCut));
        Assert.True(isCut);
    }
}
