using System.Buffers.Binary;
using Plimsoll.Files;
using Plimsoll.Memory;

namespace Plimsoll.Indexing.Jobs;

/// <summary>Something that was left out.</summary>
/// <param name="Path">The path relative to the root, as bytes.</param>
/// <param name="Reason">Why.</param>
/// <param name="IsFolder">Whether it is a folder with all that is in it.</param>
/// <param name="Size">Bytes, 0 where unknown.</param>
internal readonly record struct SkippedPath(byte[] Path, SkipReason Reason, bool IsFolder, long Size);

/// <summary>Counts what a run leaves out before it reads it, by reason, and writes each path to a file of the index, so that memory does not grow.</summary>
internal sealed class SkipList : ISkipObserver, IDisposable
{
    /// <summary>The file's name in the folder of the index.</summary>
    public const string FileName = "skipped";

    private const ulong Magic = 0x31504B534D494C50UL;

    /// <summary>Bytes of an entry before its path.</summary>
    private const int HeadBytes = 12;

    private readonly Lock _gate = new();
    private readonly AtomicFile _file;
    private readonly long[] _counts = new long[256];
    private readonly byte[] _record = new byte[64 * 1024];
    private uint _checksum;

    /// <summary>Starts a list that replaces the last one when <see cref="Commit"/> is called.</summary>
    public SkipList(string folder)
    {
        _file = AtomicFile.Create(Path.Combine(folder, FileName));
        Span<byte> magic = stackalloc byte[sizeof(ulong)];
        BinaryPrimitives.WriteUInt64LittleEndian(magic, Magic);
        Write(magic);
    }

    /// <summary>How much was left out, by reason.</summary>
    public Dictionary<SkipReason, long> Counts
    {
        get
        {
            var counts = new Dictionary<SkipReason, long>();
            lock (_gate)
            {
                for (int reason = 0; reason < _counts.Length; reason++)
                {
                    if (_counts[reason] > 0)
                        counts[(SkipReason)reason] = _counts[reason];
                }
            }

            return counts;
        }
    }

    /// <inheritdoc/>
    public void Skipped(ReadOnlySpan<byte> path, SkipReason reason, bool isFolder, long size)
    {
        lock (_gate)
        {
            _counts[(byte)reason]++;
            int length = Math.Min(path.Length, _record.Length - 16);
            _record[0] = (byte)reason;
            _record[1] = isFolder ? (byte)1 : (byte)0;
            BinaryPrimitives.WriteInt64LittleEndian(_record.AsSpan(2), size);
            BinaryPrimitives.WriteUInt16LittleEndian(_record.AsSpan(10), (ushort)length);
            path[..length].CopyTo(_record.AsSpan(HeadBytes));
            Write(_record.AsSpan(0, HeadBytes + length));
        }
    }

    /// <summary>Makes the list the one that `status --skipped` shows.</summary>
    public void Commit()
    {
        Span<byte> checksum = stackalloc byte[sizeof(uint)];
        BinaryPrimitives.WriteUInt32LittleEndian(checksum, _checksum);
        _file.Write(checksum);
        _file.Commit();
    }

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();

    /// <summary>Reads the list of the last whole run, one entry at a time.</summary>
    /// <exception cref="IndexException">It is damaged.</exception>
    public static IEnumerable<SkippedPath> Read(string folder)
    {
        string path = Path.Combine(folder, FileName);
        if (!File.Exists(path))
            yield break;
        VerifyRegular(path);
        using var stream = new BufferedStream(RegularFile.OpenRead(path), 64 * 1024);
        long left = stream.Length - sizeof(uint);
        byte[] head = new byte[HeadBytes];
        Take(stream, head.AsSpan(0, sizeof(ulong)), ref left, path);
        if (BinaryPrimitives.ReadUInt64LittleEndian(head) != Magic)
            throw Damaged(path, "it is no such list");
        while (left > 0)
        {
            Take(stream, head, ref left, path);
            byte[] name = new byte[BinaryPrimitives.ReadUInt16LittleEndian(head.AsSpan(10))];
            Take(stream, name, ref left, path);
            long size = BinaryPrimitives.ReadInt64LittleEndian(head.AsSpan(2));
            var reason = (SkipReason)head[0];
            if (size < 0 || head[1] > 1 || !Enum.IsDefined(reason))
                throw Damaged(path, "an entry is none");
            yield return new SkippedPath(name, reason, head[1] != 0, size);
        }
    }

    /// <summary>Reads what must be there before the checksum.</summary>
    private static void Take(BufferedStream stream, Span<byte> bytes, ref long left, string path)
    {
        left -= bytes.Length;
        if (left < 0 || stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false) < bytes.Length)
            throw Damaged(path, "it ends within an entry");
    }

    private static void VerifyRegular(string path)
    {
        try
        {
            Verify(path);
        }
        catch (NoRegularFileException error)
        {
            throw new IndexException(IndexFailure.Damaged, $"{error.Message}. Run `plimsoll index` to repair the index.", error);
        }
    }

    private static void Verify(string path)
    {
        using var stream = RegularFile.OpenRead(path);
        byte[] buffer = new byte[64 * 1024];
        long left = stream.Length - sizeof(uint);
        uint checksum = 0;
        while (left > 0)
        {
            int read = stream.Read(buffer, 0, (int)Math.Min(left, buffer.Length));
            if (read == 0)
                break;
            checksum = Crc32C.Append(checksum, buffer.AsSpan(0, read));
            left -= read;
        }

        byte[] stored = new byte[sizeof(uint)];
        if (left != 0 || stream.ReadAtLeast(stored, sizeof(uint), throwOnEndOfStream: false) < sizeof(uint)
            || BinaryPrimitives.ReadUInt32LittleEndian(stored) != checksum)
        {
            throw Damaged(path, "its checksum does not match");
        }
    }

    private static IndexException Damaged(string path, string what) => new(
        IndexFailure.Damaged, $"{path} is damaged: {what}. Run `plimsoll index` to repair the index.");

    private void Write(ReadOnlySpan<byte> bytes)
    {
        _checksum = Crc32C.Append(_checksum, bytes);
        _file.Write(bytes);
    }
}
