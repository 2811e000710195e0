using Plimsoll.Memory;

namespace Plimsoll.Unminify.Storage;

/// <summary>
/// What a run will need on the disk, worked out before it begins: a full disk in the middle costs the time until then. A forecast, on the safe side of what was measured on bundles of 1.5 to 45 MB.
/// </summary>
internal static class DiskRoom
{
    /// <summary>Bytes of output for each of the input, tenths: names and indentation make a program two to two and a half times as long.</summary>
    private const long OutputTenths = 30;

    /// <summary>Bytes of tables, trees and evidence for each of the input, tenths.</summary>
    private const long TablesTenths = 60;

    /// <summary>Checks both folders.</summary>
    /// <param name="outputFolder">Where the output goes.</param>
    /// <param name="scratchFolder">Where goes what does not fit into memory.</param>
    /// <param name="inputBytes">The size of the program.</param>
    /// <param name="nativeBytes">How much of the tables memory takes.</param>
    /// <exception cref="UnminifyException">There is not enough room.</exception>
    public static void Require(string outputFolder, string scratchFolder, long inputBytes, long nativeBytes)
    {
        long output = inputBytes * OutputTenths / 10, spilled = Math.Max(0, (inputBytes * TablesTenths / 10) - nativeBytes);
        bool isOne = outputFolder == scratchFolder;
        Require(outputFolder, isOne ? output + spilled : output, "the output", "-o");
        if (!isOne) Require(scratchFolder, spilled, "what does not fit into memory", "--disk-cache");
    }

    private static void Require(string folder, long bytes, string what, string option)
    {
        if (FreeBytes(folder) is { } free && free < bytes)
            throw new UnminifyException(UnminifyFailure.CannotWrite, $"{folder} has room for {MemorySize.Format(free)}; {what} may need {MemorySize.Format(bytes)}. Free some space, or give another place with {option}");
    }

    /// <summary>What is free, or null where the system does not tell: then the write itself will.</summary>
    private static long? FreeBytes(string folder)
    {
        try
        {
            return new DriveInfo(folder).AvailableFreeSpace;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return null;
        }
    }
}
