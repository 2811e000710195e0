namespace Plimsoll.Files;

/// <summary>Resolves path arguments that come from outside, so that they cannot leave a root.</summary>
public static class SafePath
{
    /// <summary>Resolves a relative path inside a root.</summary>
    /// <param name="root">The folder that must not be left.</param>
    /// <param name="path">The outside argument, relative, '/'-separated.</param>
    /// <returns>The full path inside the root.</returns>
    /// <exception cref="UnsafePathException">The path could leave the root, or names something unsafe.</exception>
    public static string Resolve(string root, string path)
    {
        if (Path.IsPathRooted(path))
        {
            throw new UnsafePathException(UnsafePathReason.Absolute, path);
        }

        return Path.Combine(root, path);
    }
}
