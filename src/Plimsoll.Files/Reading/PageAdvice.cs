using System.Runtime.InteropServices;

namespace Plimsoll.Files;

/// <summary>What the kernel is told about ranges of pages. Advice only: where it is refused or unknown, all is as right and slower or larger.</summary>
public static unsafe partial class PageAdvice
{
    private const int RandomCode = 1;
    private const int WillNeedCode = 3;
    private const int DontNeedCode = 4;
    private static readonly nuint PageBytes = (nuint)Environment.SystemPageSize;

    /// <summary>The range will be read here and there: read no more than what is touched.</summary>
    public static void Random(byte* start, long length) => Around(start, length, RandomCode);

    /// <summary>The range will be read soon: read it in one go.</summary>
    public static void WillNeed(byte* start, long length) => Around(start, length, WillNeedCode);

    /// <summary>The contents of private memory are no longer needed: its whole pages go back to the system and read as zeros if touched again.</summary>
    /// <returns>Whether they did.</returns>
    public static bool Release(byte* start, long length)
    {
        nuint first = ((nuint)start + PageBytes - 1) & ~(PageBytes - 1);
        nuint end = ((nuint)start + (nuint)length) & ~(PageBytes - 1);
        return OperatingSystem.IsLinux() && (end <= first || MAdvise((byte*)first, end - first, DontNeedCode) == 0);
    }

    private static void Around(byte* start, long length, int code)
    {
        if (!OperatingSystem.IsLinux() || length <= 0)
            return;
        nuint first = (nuint)start & ~(PageBytes - 1);
        _ = MAdvise((byte*)first, (nuint)(start + length) - first, code);
    }

    [LibraryImport("libc", EntryPoint = "madvise")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int MAdvise(byte* start, nuint length, int advice);
}
