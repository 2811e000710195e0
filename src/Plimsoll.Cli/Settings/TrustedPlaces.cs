using System.Text;
using Plimsoll.Cli.Output;
using Plimsoll.Files;
using Plimsoll.Indexing.Embedding;
using Plimsoll.Memory;
using Plimsoll.Services;

namespace Plimsoll.Cli.Settings;

/// <summary>
/// The servers and model folders that this user has named himself, a line each, beside his own plimsoll.json. An index or a plimsoll.json that comes with a repository may name
/// any; source text, questions and keys go only to what is on this list, and to servers on this machine.
/// </summary>
internal static class TrustedPlaces
{
    private const string FileName = "trusted-embedders";

    /// <summary>A thousand lines; a longer file is none of ours.</summary>
    private const int BytesMax = 128 * 1024;

    /// <summary>Whether both are at the same place.</summary>
    public static bool IsSame(EmbedderSpec left, EmbedderSpec right) => PlaceOf(left) == PlaceOf(right);

    /// <summary>Whether the user has named it before.</summary>
    public static bool Has(Terminal terminal, EmbedderSpec spec) => Array.IndexOf(Read(terminal), PlaceOf(spec)) >= 0;

    /// <summary>Remembers what the user names.</summary>
    public static void Add(Terminal terminal, EmbedderSpec spec)
    {
        if (spec.Kind == EmbedderKind.Builtin || PathOf(terminal) is not string path) return;
        string[] known = Read(terminal);
        if (Array.IndexOf(known, PlaceOf(spec)) >= 0) return;
        byte[] text = Encoding.UTF8.GetBytes(string.Join('\n', [.. known, PlaceOf(spec)]) + "\n");
        if (text.Length > BytesMax) throw new CliException(ExitCode.BadData, $"{path} has no room for another line; delete what you no longer use");
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        AtomicFile.Write(path, text);
    }

    private static string PlaceOf(EmbedderSpec spec) => spec.Kind == EmbedderKind.OpenAi ? new ServiceAddress(spec.Place, null).Origin : spec.Kind == EmbedderKind.Onnx ? spec.ToString() : "";

    private static string? PathOf(Terminal terminal) => SettingsFile.UserPath(terminal.Variable) is string settings ? Path.Join(Path.GetDirectoryName(settings), FileName) : null;

    private static string[] Read(Terminal terminal)
    {
        if (PathOf(terminal) is not string path || !File.Exists(path)) return [];
        using FileStream stream = RegularFile.OpenRead(path);
        byte[] text = new byte[Math.Min(stream.Length, BytesMax)];
        int length = stream.ReadAtLeast(text, text.Length, throwOnEndOfStream: false);
        return Encoding.UTF8.GetString(text, 0, length).Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
    }
}
