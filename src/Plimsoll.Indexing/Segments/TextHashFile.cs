using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Plimsoll.Files;
using Plimsoll.Memory;

namespace Plimsoll.Indexing.Segments;

/// <summary>
/// A file beside a segment of a model's vectors with the hash of the text of each chunk: when a file changes, the vectors of those chunks that did not are taken from its earlier version. Only a
/// saving: without it the model is asked again.
/// </summary>
internal static class TextHashFile
{
    /// <summary>What such files are called: the segment's name and this.</summary>
    public const string Extension = ".texts";

    /// <summary>Writes the hashes of a segment's chunks, in their order.</summary>
    public static void Save(string segmentPath, ReadOnlySpan<ContentHash> hashes) =>
        AtomicFile.Write(segmentPath + Extension, MemoryMarshal.AsBytes(hashes));

    /// <summary>Reads the hashes of the chunks of one file.</summary>
    /// <param name="segment">The segment.</param>
    /// <param name="file">The file's index in it.</param>
    /// <returns>The hashes, or nothing where they are not there.</returns>
    public static ContentHash[] Read(Segment segment, int file)
    {
        using FileStream? stream = Open(segment);
        return stream is null ? [] : Read(stream, segment.Files[file]);
    }

    /// <summary>Writes the hashes of a segment that was merged of others: those of their live files, in the same order; of a segment without hashes, none that any text has.</summary>
    public static void Merge(IReadOnlyList<LiveSegment> inputs, string mergedPath)
    {
        if (!inputs.Any(static input => File.Exists(input.Segment.FullPath + Extension)))
            return;
        AtomicFile.Write(mergedPath + Extension, output =>
        {
            foreach (LiveSegment input in inputs)
            {
                using FileStream? stream = Open(input.Segment);
                for (int file = 0; file < input.Segment.FileCount; file++)
                {
                    FileRecord record = input.Segment.Files[file];
                    if (!input.IsDead(file))
                        output.Write(MemoryMarshal.AsBytes<ContentHash>(stream is null ? new ContentHash[record.ChunkCount] : Read(stream, record)));
                }
            }
        });
    }

    private static ContentHash[] Read(FileStream stream, in FileRecord record)
    {
        var hashes = new ContentHash[record.ChunkCount];
        stream.Position = (long)record.FirstChunk * Unsafe.SizeOf<ContentHash>();
        stream.ReadExactly(MemoryMarshal.AsBytes(hashes.AsSpan()));
        return hashes;
    }

    /// <returns>The file, if there is one of the length that it must have.</returns>
    private static FileStream? Open(Segment segment)
    {
        string path = segment.FullPath + Extension;
        if (!File.Exists(path))
            return null;
        try
        {
            FileStream stream = RegularFile.OpenRead(path);
            if (stream.Length == (long)segment.ChunkCount * Unsafe.SizeOf<ContentHash>())
                return stream;
            stream.Dispose();
        }
        catch (NoRegularFileException)
        {
            // As good as none.
            return null;
        }

        return null;
    }
}
