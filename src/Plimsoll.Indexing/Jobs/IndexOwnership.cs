using System.Buffers;
using System.Buffers.Binary;
using Plimsoll.Files;
using Plimsoll.Indexing.Segments;
using Plimsoll.Memory;

namespace Plimsoll.Indexing.Jobs;

/// <summary>
/// Tells an index folder from any other, and its files from others. A run deletes and replaces files; a wrong `--index-dir`, or a link that came with a
/// repository, must not make it do so in a folder that is not its own.
/// </summary>
internal static class IndexOwnership
{
    /// <summary>The mark of an index folder: the tag by which backup programs know a cache, and a line that says whose.</summary>
    public const string MarkName = "CACHEDIR.TAG";

    private const int SegmentNameDigits = 16;

    private static readonly SearchValues<char> Digits = SearchValues.Create("0123456789abcdef");

    private static ReadOnlySpan<byte> Mark => "Signature: 8a477f597d28d172789f06886806bc55\n# An index made by plimsoll; delete the folder to be rid of it.\n"u8;

    /// <summary>Makes the folder if need be, and marks it.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="mayBeLink">Whether somebody who knows what it leads to named it; the default folder of a repository may have come with it.</param>
    /// <exception cref="IndexException">It is a link that nobody named, or it holds what is no index.</exception>
    public static void Claim(string folder, bool mayBeLink)
    {
        var info = new DirectoryInfo(folder);
        if (!mayBeLink && info.LinkTarget is not null)
            throw new IndexException(IndexFailure.CannotWrite, $"{folder} is a symbolic link. Delete it, or name the folder that it leads to with --index-dir.");
        info.Create();
        if (HasMark(folder))
            return;

        // The mark is looked for again: another run may have made it, and then its files, since the first look.
        if (!IsEmpty(folder) && !HasMark(folder) && !HasManifest(folder))
        {
            throw new IndexException(
                IndexFailure.CannotWrite, $"{folder} holds files and is no index. Give --index-dir a new or an empty folder, so that nothing of yours is replaced.");
        }

        AtomicFile.Write(Path.Combine(folder, MarkName), Mark);
    }

    /// <summary>Whether a file's name is one that a segment or what belongs to it has.</summary>
    public static bool IsOfSegment(string name)
    {
        ReadOnlySpan<char> stem = name;
        if (stem.EndsWith(StampFile.Extension, StringComparison.Ordinal))
            stem = stem[..^StampFile.Extension.Length];
        else if (stem.EndsWith(TextHashFile.Extension, StringComparison.Ordinal))
            stem = stem[..^TextHashFile.Extension.Length];
        return stem.Length == SegmentNameDigits + SegmentFormat.Extension.Length && stem.EndsWith(SegmentFormat.Extension, StringComparison.Ordinal)
            && stem[..SegmentNameDigits].IndexOfAnyExcept(Digits) < 0;
    }

    private static bool HasMark(string folder) => BeginsWith(Path.Combine(folder, MarkName), Mark);

    /// <summary>A mark that was lost or damaged is made anew, as long as the manifest says what the folder is.</summary>
    private static bool HasManifest(string folder)
    {
        Span<byte> magic = stackalloc byte[sizeof(ulong)];
        BinaryPrimitives.WriteUInt64LittleEndian(magic, Manifest.Magic);
        return BeginsWith(Path.Combine(folder, Manifest.FileName), magic);
    }

    private static bool BeginsWith(string path, ReadOnlySpan<byte> wanted)
    {
        try
        {
            using FileStream stream = RegularFile.OpenRead(path);
            Span<byte> text = stackalloc byte[wanted.Length];
            return stream.ReadAtLeast(text, text.Length, throwOnEndOfStream: false) == text.Length && text.SequenceEqual(wanted);
        }
        catch (Exception error) when (error is FileNotFoundException or NoRegularFileException)
        {
            return false;
        }
    }

    /// <summary>Whether nothing is there but what a run left that was killed before it had made the mark.</summary>
    private static bool IsEmpty(string folder)
    {
        foreach (string entry in Directory.EnumerateFileSystemEntries(folder))
        {
            if (!AtomicFile.IsTemporary(entry))
                return false;
        }

        return true;
    }
}
