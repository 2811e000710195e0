using System.Runtime.InteropServices;
using Plimsoll.JavaScript.Text;
using Plimsoll.Memory;

namespace Plimsoll.Unminify.Storage;

/// <summary>
/// The memory of a job's tables and trees: native memory under a lease while the governor grants it, up to a share of the budget; from there on blocks of files that are mapped and
/// nameless, which the kernel writes out when it needs their pages. Blocks stay where they are and are used again; all goes at the end. Not thread safe.
/// </summary>
internal sealed unsafe class BlockStore : ChunkStore, IDisposable
{
    /// <summary>What the governor is asked for at once.</summary>
    private const int NativeSlabBytes = 1 << 20;

    /// <summary>What is reserved on the disk at once.</summary>
    private const int FileSlabBytes = 4 << 20;

    private readonly string _folder;
    private readonly MemoryGovernor _governor;
    private readonly List<nint> _nativeSlabs = [];
    private readonly List<ScratchSlab> _fileSlabs = [];
    private readonly Dictionary<int, Stack<nint>> _free = [];
    private readonly MemoryLease _lease;
    private byte* _next;
    private long _left;

    /// <summary>An empty store.</summary>
    /// <param name="governor">Who grants native memory.</param>
    /// <param name="folder">Where the files lie that tables spill to.</param>
    public BlockStore(MemoryGovernor governor, string folder)
    {
        (_governor, _folder) = (governor, folder);

        // The other half is for the collector and for what is not in this store.
        NativeBytesMax = governor.LargestLease(LeaseKind.Native) / 2;
        _lease = governor.Lease("program tables", LeaseKind.Native, 0);
    }

    /// <summary>The most bytes that it takes in native memory.</summary>
    public long NativeBytesMax { get; }

    /// <summary>The bytes that spilled to files.</summary>
    public long SpilledBytes => (long)_fileSlabs.Count * FileSlabBytes;

    /// <summary>The bytes in native memory.</summary>
    public long NativeBytes => (long)_nativeSlabs.Count * NativeSlabBytes;

    /// <inheritdoc/>
    public override nint Rent(int bytes)
    {
        int size = (bytes + 7) & ~7;
        ArgumentOutOfRangeException.ThrowIfGreaterThan(bytes, NativeSlabBytes);
        if (_free.TryGetValue(size, out Stack<nint>? free) && free.TryPop(out nint block)) return block;
        if (_left < size) AddSlab();
        block = (nint)_next;
        _next += size;
        _left -= size;
        return block;
    }

    /// <inheritdoc/>
    public override void Return(nint block, int bytes)
    {
        ref Stack<nint>? free = ref CollectionsMarshal.GetValueRefOrAddDefault(_free, (bytes + 7) & ~7, out _);
        (free ??= []).Push(block);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (nint slab in _nativeSlabs) NativeMemory.AlignedFree((void*)slab);
        foreach (ScratchSlab slab in _fileSlabs) slab.Dispose();
        _nativeSlabs.Clear();
        _fileSlabs.Clear();
        _free.Clear();
        _left = 0;
        _lease.Dispose();
    }

    private void AddSlab()
    {
        if (NativeBytes + NativeSlabBytes <= NativeBytesMax && _lease.TryGrow(NativeBytes + NativeSlabBytes))
        {
            _next = (byte*)NativeMemory.AlignedAlloc(NativeSlabBytes, (nuint)Environment.SystemPageSize);
            _left = NativeSlabBytes;
            _nativeSlabs.Add((nint)_next);
            return;
        }

        ScratchSlab slab = ScratchSlab.Create(_folder, FileSlabBytes);
        _fileSlabs.Add(slab);
        _next = slab.Pointer;
        _left = FileSlabBytes;
    }
}
