using System.Text;

namespace Plimsoll.Indexing.Embedding.Onnx.Tokenizing;

/// <summary>Characters that are collected and then read; kept from text to text.</summary>
internal sealed class CharBuffer
{
    private char[] _chars = new char[256];

    /// <summary>Characters held.</summary>
    public int Length { get; private set; }

    /// <summary>What is held.</summary>
    public ReadOnlySpan<char> Span => _chars.AsSpan(0, Length);

    /// <summary>The same, to be changed in place.</summary>
    public Span<char> Writable => _chars.AsSpan(0, Length);

    /// <summary>Forgets all.</summary>
    public void Clear() => Length = 0;

    /// <summary>Keeps the first so many.</summary>
    public void Truncate(int length) => Length = length;

    /// <summary>Adds one.</summary>
    public void Add(char value)
    {
        if (Length == _chars.Length)
            Array.Resize(ref _chars, Length * 2);
        _chars[Length++] = value;
    }

    /// <summary>Adds a code point.</summary>
    public void Add(int codePoint)
    {
        if (codePoint <= char.MaxValue)
        {
            Add((char)codePoint);
            return;
        }

        Add((char)(0xD800 + ((codePoint - 0x10000) >> 10)));
        Add((char)(0xDC00 + ((codePoint - 0x10000) & 0x3FF)));
    }

    /// <summary>Adds several.</summary>
    public void Add(ReadOnlySpan<char> values) => values.CopyTo(Extend(values.Length));

    /// <summary>Replaces all by a text; bytes that are no UTF-8 become U+FFFD.</summary>
    public void Decode(ReadOnlySpan<byte> text)
    {
        Length = 0;
        Span<char> room = Extend(text.Length);
        Length = Encoding.UTF8.GetChars(text, room);
    }

    private Span<char> Extend(int count)
    {
        if (Length + count > _chars.Length)
            Array.Resize(ref _chars, Math.Max(Length + count, _chars.Length * 2));
        Length += count;
        return _chars.AsSpan(Length - count, count);
    }
}
