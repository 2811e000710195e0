using System.Text.Json;
using Plimsoll.Indexing.Search;

namespace Plimsoll.Cli.Mcp;

/// <summary>The arguments of one call, of a tool or of another door to the same work, checked against its table as a whole before anything is done.</summary>
internal sealed class ToolArguments
{
    /// <summary>Longer than any path, name or question.</summary>
    private const int TextCharsMax = 8 * 1024;

    /// <summary>Values in a list.</summary>
    private const int TextsMost = 64;

    private readonly ArgumentSpec[] _specs;
    private readonly Dictionary<string, int> _integers = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string[]> _texts = new(StringComparer.Ordinal);
    private readonly Dictionary<string, double> _numbers = new(StringComparer.Ordinal);

    private ToolArguments(ArgumentSpec[] specs) => _specs = specs;

    /// <summary>Reads and checks.</summary>
    /// <exception cref="ToolException">An argument is unknown, missing or wrong; the message says what was expected.</exception>
    public static ToolArguments Read(ToolSpec tool, IEnumerable<KeyValuePair<string, JsonElement>>? given) => Read(tool.Name, tool.Arguments, given);

    /// <summary>Reads and checks.</summary>
    /// <param name="called">What is called, for messages.</param>
    /// <param name="specs">What it takes.</param>
    /// <param name="given">What was given.</param>
    /// <exception cref="ToolException">An argument is unknown, missing or wrong; the message says what was expected.</exception>
    public static ToolArguments Read(string called, ArgumentSpec[] specs, IEnumerable<KeyValuePair<string, JsonElement>>? given)
    {
        ToolArguments read = new(specs);
        foreach ((string name, JsonElement value) in given ?? [])
        {
            ArgumentSpec spec = Array.Find(specs, known => known.Name == name) ?? throw Unknown(called, specs, name);
            if (value.ValueKind != JsonValueKind.Null) read.Take(spec, value);
        }
        foreach (ArgumentSpec spec in specs)
        {
            if (spec.IsRequired && !read.Has(spec.Name)) throw new ToolException($"{called} needs the argument '{spec.Name}': {spec.Help}");
        }
        return read;
    }

    public bool Has(string name) => _integers.ContainsKey(name) || _texts.ContainsKey(name) || _numbers.ContainsKey(name);

    /// <summary>A number, or its default.</summary>
    public int Integer(string name) => _integers.TryGetValue(name, out int value) ? value : Spec(name).Default;

    /// <summary>A text, or null.</summary>
    public string? Text(string name) => _texts.TryGetValue(name, out string[]? texts) ? texts[0] : null;

    /// <summary>Texts; none when they are not given.</summary>
    public string[] Texts(string name) => _texts.TryGetValue(name, out string[]? texts) ? texts : [];

    /// <summary>A number, or 0.</summary>
    public double Number(string name) => _numbers.GetValueOrDefault(name);

    /// <summary>Whether a flag is given and true.</summary>
    public bool Flag(string name) => _numbers.GetValueOrDefault(name) != 0;

    private ArgumentSpec Spec(string name) => Array.Find(_specs, known => known.Name == name)!;

    private void Take(ArgumentSpec spec, JsonElement value)
    {
        switch (spec.Kind)
        {
            case ArgumentKind.Integer:
                _integers[spec.Name] = IntegerOf(spec, value);
                break;
            case ArgumentKind.Number:
                _numbers[spec.Name] = value.ValueKind == JsonValueKind.Number && value.TryGetDouble(out double number) && double.IsFinite(number) ? number : throw Wrong(spec, value, "a number");
                break;
            case ArgumentKind.Flag:
                _numbers[spec.Name] = value.ValueKind is JsonValueKind.True or JsonValueKind.False ? value.GetBoolean() ? 1 : 0 : throw Wrong(spec, value, "true or false");
                break;
            case ArgumentKind.Texts when value.ValueKind == JsonValueKind.Array:
                _texts[spec.Name] = TextsOf(spec, value);
                break;
            default:
                _texts[spec.Name] = [TextOf(spec, value)];
                break;
        }
    }

    private static int IntegerOf(ArgumentSpec spec, JsonElement value)
    {
        (int least, int most) = spec.Range;
        if (value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out int number) && number >= least && number <= most) return number;
        throw Wrong(spec, value, most == int.MaxValue ? $"a whole number, {least} or more" : $"a whole number from {least} to {most}");
    }

    private static string[] TextsOf(ArgumentSpec spec, JsonElement value)
    {
        int count = value.GetArrayLength();
        if (count > TextsMost) throw new ToolException($"'{spec.Name}' has {count} values; give at most {TextsMost}");
        string[] texts = new string[count];
        int at = 0;
        foreach (JsonElement one in value.EnumerateArray()) texts[at++] = TextOf(spec, one);
        return texts;
    }

    private static string TextOf(ArgumentSpec spec, JsonElement value)
    {
        if (value.ValueKind != JsonValueKind.String) throw Wrong(spec, value, spec.Kind == ArgumentKind.Texts ? "a text or a list of texts" : "a text");
        string text = value.GetString()!;
        if (text.Length > TextCharsMax) throw new ToolException($"'{spec.Name}' has {text.Length} characters; give at most {TextCharsMax}");
        if (text.AsSpan().Trim().IsEmpty || text.Contains('\0', StringComparison.Ordinal)) throw Wrong(spec, value, "a text that is not empty and has no zero character");
        if (spec.Choices.Length > 0 && Array.IndexOf(spec.Choices, text) < 0) throw Wrong(spec, value, $"one of {string.Join(", ", spec.Choices)}{Suggestion.For(text, spec.Choices)}");
        return text;
    }

    private static ToolException Unknown(string called, ArgumentSpec[] specs, string name)
    {
        string[] names = Array.ConvertAll(specs, static spec => spec.Name);
        string taken = names.Length == 0 ? "nothing" : string.Join(", ", names);
        return new ToolException($"{called} has no argument '{Short(name)}'{Suggestion.For(Short(name), names)}; it takes {taken}");
    }

    private static ToolException Wrong(ArgumentSpec spec, JsonElement value, string expected) =>
        new($"'{spec.Name}': found {Short(value.GetRawText())}, expected {expected}");

    private static string Short(string text) => text.Length > 80 ? text[..80] + "..." : text;
}
