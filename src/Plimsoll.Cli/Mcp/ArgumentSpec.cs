using System.Text.Json;

namespace Plimsoll.Cli.Mcp;

/// <summary>What the value of a tool's argument must look like.</summary>
internal enum ArgumentKind
{
    /// <summary>A text that is not empty.</summary>
    Text,

    /// <summary>A whole number within the range.</summary>
    Integer,

    /// <summary>One of the choices.</summary>
    Choice,

    /// <summary>A text, or a list of texts.</summary>
    Texts,

    /// <summary>Any number.</summary>
    Number,

    /// <summary>True or false.</summary>
    Flag,
}

/// <summary>One argument of a tool as data: the schema that the agent sees and the check of what it sends read this.</summary>
/// <param name="Name">The key.</param>
/// <param name="Kind">What its value looks like.</param>
/// <param name="Help">One sentence for the agent.</param>
internal sealed record ArgumentSpec(string Name, ArgumentKind Kind, string Help)
{
    public bool IsRequired { get; init; }

    /// <summary>The least and the most of an integer.</summary>
    public (int Least, int Most) Range { get; init; } = (0, int.MaxValue);

    /// <summary>The value of an integer that is not given.</summary>
    public int Default { get; init; }

    /// <summary>The allowed values of a choice; the first is the default. For texts: the allowed values of each, empty where any may stand.</summary>
    public string[] Choices { get; init; } = [];

    /// <summary>Writes the schema of an object that has these members and no others.</summary>
    public static void WriteObject(Utf8JsonWriter json, ArgumentSpec[] members)
    {
        json.WriteStartObject();
        json.WriteString("type", "object");
        json.WriteStartObject("properties");
        foreach (ArgumentSpec member in members) member.WriteSchema(json);
        json.WriteEndObject();
        json.WriteStartArray("required");
        foreach (ArgumentSpec member in members)
        {
            if (member.IsRequired) json.WriteStringValue(member.Name);
        }
        json.WriteEndArray();
        json.WriteBoolean("additionalProperties", value: false);
        json.WriteEndObject();
    }

    /// <summary>Writes it as a property of a JSON schema.</summary>
    public void WriteSchema(Utf8JsonWriter json)
    {
        json.WriteStartObject(Name);
        json.WriteString("description", Help);
        switch (Kind)
        {
            case ArgumentKind.Integer:
                json.WriteString("type", "integer");
                json.WriteNumber("minimum", Range.Least);
                if (Range.Most < int.MaxValue) json.WriteNumber("maximum", Range.Most);
                if (!IsRequired && Default >= Range.Least) json.WriteNumber("default", Default);
                break;
            case ArgumentKind.Number:
                json.WriteString("type", "number");
                break;
            case ArgumentKind.Flag:
                json.WriteString("type", "boolean");
                break;
            case ArgumentKind.Texts:
                json.WriteString("type", "array");
                json.WriteStartObject("items");
                WriteText(json);
                json.WriteEndObject();
                break;
            default:
                WriteText(json);
                break;
        }
        json.WriteEndObject();
    }

    private void WriteText(Utf8JsonWriter json)
    {
        json.WriteString("type", "string");
        if (Choices.Length == 0) return;
        json.WriteStartArray("enum");
        foreach (string choice in Choices) json.WriteStringValue(choice);
        json.WriteEndArray();
    }
}
