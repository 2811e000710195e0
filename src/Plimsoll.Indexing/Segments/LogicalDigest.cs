using System.Runtime.InteropServices;
using Plimsoll.Indexing.Tokens;

namespace Plimsoll.Indexing.Segments;

/// <summary>
/// A fingerprint of what an index knows: the sum, modulo 2^128, of a hash of every live file, chunk (lines, definitions, vector), posting
/// and path word. A sum does not depend on order, so it does not matter in which segments, by how many threads or in how many runs they were made.
/// </summary>
internal sealed unsafe class LogicalDigest
{
    private const ulong LaneA = 0x9E3779B97F4A7C15UL;
    private const ulong LaneB = 0xC2B2AE3D27D4EB4FUL;

    private readonly DefinitionList _definitions = new();
    private ulong _low;
    private ulong _high;

    /// <summary>The digest of an index as 32 hexadecimal digits.</summary>
    public static string Of(IndexSnapshot snapshot)
    {
        var digest = new LogicalDigest();
        foreach (LiveSegment segment in snapshot.Segments)
            digest.Add(segment);
        return $"{digest._high:x16}{digest._low:x16}";
    }

    private void Add(LiveSegment live)
    {
        Segment segment = live.Segment;
        ulong[] fileKeys = new ulong[segment.FileCount];
        for (int file = 0; file < fileKeys.Length; file++)
        {
            fileKeys[file] = live.IsDead(file) ? 0 : FileKey(segment, file);
            if (fileKeys[file] != 0)
                AddTerm(fileKeys[file]);
        }

        ReadOnlySpan<ChunkRecord> chunks = segment.Chunks;
        ulong[] chunkKeys = new ulong[chunks.Length];
        long asked = 0;
        for (int chunk = 0; chunk < chunkKeys.Length; chunk++)
        {
            segment.ReadAhead(chunks, chunk, ref asked);
            ulong file = fileKeys[chunks[chunk].File];
            chunkKeys[chunk] = file == 0 ? 0 : ChunkKey(segment, chunk, chunks[chunk], file);
            if (chunkKeys[chunk] != 0)
                AddTerm(chunkKeys[chunk]);
        }

        var cursor = new TermCursor(segment);
        while (cursor.MoveNext())
            AddPostings(segment, Words.Hash(cursor.Term), cursor.Postings, chunkKeys, fileKeys);
    }

    private void AddPostings(Segment segment, ulong term, in TermPostings postings, ulong[] chunkKeys, ulong[] fileKeys)
    {
        byte* at = postings.Chunks;
        for (uint chunk = 0; at < postings.Files;)
        {
            at = PostingCode.Read(at, postings.Files, out uint gap, out TermCounts counts);
            chunk += gap;
            segment.RequireChunk(chunk);
            ulong key = chunkKeys[chunk];
            if (key != 0)
                AddTerm(Words.Mix(key ^ term, counts.Body | ((ulong)counts.Comment << 16) | ((ulong)counts.Symbol << 32) | (1UL << 60)));
        }

        at = postings.Files;
        for (uint file = 0; at < postings.End;)
        {
            at = PostingCode.ReadNumber(at, postings.End, out uint code);
            file += code >> 1;
            segment.RequireFile(file);
            ulong key = fileKeys[file];
            if (key != 0)
                AddTerm(Words.Mix(key ^ term, (code & 1) | (1UL << 61)));
        }
    }

    private static ulong FileKey(Segment segment, int file)
    {
        ref readonly FileRecord record = ref segment.Files[file];
        ulong key = Words.Hash(segment.PathOf(file));
        key = Words.Mix(key ^ record.Hash.Low, record.Hash.High ^ LaneA);
        return Words.Mix(key ^ (ulong)record.Size, ((ulong)record.Language << 16) | ((ulong)record.Skip << 8) | record.Shortened | LaneB) | 1;
    }

    private ulong ChunkKey(Segment segment, int chunk, in ChunkRecord record, ulong file)
    {
        ulong key = Words.Mix(file ^ (uint)record.StartLine, ((ulong)segment.EndLineOf(chunk) << 8) ^ record.Kind ^ LaneA);
        _definitions.Read(segment.Definitions[(int)record.Definitions..], record.StartLine, record.DefinitionCount);
        key = Words.Mix(key ^ Words.Hash(_definitions.Scope), LaneA);
        for (int i = 0; i < _definitions.Count; i++)
        {
            key = Words.Mix(key ^ Words.Hash(_definitions.NameOf(i)), ((ulong)_definitions.NameLineOf(i) << 32) ^ (uint)_definitions.EndLineOf(i));
            key = Words.Mix(key ^ (ulong)_definitions.KindOf(i), (ulong)(_definitions.ParentOf(i) + 2) ^ LaneB);
        }

        ReadOnlySpan<sbyte> vector = segment.Vectors.Slice(chunk * segment.VectorBytes, segment.VectorBytes);
        return Words.Mix(key ^ Words.Hash(MemoryMarshal.AsBytes(vector)), LaneB) | 1;
    }

    private void AddTerm(ulong key)
    {
        ulong low = Words.Mix(key ^ LaneA, LaneB);
        ulong sum = _low + low;
        _high += Words.Mix(key ^ LaneB, LaneA) + (sum < low ? 1UL : 0UL);
        _low = sum;
    }
}
