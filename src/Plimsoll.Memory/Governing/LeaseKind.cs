namespace Plimsoll.Memory;

/// <summary>What kind of memory a lease stands for; it decides which side of the ledger pays.</summary>
public enum LeaseKind
{
    /// <summary>Objects on the garbage-collected heap. Paid out of the managed share (70 % by default) of the collector's limit.</summary>
    Managed,

    /// <summary>Memory of malloc, mmap or a native library. The collector's limit is lowered by as much before the grant.</summary>
    Native,

    /// <summary>Memory the kernel charges to the process without it being in its heap: pipe buffers, tmpfs files, socket buffers. Paid like native memory.</summary>
    Kernel,
}
