using System.Globalization;
using System.Text;

namespace Plimsoll.Memory;

/// <summary>Where the memory group of a process lies in the file system: the folders from its own group up to the topmost that can be seen.</summary>
/// <param name="Kind">The kernel interface.</param>
/// <param name="Folders">The group's own folder first, then its ancestors; empty when there is none.</param>
internal sealed record KernelGroupPlace(KernelGroupKind Kind, IReadOnlyList<string> Folders);

/// <summary>
/// Finds the memory group from <c>/proc/self/cgroup</c> (which group) and <c>/proc/self/mountinfo</c> (where it is mounted). In a container the mount
/// may begin below the root of the hierarchy, so the mount's own root is taken off the group's path.
/// </summary>
internal static class KernelGroupLocator
{
    private sealed class Mount(string root, string point)
    {
        public readonly string Root = root;
        public readonly string Point = point;
    }

    public static KernelGroupPlace Locate(MemoryProbeOptions options, List<string> faults)
    {
        string? groups = KernelFile.ReadOnce(Path.Combine(options.ProcRoot, "self", "cgroup"), faults);
        if (groups is null)
            return new KernelGroupPlace(KernelGroupKind.None, []);

        string? mounts = KernelFile.ReadOnce(Path.Combine(options.ProcRoot, "self", "mountinfo"), faults);
        (Mount? first, Mount? second) = mounts is null ? Guess(options.GroupRoot) : ReadMounts(mounts);
        (string? firstPath, string? secondPath) = ReadGroups(groups);

        if (first is not null && firstPath is not null)
        {
            KernelGroupKind kind = second is null ? KernelGroupKind.Version1 : KernelGroupKind.Hybrid;
            return new KernelGroupPlace(kind, Climb(first, firstPath, faults));
        }

        return second is not null && secondPath is not null
            ? new KernelGroupPlace(KernelGroupKind.Version2, Climb(second, secondPath, faults))
            : new KernelGroupPlace(KernelGroupKind.None, []);
    }

    /// <summary>Without a mount table the usual places are tried.</summary>
    private static (Mount? First, Mount? Second) Guess(string root)
    {
        string first = Path.Combine(root, "memory");
        bool hasSecond = File.Exists(Path.Combine(root, "cgroup.controllers"));
        return (Directory.Exists(first) ? new Mount("/", first) : null, hasSecond ? new Mount("/", root) : null);
    }

    private static (Mount? First, Mount? Second) ReadMounts(string text)
    {
        Mount? first = null;
        Mount? second = null;
        foreach (string line in text.Split('\n'))
        {
            int split = line.IndexOf(" - ", StringComparison.Ordinal);
            if (split < 0)
                continue;

            string[] left = line[..split].Split(' ');
            string[] right = line[(split + 3)..].Split(' ');
            if (left.Length < 5 || right.Length < 3)
                continue;

            // A later mount covers an earlier one at the same place, so the last one found is the one in force.
            if (right[0] is "cgroup" && HasController(right[2].Split(',')))
                first = new Mount(Unescape(left[3]), Unescape(left[4]));
            else if (right[0] is "cgroup2")
                second = new Mount(Unescape(left[3]), Unescape(left[4]));
        }

        return (first, second);
    }

    private static (string? First, string? Second) ReadGroups(string text)
    {
        string? first = null;
        string? second = null;
        foreach (string line in text.Split('\n'))
        {
            int one = line.IndexOf(':', StringComparison.Ordinal);
            int two = one < 0 ? -1 : line.IndexOf(':', one + 1);
            if (two < 0)
                continue;

            string controllers = line[(one + 1)..two];
            if (controllers.Length == 0)
                second = line[(two + 1)..];
            else if (HasController(controllers.Split(',')))
                first = line[(two + 1)..];
        }

        return (first, second);
    }

    private static bool HasController(string[] controllers) => Array.IndexOf(controllers, "memory") >= 0;

    private static List<string> Climb(Mount mount, string path, List<string> faults)
    {
        string below = Below(mount.Root, path, faults);
        var folders = new List<string>();
        while (below.Length > 0)
        {
            string folder = mount.Point + below;
            if (Directory.Exists(folder))
                folders.Add(folder);
            else
                faults.Add($"{folder}: the group is not to be seen from here");
            below = below[..below.LastIndexOf('/')];
        }

        folders.Add(mount.Point);
        return folders;
    }

    /// <summary>The group's path below its mount: empty for the mount itself, else it begins with a slash.</summary>
    private static string Below(string root, string path, List<string> faults)
    {
        string prefix = root.TrimEnd('/');
        string trimmed = path.TrimEnd('/');
        if (string.Equals(trimmed, prefix, StringComparison.Ordinal))
            return string.Empty;
        if (trimmed.StartsWith(prefix + "/", StringComparison.Ordinal) && !trimmed.Contains("/..", StringComparison.Ordinal))
            return trimmed[prefix.Length..];

        faults.Add($"the group {path} lies outside of what is mounted here ({root}); its mount's own limit is used");
        return string.Empty;
    }

    /// <summary>The mount table writes blanks and backslashes as three octal digits.</summary>
    private static string Unescape(string text) => text.Contains('\\', StringComparison.Ordinal) ? UnescapeOctal(text) : text;

    private static string UnescapeOctal(string text)
    {
        var bytes = new List<byte>(text.Length);
        for (int at = 0; at < text.Length; at++)
        {
            bool isEscape = text[at] == '\\' && at + 3 < text.Length && char.IsAsciiDigit(text[at + 1]);
            if (isEscape)
            {
                bytes.Add((byte)Octal(text.AsSpan(at + 1, 3)));
                at += 3;
            }
            else
            {
                bytes.AddRange(Encoding.UTF8.GetBytes(text[at].ToString(CultureInfo.InvariantCulture)));
            }
        }

        return Encoding.UTF8.GetString(bytes.ToArray());
    }

    private static int Octal(ReadOnlySpan<char> digits) => ((digits[0] - '0') * 64) + ((digits[1] - '0') * 8) + (digits[2] - '0');
}
