using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Plimsoll.Files;
using Plimsoll.Memory;

namespace Plimsoll.Indexing.Segments;

/// <summary>
/// A small file beside a segment with newer stamps of its files, for when files were touched but not changed (a fresh checkout). Only a
/// saving: without it, or when it is damaged, their content is hashed again.
/// </summary>
internal static class StampFile
{
    /// <summary>What such files are called: the segment's name and this.</summary>
    public const string Extension = ".stamps";

    /// <summary>Puts the newer stamps, if there are any, on a segment.</summary>
    public static void Load(LiveSegment live)
    {
        string path = live.Segment.FullPath + Extension;
        int length = live.Segment.FileCount * Unsafe.SizeOf<FileStamp>();
        if (!File.Exists(path))
            return;
        try
        {
            Read(live, path, length);
        }
        catch (NoRegularFileException)
        {
            // As good as damaged: the content is hashed again, and saving replaces it.
            live.Stamps = null;
        }
    }

    /// <summary>Saves a segment's newer stamps.</summary>
    public static void Save(LiveSegment live)
    {
        ReadOnlySpan<byte> stamps = MemoryMarshal.AsBytes(live.Stamps.AsSpan());
        byte[] bytes = new byte[stamps.Length + sizeof(uint)];
        stamps.CopyTo(bytes);
        MemoryMarshal.Write(bytes.AsSpan(stamps.Length), Crc32C.Compute(stamps));
        AtomicFile.Write(live.Segment.FullPath + Extension, bytes);
    }

    private static void Read(LiveSegment live, string path, int length)
    {
        using var stream = RegularFile.OpenRead(path);
        if (stream.Length != length + sizeof(uint))
            return;
        byte[] bytes = new byte[length + sizeof(uint)];
        stream.ReadExactly(bytes);
        ReadOnlySpan<FileStamp> stamps = MemoryMarshal.Cast<byte, FileStamp>(bytes.AsSpan(0, length));
        if (MemoryMarshal.Read<uint>(bytes.AsSpan(length)) == Crc32C.Compute(bytes.AsSpan(0, length)) && AreSizes(stamps))
            live.Stamps = stamps.ToArray();
    }

    /// <summary>A merge takes the sizes over into a segment, which would then be refused.</summary>
    private static bool AreSizes(ReadOnlySpan<FileStamp> stamps)
    {
        foreach (ref readonly FileStamp stamp in stamps)
        {
            if (!SegmentCheck.IsSize(stamp.Size))
                return false;
        }

        return true;
    }
}
