using System.Runtime.InteropServices;

namespace Plimsoll.Memory.Fuzzer;

/// <summary>Memory that is really taken and written: one array, one native block, or thousands of small native blocks (which the C library likes to keep).</summary>
internal sealed unsafe class Block
{
    private const int SmallBytes = 1000;
    private const int PageBytes = 4096;
    private readonly byte _mark;
    private byte[][] _managed = [];
    private nint[] _native = [];

    private Block(byte mark) => _mark = mark;

    public static Block None { get; } = new(0);

    public static Block Take(LeaseKind kind, long bytes, Random random)
    {
        var block = new Block((byte)random.Next(1, 255));
        try
        {
            if (kind == LeaseKind.Managed) block.TakeManaged(bytes, random.Next(4) == 0);
            else block.TakeNative(bytes, random.Next(4) == 0);
            return block;
        }
        catch
        {
            block.Free();
            throw;
        }
    }

    /// <summary>What was written must still be there; then the memory is given back.</summary>
    public void CheckAndFree()
    {
        foreach (byte[] array in _managed)
        {
            if (array.Length > 0 && (array[0] != _mark || array[^1] != _mark)) throw new InvalidOperationException("A managed block changed.");
        }

        foreach (nint pointer in _native)
        {
            if (pointer != 0 && *(byte*)pointer != _mark) throw new InvalidOperationException("A native block changed.");
        }

        Free();
    }

    private void TakeManaged(long bytes, bool inPieces)
    {
        int piece = inPieces ? SmallBytes : int.MaxValue;

        // An array costs its header and, in pieces, a reference; the lease has to pay for them.
        int count = inPieces ? (int)Math.Max(1, bytes / (SmallBytes + 32)) : 1;
        _managed = new byte[count][];
        Array.Fill(_managed, []);
        for (int i = 0; i < count; i++)
        {
            byte[] array = GC.AllocateUninitializedArray<byte>((int)Math.Min(piece, bytes));
            array.AsSpan().Fill(_mark);
            _managed[i] = array;
        }
    }

    private void TakeNative(long bytes, bool inPieces)
    {
        long piece = inPieces ? SmallBytes : bytes;
        int count = inPieces ? (int)Math.Max(1, bytes / (SmallBytes + 24)) : 1;

        // The heap may be full too. Nothing managed is made once the first block is taken, or the block could not be found again to free it.
        _native = new nint[count];
        for (int i = 0; i < count; i++)
        {
            _native[i] = (nint)NativeMemory.Alloc((nuint)piece);
            byte* start = (byte*)_native[i];
            for (long at = 0; at < piece; at += PageBytes) start[at] = _mark;
        }
    }

    private void Free()
    {
        foreach (nint pointer in _native) NativeMemory.Free((void*)pointer);
        _native = [];
        _managed = [];
    }
}
