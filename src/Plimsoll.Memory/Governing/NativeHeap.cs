using System.Runtime.InteropServices;

namespace Plimsoll.Memory;

/// <summary>
/// The C library's heap. glibc keeps freed blocks; left alone it also raises its mmap threshold to 32 MB after the first large free, so
/// that native memory given back to the ledger would stay in the process. Elsewhere (musl, Windows, macOS) these calls do nothing.
/// </summary>
internal static partial class NativeHeap
{
    private const int TrimThreshold = -1;
    private const int MmapThreshold = -3;
    private const int ArenaMax = -8;

    /// <summary>glibc's own start value; setting it switches the growing threshold off.</summary>
    private const int MmapThresholdBytes = 128 << 10;

    private static readonly bool IsGlibc = Probe();

    /// <summary>Returns free blocks to the kernel. Costs 130-280 ms after a peak of hundreds of megabytes. False where there is no glibc.</summary>
    public static bool Trim()
    {
        if (!IsGlibc) return false;

        // The answer only says whether there was something to return.
        _ = MallocTrim(0);
        return true;
    }

    /// <summary>Makes freed large blocks leave the process at once, and keeps the number of arenas small.</summary>
    public static bool KeepLean()
    {
        if (!IsGlibc) return false;
        return (MallOpt(MmapThreshold, MmapThresholdBytes) & MallOpt(TrimThreshold, MmapThresholdBytes) & MallOpt(ArenaMax, 2)) == 1;
    }

    private static bool Probe()
    {
        if (!OperatingSystem.IsLinux() || !NativeLibrary.TryLoad("libc.so.6", out nint handle)) return false;
        return NativeLibrary.TryGetExport(handle, "malloc_trim", out _);
    }

    [LibraryImport("libc.so.6", EntryPoint = "malloc_trim")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int MallocTrim(nuint pad);

    [LibraryImport("libc.so.6", EntryPoint = "mallopt")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int MallOpt(int parameter, int value);
}
