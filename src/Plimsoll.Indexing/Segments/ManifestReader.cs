using System.Text;
using Plimsoll.Files;
using Plimsoll.Indexing.Embedding;

namespace Plimsoll.Indexing.Segments;

/// <summary>
/// Reads what is behind the head of a manifest. Its checksum was right, which says nothing about who wrote it: no count is believed
/// beyond the bytes that are left, no name leads out of the folder, and nothing is left over.
/// </summary>
internal static class ManifestReader
{
    private const int MostSegments = 100_000;

    /// <summary>A name's length, five letters (`x.seg`), and the number of dead files.</summary>
    private const int SmallestSegment = 7;

    private const int SmallestDead = 1;
    private const int SmallestSkip = 2;
    private const int LongestName = 64;

    /// <summary>Half of what fits: runs count on.</summary>
    private const long MostGenerations = long.MaxValue / 2;

    /// <summary>Reads.</summary>
    /// <exception cref="InvalidDataException">No manifest is like that; the message says why.</exception>
    public static Manifest Read(MemoryStream body)
    {
        try
        {
            using var reader = new BinaryReader(body, Encoding.UTF8);
            var manifest = new Manifest
            {
                Generation = Within(reader.ReadInt64(), MostGenerations),
                Embedder = EmbedderNote.Parse(reader.ReadString()).ToString(),
                Complete = reader.ReadBoolean(),
                WrittenAt = DateTimeOffset.FromUnixTimeMilliseconds(reader.ReadInt64()),
                Segments = ReadSegments(reader),
                WalkSkips = ReadSkips(reader),
            };
            return body.Position == body.Length ? manifest : throw new InvalidDataException("something follows its end");
        }
        catch (Exception error) when (error is EndOfStreamException or FormatException or ArgumentException or IOException)
        {
            throw new InvalidDataException("it breaks off or holds what no manifest holds", error);
        }
    }

    private static SegmentEntry[] ReadSegments(BinaryReader reader)
    {
        var segments = new SegmentEntry[Within(ReadCount(reader, SmallestSegment), MostSegments)];
        var names = new HashSet<string>(StringComparer.Ordinal);
        for (int i = 0; i < segments.Length; i++)
        {
            string name = reader.ReadString();
            if (!IsPlain(name) || !names.Add(name))
                throw new InvalidDataException("a name in it is not that of a segment, or is there twice");
            segments[i] = new SegmentEntry(name, ReadDead(reader));
        }

        return segments;
    }

    private static int[] ReadDead(BinaryReader reader)
    {
        int[] dead = new int[ReadCount(reader, SmallestDead)];
        long last = -1;
        for (int at = 0; at < dead.Length; at++)
        {
            last += Within(reader.Read7BitEncodedInt(), int.MaxValue) + 1;
            dead[at] = (int)Within(last, int.MaxValue);
        }

        return dead;
    }

    private static Dictionary<SkipReason, long> ReadSkips(BinaryReader reader)
    {
        var skips = new Dictionary<SkipReason, long>();
        for (int left = ReadCount(reader, SmallestSkip); left > 0; left--)
        {
            var reason = (SkipReason)reader.ReadByte();
            long count = Within(reader.Read7BitEncodedInt64(), int.MaxValue);
            if (!Enum.IsDefined(reason) || !skips.TryAdd(reason, count))
                throw new InvalidDataException("a reason in it is unknown, or is there twice");
        }

        return skips;
    }

    /// <summary>A count of things that take at least so many bytes each.</summary>
    private static int ReadCount(BinaryReader reader, int smallest)
    {
        int count = reader.Read7BitEncodedInt();
        long left = reader.BaseStream.Length - reader.BaseStream.Position;
        return (int)Within(count, left / smallest);
    }

    private static long Within(long value, long most) =>
        value >= 0 && value <= most ? value : throw new InvalidDataException("a number in it is out of range");

    /// <summary>Letters and digits, then the extension of segments: no folder, no link to elsewhere.</summary>
    private static bool IsPlain(string name)
    {
        if (name.Length > LongestName || !name.EndsWith(SegmentFormat.Extension, StringComparison.Ordinal) || name.Length == SegmentFormat.Extension.Length)
            return false;
        foreach (char letter in name.AsSpan(0, name.Length - SegmentFormat.Extension.Length))
        {
            if (!char.IsAsciiLetterOrDigit(letter))
                return false;
        }

        return true;
    }
}
