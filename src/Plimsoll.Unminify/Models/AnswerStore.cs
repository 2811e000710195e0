using System.Buffers.Binary;
using System.Text;
using Plimsoll.Memory;

namespace Plimsoll.Unminify.Models;

/// <summary>
/// Every answer of a model, a file each that is written durably as the answer arrives, by the hash of what was asked: nothing is paid for twice, in this run or any other,
/// and several runs may use one folder. There are names in it, no source text and no key. Nothing of it is held in memory.
/// </summary>
internal sealed class AnswerStore(string folder)
{
    /// <summary>The end of the files' names.</summary>
    public const string Extension = ".answer";

    private const int HeadBytes = 8 + (3 * sizeof(int));

    private long _damaged;

    private static ReadOnlySpan<byte> Magic => "PLIMANS1"u8;

    /// <summary>Answers that were there and damaged.</summary>
    public long Damaged => Interlocked.Read(ref _damaged);

    /// <summary>The answer that is kept by a key, or null. One that is damaged is none; it is counted and may be written again.</summary>
    public ModelAnswer? Find(string key)
    {
        string path = PathOf(key);
        if (!File.Exists(path)) return null;
        if (TryRead(path, key) is { } answer) return answer;
        Interlocked.Increment(ref _damaged);
        return null;
    }

    /// <summary>Keeps an answer.</summary>
    /// <exception cref="DurableWriteException">It cannot be written.</exception>
    public void Save(string key, ModelAnswer answer)
    {
        byte[] record = new byte[HeadBytes + answer.Content.Length];
        Magic.CopyTo(record);
        BinaryPrimitives.WriteInt32LittleEndian(record.AsSpan(12), answer.InputTokens);
        BinaryPrimitives.WriteInt32LittleEndian(record.AsSpan(16), answer.OutputTokens);
        answer.Content.Span.CopyTo(record.AsSpan(HeadBytes));
        BinaryPrimitives.WriteUInt32LittleEndian(record.AsSpan(8), ChecksumOf(key, record));
        string path = PathOf(key);
        MakeFolder(Path.GetDirectoryName(path)!);
        AtomicFile.Write(path, record);
    }

    private static ModelAnswer? TryRead(string path, string key)
    {
        using FileStream stream = new(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, bufferSize: 0);
        if (stream.Length is < HeadBytes or > HeadBytes + ModelAnswer.BytesMax) return null;
        byte[] record = new byte[stream.Length];
        if (stream.ReadAtLeast(record, record.Length, throwOnEndOfStream: false) < record.Length || !record.AsSpan().StartsWith(Magic)) return null;
        if (BinaryPrimitives.ReadUInt32LittleEndian(record.AsSpan(8)) != ChecksumOf(key, record)) return null;
        return new ModelAnswer(record.AsMemory(HeadBytes), BinaryPrimitives.ReadInt32LittleEndian(record.AsSpan(12)), BinaryPrimitives.ReadInt32LittleEndian(record.AsSpan(16)));
    }

    /// <summary>Of the key too, so that a file under another's name is told.</summary>
    private static uint ChecksumOf(string key, ReadOnlySpan<byte> record) => Crc32C.Append(Crc32C.Compute(Encoding.ASCII.GetBytes(key)), record[12..]);

    private string PathOf(string key) => Path.Join(folder, key[..2], key[2..] + Extension);

    /// <summary>For the user alone: names tell what a program does.</summary>
    private static void MakeFolder(string path)
    {
        try
        {
            if (OperatingSystem.IsWindows()) Directory.CreateDirectory(path);
            else Directory.CreateDirectory(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new UnminifyException(UnminifyFailure.CannotWrite, $"the folder {path} for the answers of models cannot be made: {error.Message}; name another with --answers", error);
        }
    }
}
