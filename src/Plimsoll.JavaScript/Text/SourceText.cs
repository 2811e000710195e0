using System.Buffers;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Unicode;

namespace Plimsoll.JavaScript.Text;

/// <summary>
/// The text of one program as UTF-8 bytes that somebody else owns, such as a mapped file. Positions everywhere in this library are byte offsets
/// into it. No string of the text is ever made.
/// </summary>
public sealed unsafe class SourceText : IDisposable
{
    private readonly byte* _bytes;
    private MemoryHandle _pin;

    /// <summary>Looks at bytes that stay where they are for as long as this object is used.</summary>
    /// <param name="bytes">The first byte.</param>
    /// <param name="length">How many bytes there are.</param>
    /// <param name="name">What messages call the text: usually the file's path.</param>
    public SourceText(byte* bytes, int length, string name)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        _bytes = bytes;
        Length = length;
        Name = name;
    }

    /// <summary>Looks at memory, which is pinned until <see cref="Dispose"/>.</summary>
    /// <param name="bytes">The text.</param>
    /// <param name="name">What messages call the text: usually the file's path.</param>
    public SourceText(ReadOnlyMemory<byte> bytes, string name)
    {
        _pin = bytes.Pin();
        _bytes = (byte*)_pin.Pointer;
        Length = bytes.Length;
        Name = name;
    }

    /// <summary>What messages call the text.</summary>
    public string Name { get; }

    /// <summary>How many bytes there are.</summary>
    public int Length { get; }

    /// <summary>All bytes.</summary>
    public ReadOnlySpan<byte> Span => new(_bytes, Length);

    internal byte* Bytes => _bytes;

    /// <summary>A byte, or zero at and after the end: a zero byte is no part of any token, so it stops every loop.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public byte At(int offset) => (uint)offset < (uint)Length ? _bytes[offset] : (byte)0;

    /// <summary>The bytes from one offset up to another.</summary>
    public ReadOnlySpan<byte> Slice(int start, int end)
    {
        if ((uint)start > (uint)end || (uint)end > (uint)Length) throw new ArgumentOutOfRangeException(nameof(end), $"{start}..{end} lies outside of the {Length} bytes of {Name}");
        return new ReadOnlySpan<byte>(_bytes + start, end - start);
    }

    /// <summary>The bytes of a node.</summary>
    public ReadOnlySpan<byte> Slice(in Parsing.Node node) => Slice(node.Start, node.End);

    /// <summary>The text from one offset up to another, as a string: for messages and short names.</summary>
    public string GetString(int start, int end) => Encoding.UTF8.GetString(Slice(start, end));

    /// <summary>Fails where the bytes are not well-formed UTF-8, which a lexer may then rely on.</summary>
    /// <exception cref="JavaScriptSyntaxException">The first bad byte.</exception>
    public void CheckEncoding()
    {
        ReadOnlySpan<byte> rest = Span;
        if (Utf8.IsValid(rest)) return;
        int at = 0;
        while (at < Length && Rune.DecodeFromUtf8(rest[at..], out _, out int taken) == OperationStatus.Done) at += taken;
        throw Error(at, $"the byte 0x{At(at):X2} is no UTF-8 here; text in another encoding must be converted first");
    }

    /// <summary>Line and column of an offset, both from 1. A column counts characters as editors do (UTF-16 code units).</summary>
    public (int Line, int Column) Locate(int offset)
    {
        int line = 1, start = 0;
        for (int at = 0; at < offset && at < Length; at++)
        {
            bool breaks = _bytes[at] switch
            {
                (byte)'\n' => true,
                (byte)'\r' => At(at + 1) != '\n',
                0xA8 or 0xA9 => at >= 2 && _bytes[at - 1] == 0x80 && _bytes[at - 2] == 0xE2, // U+2028 and U+2029
                _ => false,
            };
            if (!breaks) continue;
            line++;
            start = at + 1;
        }

        // What is no UTF-8 counts as replacement characters.
        return (line, 1 + Encoding.UTF8.GetCharCount(Span[start..Math.Min(Math.Max(start, offset), Length)]));
    }

    /// <summary>The error for a place in this text.</summary>
    internal JavaScriptSyntaxException Error(int offset, string message)
    {
        (int line, int column) = Locate(offset);
        return new JavaScriptSyntaxException(Name, offset, line, column, message);
    }

    /// <summary>Lets go of the memory. Bytes given by pointer are their owner's.</summary>
    public void Dispose() => _pin.Dispose();
}
