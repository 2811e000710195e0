using Plimsoll.Indexing.Embedding;
using Plimsoll.Services;

namespace Plimsoll.Indexing.Tests.Embedding;

public sealed class EmbedderSpecTests
{
    [Theory]
    [InlineData("builtin", EmbedderKind.Builtin, "", null)]
    [InlineData("onnx:models/minilm", EmbedderKind.Onnx, "models/minilm", null)]
    [InlineData("openai:http://localhost:11434/v1/#nomic-embed-text", EmbedderKind.OpenAi, "http://localhost:11434", "nomic-embed-text")]
    [InlineData("openai:https://host/api#a/b:c", EmbedderKind.OpenAi, "https://host/api", "a/b:c")]
    [InlineData("openai:http://127.0.0.1:8080", EmbedderKind.OpenAi, "http://127.0.0.1:8080", null)]
    public void Parse_Name_IsReadAndWrittenTheSame(string text, EmbedderKind kind, string place, string? model)
    {
        EmbedderSpec? spec = EmbedderSpec.Parse(text, out string? fault);

        Assert.Null(fault);
        Assert.Equal(new EmbedderSpec(kind, place, model), spec);
        Assert.Equal(spec, EmbedderSpec.Parse(spec!.ToString(), out _));
    }

    [Theory]
    [InlineData("bultin", "expected builtin, onnx:DIR or openai:URL")]
    [InlineData("onnx:", "expected builtin")]
    [InlineData("openai:", "expected one such as")]
    [InlineData("openai:localhost:11434", "expected one such as")]
    [InlineData("openai:file:///etc/passwd", "expected one such as")]
    [InlineData("openai:http://me:secret@host", "PLIMSOLL_OPENAI_KEY")]
    [InlineData("openai:http://host/?key=1", "no question mark")]
    public void Parse_NoName_SaysWhatWasExpected(string text, string expected)
    {
        Assert.Null(EmbedderSpec.Parse(text, out string? fault));

        Assert.Contains(expected, fault, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", fault, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("http://host:1", "http://host:1/v1/embeddings")]
    [InlineData("http://host:1/v1", "http://host:1/v1/embeddings")]
    [InlineData("https://host/openai/v1/", "https://host/openai/v1/embeddings")]
    public void Of_AddressWithOrWithoutVersion_IsThatOfTheFunction(string url, string expected) =>
        Assert.Equal(new Uri(expected), ServiceAddress.Parse(url, out _)!.Of("embeddings"));

    [Fact]
    public void Note_OfAModel_SurvivesTheManifest()
    {
        EmbedderSpec spec = EmbedderSpec.Parse("openai:http://host:1/ü#a b", out _)!;
        var note = new EmbedderNote("openai-1 a b 768", spec, 768, "passage:\n", "query: ", 512);

        Assert.Equal(note, EmbedderNote.Parse(note.ToString()));
        Assert.Equal(new EmbedderNote("builtin-2-x", EmbedderSpec.Builtin, 0, "", "", 4096), EmbedderNote.Parse("builtin-2-x"));
    }

    [Theory]
    [InlineData("a\nb")]
    [InlineData("a\nbuiltinn\n3\n\n\n512")]
    [InlineData("a\nopenai%3Ahttp%3A%2F%2Fhost\n0\n\n\n512")]
    [InlineData("a\nopenai%3Ahttp%3A%2F%2Fhost\n99999999\n\n\n512")]
    [InlineData("a\nopenai%3Ahttp%3A%2F%2Fhost\n3\n\n\n2000000000")]
    public void Note_Forged_IsRefused(string text) => Assert.Throws<InvalidDataException>(() => EmbedderNote.Parse(text));
}
