using System.Buffers.Binary;
using System.Runtime.InteropServices;
using Plimsoll.Indexing.Tokens;
using Plimsoll.Memory;

namespace Plimsoll.Indexing.Segments;

/// <summary>Writes what a builder holds as a segment file, in one pass, durable before it gets its name.</summary>
internal sealed unsafe class SegmentWriter : IDisposable
{
    private readonly BlockWriter _output = new();
    private readonly TermBlockWriter _terms;

    /// <summary>Creates a writer for builders with this lease.</summary>
    public SegmentWriter(long leaseBytes)
    {
        int bytes = (int)Math.Min(leaseBytes, int.MaxValue / 2);
        _terms = new TermBlockWriter(bytes, (bytes / 64 / SegmentFormat.TermsPerBlock) + 1);
    }

    /// <summary>Writes the builder's segment and empties the builder.</summary>
    /// <param name="builder">What to write.</param>
    /// <param name="folder">The folder of the index.</param>
    /// <param name="temporaryName">A file name that nobody else uses.</param>
    /// <returns>The name of the segment file, made from its content.</returns>
    public string Write(SegmentBuilder builder, string folder, string temporaryName)
    {
        builder.EmbedBatch();
        string temporary = Path.Combine(folder, temporaryName);
        _output.Open(temporary);
        SegmentFooter footer = WriteHeader(_output, builder.Embedder.Identity, builder.Embedder.VectorBytes);
        footer.VectorsOffset = _output.Position;
        _output.WriteRecords<sbyte>(builder.Vectors.Span);
        builder.Vectors.Release(); // what is written makes room for the terms, which are sorted while the other workers fill on
        footer.ChunksOffset = StartPart();
        footer.ChunkCount = (uint)builder.Chunks.Count;
        _output.WriteRecords<ChunkRecord>(builder.Chunks.Span);
        builder.Chunks.Release();
        footer.DefinitionsOffset = StartPart();
        _output.Write(builder.Definitions.Span);
        builder.Definitions.Release();
        footer.FilesOffset = StartPart();
        footer.FileCount = (uint)builder.Files.Count;
        _output.WriteRecords<FileRecord>(builder.Files.Span);
        footer.FileOrderOffset = StartPart();
        WriteIdentityOrder(builder.Files.Count);
        footer.PathsOffset = StartPart();
        _output.Write(builder.Paths.Span);
        footer.TermsOffset = StartPart();
        WriteTerms(builder);
        string name = Seal(_output, _terms.Directory, footer, folder, temporary);
        builder.Release();
        _terms.Release();
        return name;
    }

    /// <summary>Writes the header and begins a footer that agrees with it.</summary>
    public static SegmentFooter WriteHeader(BlockWriter output, string embedder, int vectorBytes)
    {
        var header = new SegmentHeader
        {
            Magic = SegmentFormat.Magic,
            Version = SegmentFormat.Version,
            VectorBytes = (uint)vectorBytes,
            EmbedderHash = EmbedderHash(embedder),
        };
        output.WriteRecords(new ReadOnlySpan<SegmentHeader>(in header));
        return new SegmentFooter
        {
            Magic = SegmentFormat.Magic,
            Version = SegmentFormat.Version,
            VectorBytes = header.VectorBytes,
            EmbedderHash = header.EmbedderHash,
        };
    }

    /// <summary>Writes directory, checksums and footer, makes the file durable and gives it the name that its content has.</summary>
    public static string Seal(
        BlockWriter output, ReadOnlySpan<TermBlockEntry> directory, SegmentFooter footer, string folder, string temporary)
    {
        output.Align(sizeof(ulong));
        footer.DirectoryOffset = output.Position;
        footer.TermBlockCount = (uint)directory.Length;
        output.WriteRecords(directory);
        output.EndBlocks();
        footer.ChecksumsOffset = output.Position;
        ReadOnlySpan<byte> checksums = MemoryMarshal.AsBytes(CollectionsMarshal.AsSpan(output.Checksums));
        byte[] tail = new byte[checksums.Length + sizeof(SegmentFooter)];
        checksums.CopyTo(tail);
        MemoryMarshal.Write(tail.AsSpan(checksums.Length), footer);
        footer.Checksum = Crc32C.Compute(tail);
        MemoryMarshal.Write(tail.AsSpan(checksums.Length), footer);
        output.Finish(tail);
        ContentHash content = ContentHash.Of(tail);
        string name = $"{BinaryPrimitives.ReverseEndianness(content.Low):x16}{SegmentFormat.Extension}";
        File.Move(temporary, Path.Combine(folder, name), overwrite: true);
        return name;
    }

    /// <summary>What a segment knows its embedder by.</summary>
    public static ulong EmbedderHash(string identity) => Words.Hash(MemoryMarshal.AsBytes(identity.AsSpan()));

    /// <inheritdoc/>
    public void Dispose()
    {
        _output.Dispose();
        _terms.Dispose();
    }

    private long StartPart()
    {
        _output.Align(sizeof(ulong));
        return _output.Position;
    }

    /// <summary>A builder gets its files in the order of their paths.</summary>
    private void WriteIdentityOrder(int count)
    {
        Span<uint> part = stackalloc uint[256];
        for (int at = 0; at < count; at += part.Length)
        {
            int length = Math.Min(part.Length, count - at);
            for (int i = 0; i < length; i++)
                part[i] = (uint)(at + i);
            _output.WriteRecords<uint>(part[..length]);
        }
    }

    private void WriteTerms(SegmentBuilder builder)
    {
        builder.Terms.ReleaseSlots();
        ReadOnlySpan<int> order = builder.Sort.Sort(builder.Terms);
        builder.PathWords.Span.Sort();
        _terms.Begin(_output);
        foreach (int index in order)
        {
            ref TermEntry entry = ref builder.Terms.Entries[index];
            if (entry.LastChunk >= 0)
                builder.Postings.Append(ref entry);
            builder.Postings.CopyTo(entry, _terms.Postings);
            int chunkBytes = _terms.ChunkPostingBytes;
            AddFilePostings(builder.PathWords.Span, index);
            if (entry.ChunkCount > 0 || _terms.ChunkPostingBytes > chunkBytes)
                _terms.EndTerm(builder.Terms.TextOf(entry), entry.ChunkCount, chunkBytes);
        }

        _terms.End();
    }

    private void AddFilePostings(ReadOnlySpan<ulong> words, int term)
    {
        ulong key = (ulong)term << 32;
        int at = words.BinarySearch(key);
        at = at < 0 ? ~at : at;
        uint last = 0;
        byte* code = stackalloc byte[5];
        for (; at < words.Length && words[at] >> 32 == (ulong)term; at++)
        {
            // A file whose path has the word twice is listed once, as its own name if it is that.
            if (at + 1 < words.Length && words[at + 1] >> 1 == words[at] >> 1)
                continue;
            uint posting = (uint)words[at];
            uint gap = (posting >> 1) - last;
            last = posting >> 1;
            byte* end = PostingCode.WriteNumber(code, (gap << 1) | (posting & 1));
            _terms.Postings.Append(new ReadOnlySpan<byte>(code, (int)(end - code)));
        }
    }
}
