namespace Plimsoll.Memory;

/// <summary>The memory of one graphics processor.</summary>
/// <param name="Index">Its number, from 0.</param>
/// <param name="Name">Its name.</param>
/// <param name="TotalBytes">All of its memory.</param>
/// <param name="UsedBytes">What is used by all processes.</param>
/// <param name="FreeBytes">What is free.</param>
public readonly record struct GpuDevice(int Index, string Name, long TotalBytes, long UsedBytes, long FreeBytes);

/// <summary>The memory of the graphics processors, read through NVIDIA's management library where it is installed.</summary>
/// <param name="IsKnown">Whether the library answered.</param>
/// <param name="Explanation">What was found, or why nothing is known.</param>
/// <param name="Devices">One entry for each processor.</param>
public sealed record GpuMemory(bool IsKnown, string Explanation, IReadOnlyList<GpuDevice> Devices)
{
    /// <summary>
    /// Loads the library, asks once and lets it go again: 10-100 ms with a driver, well below a millisecond without. For reports, not for loops.
    /// </summary>
    /// <returns>The memory; without the library, the explanation says so.</returns>
    public static GpuMemory Read()
    {
        using NvidiaLibrary? library = NvidiaLibrary.TryLoad(OperatingSystem.IsWindows() ? "nvml.dll" : "libnvidia-ml.so.1");
        return library is null
            ? new GpuMemory(false, "no NVIDIA management library is installed (libnvidia-ml)", [])
            : library.Calls.Read();
    }
}
