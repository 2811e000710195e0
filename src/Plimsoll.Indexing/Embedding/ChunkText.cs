using Plimsoll.Files;
using Plimsoll.Indexing.Outlining;

namespace Plimsoll.Indexing.Embedding;

/// <summary>
/// The text of a passage for a model: the path on the first line, on the second the names of the scopes around the main definition and its own (`Outer.inner`; no such line where there is
/// none), then the source lines, without secrets: the text may go to a server. What is longer than the limit is cut at its end, not inside a letter. docs/embedders.md says the same to users.
/// </summary>
internal sealed class ChunkText(int limit)
{
    private const int ScopesMost = 8;

    private readonly byte[] _text = new byte[limit];
    private readonly SecretRedactor _redactor = new();
    private int _length;
    private int _redactedTo;

    /// <summary>Whether the last text was cut.</summary>
    public bool WasCut { get; private set; }

    /// <summary>Makes the text of a chunk; it is good until the next one is made.</summary>
    public ReadOnlySpan<byte> Of(ReadOnlySpan<byte> path, ReadOnlySpan<byte> text, Outline outline, in Chunk chunk)
    {
        _length = 0;
        WasCut = false;
        Add(path);
        Add("\n"u8);
        AddSymbol(text, outline, chunk.MainDefinition);
        AddSource(text, chunk.StartOffset, chunk.EndOffset);
        if (WasCut)
            DropHalfLetter();
        return _text.AsSpan(0, _length);
    }

    private void AddSymbol(ReadOnlySpan<byte> text, Outline outline, int definition)
    {
        if (definition < 0)
            return;
        Span<int> chain = stackalloc int[ScopesMost];
        int depth = 0;
        for (int at = definition; at >= 0 && depth < chain.Length; at = outline.Definitions[at].Parent)
            chain[depth++] = at;
        for (int i = depth - 1; i >= 0; i--)
        {
            ref readonly Definition scope = ref outline.Definitions[chain[i]];
            Add(text.Slice(scope.NameOffset, scope.NameLength));
            Add(i > 0 ? "."u8 : "\n"u8);
        }
    }

    /// <summary>Adds source lines. A key may begin in an earlier chunk, so what lies before is looked through where it was not just read.</summary>
    private void AddSource(ReadOnlySpan<byte> text, int start, int end)
    {
        if (start == 0 || start != _redactedTo)
        {
            _redactor.Reset();
            _redactor.Pass(text[..start]);
        }

        _redactedTo = end;
        while (start < end)
        {
            ReadOnlySpan<byte> rest = text[start..end];
            int line = rest.IndexOf((byte)'\n');
            Add(_redactor.Redact(line < 0 ? rest : rest[..line]));
            if (line >= 0)
                Add("\n"u8);
            start += line < 0 ? rest.Length : line + 1;
        }
    }

    private void Add(ReadOnlySpan<byte> part)
    {
        int length = Math.Min(part.Length, _text.Length - _length);
        part[..length].CopyTo(_text.AsSpan(_length));
        _length += length;
        WasCut |= length < part.Length;
    }

    /// <summary>Takes the first bytes of a letter away whose last ones did not fit.</summary>
    private void DropHalfLetter()
    {
        int start = _length - 1;
        while (start > 0 && _length - start < 4 && (_text[start] & 0xC0) == 0x80)
            start--;
        int letter = _text[start] switch { >= 0xF0 => 4, >= 0xE0 => 3, >= 0xC0 => 2, _ => 1 };
        if (start + letter > _length)
            _length = start;
    }
}
