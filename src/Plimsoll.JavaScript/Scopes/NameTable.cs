using System.Text;
using Plimsoll.JavaScript.Text;

namespace Plimsoll.JavaScript.Scopes;

/// <summary>
/// Names as small numbers, equal names as equal ones. A name is a slice of the source; only names that are written with escapes, which are
/// decoded first, have bytes of their own.
/// </summary>
public sealed class NameTable : IDisposable
{
    private const int FirstBuckets = 1024;

    private readonly SourceText _source;
    private readonly ChunkList<Entry> _entries;
    private readonly ChunkList<byte> _decoded;
    private int[] _buckets = new int[FirstBuckets];

    internal NameTable(SourceText source, ChunkStore store)
    {
        _source = source;
        _entries = new ChunkList<Entry>(store);
        _decoded = new ChunkList<byte>(store);
    }

    /// <summary>How many different names there are.</summary>
    public int Count => _entries.Count;

    /// <summary>The bytes of the blocks that are held, with the managed part.</summary>
    public long BytesHeld => _entries.BytesHeld + _decoded.BytesHeld + (_buckets.Length * sizeof(int));

    /// <summary>The name's text, decoded: `\u0061` is `a`.</summary>
    public unsafe ReadOnlySpan<byte> this[int name]
    {
        get
        {
            ref Entry entry = ref _entries[name];
            if (entry.Offset >= 0) return new ReadOnlySpan<byte>(_source.Bytes + entry.Offset, entry.Length);
            byte[] copy = new byte[entry.Length];
            for (int i = 0; i < copy.Length; i++) copy[i] = _decoded[~entry.Offset + i];
            return copy;
        }
    }

    /// <summary>The name's text as a string.</summary>
    public string GetString(int name) => Encoding.UTF8.GetString(this[name]);

    /// <summary>The number of a name, or -1 where the program has none like it.</summary>
    public int Find(ReadOnlySpan<byte> name) => Find(name, Hash(name));

    /// <summary>The number of a name that lies in the source.</summary>
    internal int Intern(int start, int end)
    {
        ReadOnlySpan<byte> name = _source.Slice(start, end);
        uint hash = Hash(name);
        int found = Find(name, hash);
        return found >= 0 ? found : Add(start, end - start, hash);
    }

    /// <summary>The number of a name that lies elsewhere; its bytes are copied when it is new.</summary>
    internal int Intern(ReadOnlySpan<byte> name)
    {
        uint hash = Hash(name);
        int found = Find(name, hash);
        if (found >= 0) return found;
        int offset = ~_decoded.Count;
        foreach (byte one in name) _decoded.Add(one);
        return Add(offset, name.Length, hash);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _entries.Dispose();
        _decoded.Dispose();
    }

    /// <summary>A hash of a name.</summary>
    internal static uint Hash(ReadOnlySpan<byte> name)
    {
        ulong hash = (ulong)name.Length;
        while (name.Length >= 8)
        {
            hash = (hash ^ BitConverter.ToUInt64(name)) * 0x9E3779B97F4A7C15;
            hash ^= hash >> 29;
            name = name[8..];
        }

        ulong rest = 0;
        for (int i = 0; i < name.Length; i++) rest |= (ulong)name[i] << (8 * i);
        hash = (hash ^ rest) * 0x9E3779B97F4A7C15;
        return (uint)(hash >> 32);
    }

    private int Find(ReadOnlySpan<byte> name, uint hash)
    {
        int at = _buckets[hash & (uint)(_buckets.Length - 1)] - 1;
        while (at >= 0)
        {
            ref Entry entry = ref _entries[at];
            if (entry.Hash == hash && entry.Length == name.Length && this[at].SequenceEqual(name)) return at;
            at = entry.Next;
        }

        return -1;
    }

    private int Add(int offset, int length, uint hash)
    {
        if (_entries.Count == _buckets.Length) Grow();
        ref int bucket = ref _buckets[hash & (uint)(_buckets.Length - 1)];
        int name = _entries.Add(new Entry { Offset = offset, Length = length, Hash = hash, Next = bucket - 1 });
        bucket = name + 1;
        return name;
    }

    private void Grow()
    {
        int[] larger = new int[_buckets.Length * 2];
        for (int name = 0; name < _entries.Count; name++)
        {
            ref Entry entry = ref _entries[name];
            ref int bucket = ref larger[entry.Hash & (uint)(larger.Length - 1)];
            entry.Next = bucket - 1;
            bucket = name + 1;
        }

        _buckets = larger;
    }

    /// <summary>Where a name's text is: in the source, or (as the complement) among the decoded bytes.</summary>
    private struct Entry
    {
        public int Offset;
        public int Length;
        public uint Hash;
        public int Next;
    }
}
