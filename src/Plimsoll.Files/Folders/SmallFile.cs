namespace Plimsoll.Files;

/// <summary>Reads settings files that must be short, such as git's; never a source file.</summary>
internal static class SmallFile
{
    /// <summary>The whole file; null where it is missing, unreadable, no regular file or longer than the maximum.</summary>
    public static byte[]? TryRead(string path, int maximum)
    {
        try
        {
            using var stream = RegularFile.OpenRead(path);
            if (stream.Length > maximum)
            {
                return null;
            }

            var bytes = new byte[stream.Length];
            var length = stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
            return length == bytes.Length ? bytes : bytes[..length];
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            return null;
        }
    }
}
