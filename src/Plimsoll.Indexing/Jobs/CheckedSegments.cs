using System.Globalization;
using System.Runtime.InteropServices;
using Plimsoll.Files;
using Plimsoll.Memory;

namespace Plimsoll.Indexing.Jobs;

/// <summary>
/// Remembers which segments an earlier run has looked through to the last list, so that the next one need not: checksums alone tell then whether they are still
/// the same. A segment is known by its stamp, which has the file's number and the time of its change as the kernel gives them. An index that came with a
/// repository can bring a list of its own, but not the numbers and times that its files will get.
/// </summary>
internal sealed class CheckedSegments
{
    /// <summary>The list's name in the folder of the index.</summary>
    public const string FileName = "checked";

    private const int MostBytes = 1 << 24;

    [StructLayout(LayoutKind.Sequential)]
    private readonly record struct Entry(ulong Name, FileStamp Stamp);

    private readonly string _folder;
    private readonly Entry[] _now;
    private Entry[] _before = [];
    private int _count;
    private bool _hasNew;

    private CheckedSegments(string folder, int segments) => (_folder, _now) = (folder, new Entry[segments]);

    /// <summary>Reads the list; a damaged one is empty.</summary>
    /// <param name="folder">The folder of the index.</param>
    /// <param name="segments">How many segments may be added at most.</param>
    public static CheckedSegments Load(string folder, int segments)
    {
        var known = new CheckedSegments(folder, segments);
        try
        {
            using FileStream stream = RegularFile.OpenRead(Path.Combine(folder, FileName));
            if (stream.Length is < sizeof(uint) or > MostBytes)
                return known;
            byte[] bytes = new byte[stream.Length];
            stream.ReadExactly(bytes);
            ReadOnlySpan<byte> entries = bytes.AsSpan(sizeof(uint));
            if (Crc32C.Compute(entries) == MemoryMarshal.Read<uint>(bytes))
                known._before = MemoryMarshal.Cast<byte, Entry>(entries).ToArray();
        }
        catch (Exception error) when (error is FileNotFoundException or NoRegularFileException)
        {
            // The first run, or something else has its name: everything is looked through.
        }

        return known;
    }

    /// <summary>Whether an earlier run has looked through this very file. Threads may ask at once.</summary>
    public bool Has(string path) => TryIdentify(path, out Entry entry) && Had(entry);

    /// <summary>Notes that a segment is whole.</summary>
    public void Add(string path)
    {
        if (!TryIdentify(path, out Entry entry))
            return;
        _now[_count++] = entry;
        _hasNew |= !Had(entry);
    }

    /// <summary>Saves the list if a segment was added to it.</summary>
    public void Save()
    {
        if (!_hasNew)
            return;
        ReadOnlySpan<byte> entries = MemoryMarshal.AsBytes(_now.AsSpan(0, _count));
        byte[] bytes = new byte[sizeof(uint) + entries.Length];
        MemoryMarshal.Write(bytes, Crc32C.Compute(entries));
        entries.CopyTo(bytes.AsSpan(sizeof(uint)));
        AtomicFile.Write(Path.Combine(_folder, FileName), bytes);
    }

    private bool Had(in Entry entry)
    {
        foreach (ref readonly Entry known in _before.AsSpan())
        {
            if (known.Name == entry.Name && known == entry)
                return true;
        }

        return false;
    }

    private static bool TryIdentify(string path, out Entry entry)
    {
        entry = default;
        if (!ulong.TryParse(Path.GetFileNameWithoutExtension(path.AsSpan()), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out ulong name))
            return false;
        bool isKnown = RegularFile.TryStamp(path, out FileStamp stamp);
        entry = new Entry(name, stamp);
        return isKnown;
    }
}
