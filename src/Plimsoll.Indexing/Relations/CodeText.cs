using Plimsoll.Files;
using Plimsoll.Indexing.Languages;
using Plimsoll.Indexing.Outlining;

namespace Plimsoll.Indexing.Relations;

/// <summary>
/// One source file as it is on disk now, read for its structure: its outline, and its text once more with comments and the insides of strings blanked, so
/// that a word which is found there is code. Offsets are the same in both. Reused from file to file; not safe for several threads.
/// </summary>
internal sealed class CodeText : IDisposable
{
    /// <summary>A longer file is not in an index with usual settings, and one call must not hold much.</summary>
    private const int FileBytesMost = 2 << 20;

    private readonly SourceReader _reader;
    private readonly SourceBuffer _buffer = new(FileBytesMost);
    private readonly OutlineScanner _scanner = new();
    private byte[] _code = [];

    /// <summary>Opens the root of the sources.</summary>
    public CodeText(string root) => _reader = new SourceReader(root);

    /// <summary>The outline.</summary>
    public Outline Outline { get; } = new();

    /// <summary>The language.</summary>
    public Language Language { get; private set; } = LanguageTable.ById(0);

    /// <summary>The text as it is.</summary>
    public ReadOnlySpan<byte> Text => _buffer.Text;

    /// <summary>The text without comments and the insides of strings.</summary>
    public ReadOnlySpan<byte> Code => _code.AsSpan(0, _buffer.Length);

    /// <summary>Reads a file, if a word stands in it.</summary>
    /// <param name="path">The path relative to the root.</param>
    /// <param name="word">A word that must stand in it, in its own case, or nothing.</param>
    /// <returns>Whether it could be read and has the word.</returns>
    public bool Read(ReadOnlySpan<byte> path, ReadOnlySpan<byte> word = default)
    {
        if (_reader.Read(path, _buffer, FileBytesMost) != SkipReason.None || (!word.IsEmpty && Text.IndexOf(word) < 0))
            return false;
        Language = LanguageTable.Detect(path, Text);
        _scanner.Scan(Text, Language, Outline);
        if (_code.Length < _buffer.Length)
            _code = new byte[_buffer.Capacity];
        CodeBlanker.Blank(Text, Outline, Language, _code);
        return true;
    }

    /// <summary>The name of a definition.</summary>
    public ReadOnlySpan<byte> NameOf(in Definition definition) => Text.Slice(definition.NameOffset, definition.NameLength);

    /// <summary>The name of a definition with those of the scopes around it.</summary>
    public string FullNameOf(int index)
    {
        string name = System.Text.Encoding.UTF8.GetString(NameOf(Outline.Definitions[index]));
        int depth = 0;
        for (int at = Outline.Definitions[index].Parent; at >= 0 && depth < 8; at = Outline.Definitions[at].Parent, depth++)
            name = System.Text.Encoding.UTF8.GetString(NameOf(Outline.Definitions[at])) + "." + name;
        return name;
    }

    /// <summary>The innermost definition around an offset, or -1.</summary>
    public int DefinitionAt(int offset)
    {
        int found = -1;
        ReadOnlySpan<Definition> definitions = Outline.Definitions;
        for (int i = 0; i < definitions.Length && definitions[i].NameOffset <= offset; i++)
        {
            if (Outline.EndOffsets[i] > offset || (definitions[i].NameOffset + definitions[i].NameLength) > offset)
                found = i;
        }

        return found;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _reader.Dispose();
        Outline.Dispose();
    }
}
