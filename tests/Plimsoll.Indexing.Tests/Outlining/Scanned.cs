using System.Text;
using Plimsoll.Indexing.Languages;
using Plimsoll.Indexing.Outlining;

namespace Plimsoll.Indexing.Tests.Outlining;

/// <summary>A text that has been scanned and cut, in words that tests can compare.</summary>
internal sealed class Scanned
{
    private readonly byte[] _text;

    private Scanned(byte[] text, Language language)
    {
        _text = text;
        new OutlineScanner().Scan(text, language, Outline);
        new Chunker().Split(text, language, Outline, Chunks);
    }

    internal Outline Outline { get; } = new();

    internal List<Chunk> Chunks { get; } = [];

    internal static Scanned Of(string language, string text) => Of(language, Encoding.UTF8.GetBytes(text));

    internal static Scanned Of(string language, byte[] text)
    {
        Assert.True(LanguageTable.TryByName(language, out Language found), language);
        return new Scanned(text, found);
    }

    /// <summary>Each definition as <c>Kind name line-endLine</c>, with <c>&lt;parent</c> when it has one.</summary>
    internal string[] Definitions()
    {
        var lines = new List<string>();
        foreach (Definition definition in Outline.Definitions)
        {
            string parent = definition.Parent < 0 ? "" : " <" + Name(Outline.Definitions[definition.Parent]);
            lines.Add($"{definition.Kind} {Name(definition)} {definition.NameLine}-{definition.EndLine}{parent}");
        }

        return [.. lines];
    }

    /// <summary>The names alone.</summary>
    internal string Names() => string.Join(' ', Outline.Definitions.ToArray().Select(Name));

    /// <summary>The first line of a definition with its comments.</summary>
    internal int Lead(string name) => Outline.Definitions.ToArray().First(definition => Name(definition) == name).LeadLine;

    private string Name(Definition definition) => Encoding.UTF8.GetString(_text, definition.NameOffset, definition.NameLength);

    /// <summary>Fails unless the chunks tile the text and the definitions lie in them as promised.</summary>
    internal void AssertTiles()
    {
        int line = 1;
        int offset = 0;
        int definition = 0;
        foreach (Chunk chunk in Chunks)
        {
            Assert.Equal(line, chunk.StartLine);
            Assert.Equal(offset, chunk.StartOffset);
            Assert.True(chunk.EndLine >= chunk.StartLine);
            Assert.Equal(definition, chunk.FirstDefinition);
            for (int index = 0; index < chunk.DefinitionCount; index++)
            {
                Assert.InRange(Outline.Definitions[definition++].NameLine, chunk.StartLine, chunk.EndLine);
            }

            bool oneLine = chunk.StartLine == chunk.EndLine;
            Assert.True(oneLine || chunk.EndOffset - chunk.StartOffset <= ChunkSize.Max);
            Assert.True(chunk.EndLine - chunk.StartLine <= ChunkSize.MaxLines);
            line = chunk.EndLine + 1;
            offset = chunk.EndOffset;
        }

        Assert.Equal(Outline.LineCount + 1, line);
        Assert.Equal(_text.Length, offset);
        Assert.Equal(Outline.DefinitionCount, definition);
    }

    /// <summary>Fails unless the outline is well formed.</summary>
    internal void AssertWellFormed()
    {
        ReadOnlySpan<Definition> definitions = Outline.Definitions;
        for (int index = 0; index < definitions.Length; index++)
        {
            Definition definition = definitions[index];
            Assert.True(index == 0 || definitions[index - 1].NameOffset <= definition.NameOffset);
            Assert.InRange(definition.NameOffset, 0, _text.Length - 1);
            Assert.InRange(definition.NameOffset + definition.NameLength, 1, _text.Length);
            Assert.InRange(definition.NameLine, definition.LeadLine, definition.EndLine);
            Assert.InRange(definition.EndLine, 1, Outline.LineCount);
            Assert.InRange(definition.LeadLine, 1, Outline.LineCount);
            Assert.InRange(definition.Parent, -1, index - 1);
            Assert.Equal(Outline.LineOf(definition.NameOffset), definition.NameLine);
        }

        int after = 0;
        foreach (TextSpan comment in Outline.Comments)
        {
            Assert.True(comment.Offset >= after && comment.Length > 0);
            after = comment.Offset + comment.Length;
        }

        Assert.True(after <= _text.Length);
    }
}
