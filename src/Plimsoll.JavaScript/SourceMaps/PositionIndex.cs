using System.Text;
using Plimsoll.JavaScript.Text;

namespace Plimsoll.JavaScript.SourceMaps;

/// <summary>
/// Lines and columns of byte offsets, for many questions: the place of every 4,096th byte is kept (16 bytes each), and the rest is counted from there, so that
/// a program in one line of many megabytes costs no more than any other.
/// </summary>
public sealed class PositionIndex : IDisposable
{
    private const int Shift = 12;

    private readonly SourceText _source;
    private readonly ChunkList<Place> _places;

    /// <summary>Goes through the text once.</summary>
    /// <param name="source">The text: well-formed UTF-8.</param>
    /// <param name="store">Where the places that are kept lie.</param>
    public PositionIndex(SourceText source, ChunkStore store)
    {
        _source = source;
        _places = new ChunkList<Place>(store);
        Place place = default;
        for (int offset = 0; offset <= source.Length; offset += 1 << Shift)
        {
            place = Advance(place, CharacterStart(offset));
            _places.Add(place);
        }
    }

    /// <summary>Line and column of an offset, both from 0, as engines count them: a column is a UTF-16 code unit, and U+2028 and U+2029 end lines, too.</summary>
    public (int Line, int Column) Locate(int offset)
    {
        Place place = _places[offset >> Shift];
        if (place.Offset > offset) place = _places[(offset >> Shift) - 1];
        place = Advance(place, offset);
        return (place.Line, place.Column);
    }

    /// <inheritdoc/>
    public void Dispose() => _places.Dispose();

    /// <summary>The first byte of the character that a byte is part of.</summary>
    private int CharacterStart(int offset)
    {
        while (offset > 0 && (_source.At(offset) & 0xC0) == 0x80) offset--;
        return offset;
    }

    private Place Advance(Place from, int to)
    {
        ReadOnlySpan<byte> text = _source.Slice(from.Offset, Math.Max(from.Offset, to));
        for (int at = LineText.LengthOf(text); at < text.Length; at = LineText.LengthOf(text))
        {
            // A pair ends one line: with its line feed.
            bool isPair = text[at] == '\r' && _source.At(from.Offset + at + 1) == '\n';
            int length = isPair ? 1 : LineText.EndLengthOf(text[at..]);
            from = new Place { Offset = from.Offset + at + length, Line = isPair ? from.Line : from.Line + 1, Column = 0 };
            text = text[(at + length)..];
        }

        return new Place { Offset = from.Offset + text.Length, Line = from.Line, Column = from.Column + Encoding.UTF8.GetCharCount(text) };
    }

    private struct Place
    {
        public int Offset;
        public int Line;
        public int Column;
    }
}
