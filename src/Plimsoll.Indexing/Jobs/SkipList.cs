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
            path[..length].CopyTo(_record.AsSpan(12));
            Write(_record.AsSpan(0, 12 + length));
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
        stream.Position = sizeof(ulong);
        long end = stream.Length - sizeof(uint);
        byte[] head = new byte[12];
        while (stream.Position < end)
        {
            stream.ReadExactly(head);
            byte[] name = new byte[BinaryPrimitives.ReadUInt16LittleEndian(head.AsSpan(10))];
            stream.ReadExactly(name);
            yield return new SkippedPath(name, (SkipReason)head[0], head[1] != 0, BinaryPrimitives.ReadInt64LittleEndian(head.AsSpan(2)));
        }
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
            throw new IndexException(
                IndexFailure.Damaged, $"{path} is damaged: its checksum does not match. Run `plimsoll index` to repair the index.");
        }
    }

    private void Write(ReadOnlySpan<byte> bytes)
    {
        _checksum = Crc32C.Append(_checksum, bytes);
        _file.Write(bytes);
    }
}
