using System.Text;

namespace Plimsoll.Files;

/// <summary>Names of the files in which package managers note exact versions; tools write them and no one reads them as code.</summary>
internal static class LockFiles
{
    private static readonly HashSet<string> Names = new(StringComparer.OrdinalIgnoreCase)
    {
        "package-lock.json", "npm-shrinkwrap.json", "yarn.lock", "pnpm-lock.yaml", "bun.lock", "deno.lock",
        "Cargo.lock", "poetry.lock", "Pipfile.lock", "uv.lock", "pdm.lock", "composer.lock", "Gemfile.lock",
        "go.sum", "flake.lock", "packages.lock.json", "gradle.lockfile", "pubspec.lock", "Podfile.lock",
        "Package.resolved", "mix.lock", "paket.lock", "conan.lock", "MODULE.bazel.lock",
    };

    private static readonly HashSet<string>.AlternateLookup<ReadOnlySpan<char>> Lookup = Names.GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>Whether a file's name is one of them.</summary>
    public static bool Contains(ReadOnlySpan<byte> name)
    {
        // All of them are ASCII, 6 to 19 bytes long, and hold a dot.
        Span<char> chars = stackalloc char[24];
        return name.Length is >= 6 and <= 24 && Ascii.ToUtf16(name, chars, out var length) == System.Buffers.OperationStatus.Done
            && Lookup.Contains(chars[..length]);
    }
}
