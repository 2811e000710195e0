using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;

namespace Plimsoll.Unminify.Unpacking;

/// <summary>
/// Gives modules files below one folder. What a bundle calls a module may be anything: a name that could leave the folder, that some system takes for a device or cannot write, or that another module has already,
/// is replaced, and the replacement is told.
/// </summary>
internal sealed class ModulePaths
{
    /// <summary>The folder, as outputs and manifests write it.</summary>
    public const string Folder = "modules";

    private const int PartLengthMax = 80;
    private const int PartsMax = 12;
    private const string Extension = ".js";

    // Windows opens these in every folder and with every extension.
    private static readonly HashSet<string> Devices = new(StringComparer.OrdinalIgnoreCase)
    {
        "CON", "PRN", "AUX", "NUL", "COM0", "COM1", "COM2", "COM3", "COM4", "COM5", "COM6", "COM7", "COM8", "COM9", "LPT0", "LPT1", "LPT2", "LPT3", "LPT4", "LPT5", "LPT6", "LPT7", "LPT8", "LPT9", "CONIN$", "CONOUT$",
    };

    private readonly HashSet<string> _taken = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>The last number that was tried for a name.</summary>
    private readonly Dictionary<string, int> _numbers = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Folders that files lie in: a file must not have the name of one, nor the other way round.</summary>
    private readonly HashSet<string> _folders = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>The file of a module.</summary>
    /// <param name="name">What the bundle calls it: a number, a hash, a path.</param>
    /// <param name="isReplaced">Whether the name could not be taken as it is.</param>
    /// <returns>A path that begins with <see cref="Folder"/>, with slashes, in ASCII; no other call gives the same one, in upper or lower case.</returns>
    public string Take(string name, out bool isReplaced)
    {
        string wish = Clean(name, out isReplaced);
        if (IsBelowAFile(wish)) wish = wish.Replace('/', '_');
        string path = wish;
        // Ends: only so many are taken. It goes on where it ended before, as thousands of modules may wish for one name.
        ref int number = ref CollectionsMarshal.GetValueRefOrAddDefault(_numbers, wish, out bool isKnown);
        if (!isKnown) number = 1;
        while (!IsFree(path))
        {
            isReplaced = true;
            path = string.Create(CultureInfo.InvariantCulture, $"{wish[..^Extension.Length]}-{++number}{Extension}");
        }

        _taken.Add(path);
        for (int slash = path.IndexOf('/', StringComparison.Ordinal); slash >= 0; slash = path.IndexOf('/', slash + 1)) _folders.Add(path[..slash]);
        return $"{Folder}/{path}";
    }

    private bool IsFree(string path) => !_taken.Contains(path) && !_folders.Contains(path);

    private bool IsBelowAFile(string path)
    {
        for (int slash = path.IndexOf('/', StringComparison.Ordinal); slash >= 0; slash = path.IndexOf('/', slash + 1))
        {
            if (_taken.Contains(path[..slash])) return true;
        }

        return false;
    }

    private static string Clean(string name, out bool isReplaced)
    {
        List<string> parts = [];
        isReplaced = false;
        string rest = name.StartsWith("./", StringComparison.Ordinal) ? name[2..] : name;
        foreach (string part in rest.Split('/'))
        {
            string clean = CleanPart(part);
            isReplaced |= clean != part;
            if (clean.Length > 0 && parts.Count < PartsMax) parts.Add(clean);
            else isReplaced = true;
        }

        if (parts.Count == 0) parts.Add("module");
        string path = string.Join('/', parts);
        return path.EndsWith(Extension, StringComparison.OrdinalIgnoreCase) ? path[..^Extension.Length] + Extension : path + Extension;
    }

    private static string CleanPart(string part)
    {
        StringBuilder clean = new();
        foreach (char one in part)
        {
            if (clean.Length == PartLengthMax) break;
            clean.Append(char.IsAsciiLetterOrDigit(one) || one is '.' or '-' or '_' or '@' or '+' or '$' ? one : '_');
        }

        // Windows drops dots at the end, and a dot at the start hides a file; two of them lead out.
        string text = clean.ToString().TrimEnd('.').TrimStart('.');
        int dot = text.IndexOf('.', StringComparison.Ordinal);
        return Devices.Contains(dot < 0 ? text : text[..dot]) ? "_" + text : text;
    }
}
