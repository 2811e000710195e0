using System.Text.Encodings.Web;
using System.Text.Json;
using Plimsoll.Cli.Arguments;
using Plimsoll.Memory;

namespace Plimsoll.Cli.Settings;

/// <summary>Writes a plimsoll.json so that a crash leaves the old file or the new one, never half of it.</summary>
internal static class SettingsWriter
{
    private const UnixFileMode ReadableByAll = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead;

    private static readonly JsonWriterOptions Indented = new() { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Replaces the file.</summary>
    /// <param name="file">What to write and where.</param>
    /// <param name="isShared">Whether it lies in a project, where others must be able to read it; the user's own stays private.</param>
    /// <exception cref="CliException">The folder cannot be made.</exception>
    /// <exception cref="DurableWriteException">The file cannot be written.</exception>
    public static void Write(SettingsFile file, bool isShared)
    {
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(file.Path)!);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new CliException(ExitCode.CannotWrite, $"{file.Path}: its folder cannot be made: {error.Message}");
        }
        AtomicFile.Write(file.Path, stream =>
        {
            using (Utf8JsonWriter json = new(stream, Indented)) WriteObject(json, file.Values);
            stream.Write("\n"u8);
        });
        if (isShared && !OperatingSystem.IsWindows()) File.SetUnixFileMode(file.Path, ReadableByAll);
    }

    private static void WriteObject(Utf8JsonWriter json, SortedDictionary<string, string> values)
    {
        OptionSpec[] known = SettingOptions.All;
        json.WriteStartObject();
        foreach ((string key, string text) in values)
        {
            OptionSpec option = SettingsFile.Find(known, key)!;
            json.WritePropertyName(key);
            if (option.Repeatable) WriteArray(json, text);
            else if (option.Kind is ValueKind.Integer or ValueKind.Number) json.WriteRawValue(text);
            else json.WriteStringValue(text);
        }
        json.WriteEndObject();
    }

    private static void WriteArray(Utf8JsonWriter json, string text)
    {
        json.WriteStartArray();
        foreach (string item in text.Split('\n', StringSplitOptions.RemoveEmptyEntries)) json.WriteStringValue(item);
        json.WriteEndArray();
    }
}
