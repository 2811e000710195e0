using System.Buffers.Binary;
using System.Text;

namespace Plimsoll.Memory;

/// <summary>The bytes of a checkpoint file: a header, the job's name, the key of its input, the payload, and a checksum over all of it.</summary>
internal static class CheckpointFormat
{
    public const int MaxNameBytes = 100;
    public const int MaxKeyBytes = 64;

    // magic 8, format 4, payload version 4, saved at 8, items done 8, payload length 8, name length 1, key length 1
    private const int HeaderBytes = 42;
    private const int ChecksumBytes = 4;
    private const int FormatVersion = 1;

    private static ReadOnlySpan<byte> Magic => "PLIMCKPT"u8;

    public static void Write(AtomicFile file, CheckpointInfo info, ReadOnlySpan<byte> key, ReadOnlySpan<byte> payload)
    {
        Span<byte> head = stackalloc byte[HeaderBytes + MaxNameBytes + MaxKeyBytes];
        Magic.CopyTo(head);
        BinaryPrimitives.WriteInt32LittleEndian(head[8..], FormatVersion);
        BinaryPrimitives.WriteInt32LittleEndian(head[12..], info.PayloadVersion);
        BinaryPrimitives.WriteInt64LittleEndian(head[16..], info.SavedAt.ToUnixTimeMilliseconds());
        BinaryPrimitives.WriteInt64LittleEndian(head[24..], info.ItemsDone);
        BinaryPrimitives.WriteInt64LittleEndian(head[32..], payload.Length);
        int name = Encoding.ASCII.GetBytes(info.Job, head[HeaderBytes..]);
        head[40] = (byte)name;
        head[41] = (byte)key.Length;
        key.CopyTo(head[(HeaderBytes + name)..]);
        head = head[..(HeaderBytes + name + key.Length)];
        Span<byte> checksum = stackalloc byte[ChecksumBytes];
        BinaryPrimitives.WriteUInt32LittleEndian(checksum, Crc32C.Append(Crc32C.Compute(head), payload));
        file.Write(head);
        file.Write(payload);
        file.Write(checksum);
    }

    /// <summary>Reads a whole file's bytes. Never throws on what they are: a torn or foreign file is an answer, not an error.</summary>
    public static CheckpointResult Read(ReadOnlyMemory<byte> content, string path)
    {
        var bytes = content.Span;
        int comparable = Math.Min(bytes.Length, Magic.Length);
        if (!bytes[..comparable].SequenceEqual(Magic[..comparable])) return CheckpointResult.Failed(CheckpointState.Foreign, path, "is not a checkpoint");
        if (bytes.Length < HeaderBytes + ChecksumBytes) return CheckpointResult.Failed(CheckpointState.Torn, path, $"is cut short at {bytes.Length} bytes");
        int format = BinaryPrimitives.ReadInt32LittleEndian(bytes[8..]);
        var body = bytes[..^ChecksumBytes];
        if (Crc32C.Compute(body) != BinaryPrimitives.ReadUInt32LittleEndian(bytes[^ChecksumBytes..]))
        {
            return CheckpointResult.Failed(CheckpointState.Torn, path, $"has a wrong checksum over its {bytes.Length} bytes");
        }

        if (format != FormatVersion) return CheckpointResult.Failed(CheckpointState.OtherVersion, path, $"has format {format}, this program reads {FormatVersion}");
        return ReadBody(content[..^ChecksumBytes], path);
    }

    private static CheckpointResult ReadBody(ReadOnlyMemory<byte> body, string path)
    {
        var bytes = body.Span;
        int name = bytes[40], key = bytes[41];
        long payload = BinaryPrimitives.ReadInt64LittleEndian(bytes[32..]);
        long savedAt = BinaryPrimitives.ReadInt64LittleEndian(bytes[16..]);
        if (savedAt < 0 || savedAt > DateTimeOffset.MaxValue.ToUnixTimeMilliseconds()) return CheckpointResult.Failed(CheckpointState.Torn, path, "has an impossible date");
        if (body.Length != HeaderBytes + name + key + payload) return CheckpointResult.Failed(CheckpointState.Torn, path, "has lengths that do not add up");
        var info = new CheckpointInfo(
            Encoding.ASCII.GetString(bytes.Slice(HeaderBytes, name)),
            Convert.ToHexStringLower(bytes.Slice(HeaderBytes + name, key)),
            BinaryPrimitives.ReadInt32LittleEndian(bytes[12..]),
            BinaryPrimitives.ReadInt64LittleEndian(bytes[24..]),
            DateTimeOffset.FromUnixTimeMilliseconds(savedAt),
            payload,
            path);
        return new CheckpointResult(CheckpointState.Found, $"{path}: {info.ItemsDone:N0} items done", info, body[(HeaderBytes + name + key)..]);
    }
}
