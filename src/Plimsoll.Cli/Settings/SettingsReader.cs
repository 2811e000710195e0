using System.Text;
using System.Text.Json;
using Plimsoll.Cli.Arguments;

namespace Plimsoll.Cli.Settings;

/// <summary>Reads the text of a plimsoll.json; every complaint names the place as file:line:column, both 1-based, columns in characters.</summary>
internal static class SettingsReader
{
    private static readonly byte[] ByteOrderMark = [0xEF, 0xBB, 0xBF];

    /// <summary>The values by key; several values of a repeatable setting are joined by newlines.</summary>
    /// <param name="path">The file, for messages.</param>
    /// <param name="text">Its content.</param>
    /// <exception cref="CliException">It is no JSON object, or has an unknown key or a bad value.</exception>
    public static SortedDictionary<string, string> Read(string path, ReadOnlyMemory<byte> text)
    {
        if (text.Span.StartsWith(ByteOrderMark)) text = text[ByteOrderMark.Length..];
        try
        {
            return ReadObject(path, text.Span);
        }
        catch (JsonException error)
        {
            (int line, int column) = Place(text.Span, error.LineNumber ?? 0, error.BytePositionInLine ?? 0);
            throw new CliException(ExitCode.BadData, $"{path}:{line}:{column}: not valid JSON from here on; a comma, a quote or a bracket may be missing or too many");
        }
        catch (InvalidOperationException)
        {
            throw new CliException(ExitCode.BadData, $"{path}: a text is not valid UTF-8");
        }
    }

    private static SortedDictionary<string, string> ReadObject(string path, ReadOnlySpan<byte> text)
    {
        SortedDictionary<string, string> values = new(StringComparer.Ordinal);
        OptionSpec[] known = SettingOptions.All;
        Utf8JsonReader json = new(text);
        json.Read();
        if (json.TokenType != JsonTokenType.StartObject) throw Wrong(path, text, json, "expected an object such as {\"memory\": \"256MB\"}");
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            string key = json.GetString()!;
            OptionSpec option = SettingsFile.Find(known, key) ?? throw Wrong(path, text, json, $"unknown key \"{key}\"{SettingsFile.Suggest(known, key)}");
            json.Read();
            values[key] = json.TokenType == JsonTokenType.StartArray && option.Repeatable ? ReadItems(path, text, ref json, option) : ReadScalar(path, text, ref json, option);
        }
        // Nothing may follow the object; the reader complains if something does.
        json.Read();
        return values;
    }

    private static string ReadItems(string path, ReadOnlySpan<byte> text, ref Utf8JsonReader json, OptionSpec option)
    {
        List<string> items = [];
        while (json.Read() && json.TokenType != JsonTokenType.EndArray) items.Add(ReadScalar(path, text, ref json, option));
        return string.Join('\n', items);
    }

    private static string ReadScalar(string path, ReadOnlySpan<byte> text, ref Utf8JsonReader json, OptionSpec option)
    {
        if (json.TokenType is JsonTokenType.String or JsonTokenType.Number)
        {
            string value = json.TokenType == JsonTokenType.String ? json.GetString()! : Encoding.UTF8.GetString(json.ValueSpan);
            return option.Fault(value) is string fault ? throw Wrong(path, text, json, $"\"{option.Name}\": {fault}") : value;
        }
        CliException wrong = Wrong(path, text, json, "");
        long start = json.TokenStartIndex;
        json.Skip();
        string raw = Encoding.UTF8.GetString(text[(int)start..(int)json.BytesConsumed]);
        throw new CliException(ExitCode.BadData, $"{wrong.Message}\"{option.Name}\": found {raw}, expected a text or a number");
    }

    private static CliException Wrong(string path, ReadOnlySpan<byte> text, in Utf8JsonReader json, string what)
    {
        ReadOnlySpan<byte> before = text[..(int)json.TokenStartIndex];
        (int line, int column) = Place(text, before.Count((byte)'\n'), before.Length - before.LastIndexOf((byte)'\n') - 1);
        return new CliException(ExitCode.BadData, $"{path}:{line}:{column}: {what}");
    }

    /// <summary>From a line and its bytes, both counted from 0, to a line and its characters, both counted from 1.</summary>
    private static (int Line, int Column) Place(ReadOnlySpan<byte> text, long line, long bytes)
    {
        ReadOnlySpan<byte> rest = text;
        for (long i = 0; i < line; i++) rest = rest[(rest.IndexOf((byte)'\n') + 1)..];
        return ((int)line + 1, Encoding.UTF8.GetCharCount(rest[..(int)Math.Min(bytes, rest.Length)]) + 1);
    }
}
