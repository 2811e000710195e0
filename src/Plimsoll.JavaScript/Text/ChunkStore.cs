using System.Runtime.InteropServices;

namespace Plimsoll.JavaScript.Text;

/// <summary>
/// Where tables and trees take their memory: blocks outside the managed heap that stay where they are. A job that is short of memory
/// hands in a store whose blocks lie in a mapped file, and so lets the kernel write tables out; it also counts the bytes here.
/// </summary>
public abstract class ChunkStore
{
    /// <summary>Blocks of ordinary native memory that nobody counts.</summary>
    public static ChunkStore Native { get; } = new NativeStore();

    /// <summary>A block of at least so many bytes, aligned to 8; its content is anything.</summary>
    public abstract nint Rent(int bytes);

    /// <summary>Takes a block back, with the size it was rented for.</summary>
    public abstract void Return(nint block, int bytes);

    private sealed unsafe class NativeStore : ChunkStore
    {
        public override nint Rent(int bytes) => (nint)NativeMemory.Alloc((nuint)bytes);

        public override void Return(nint block, int bytes) => NativeMemory.Free((void*)block);
    }
}
