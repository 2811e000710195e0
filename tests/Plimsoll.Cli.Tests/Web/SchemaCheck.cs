using System.Text.Json;
using System.Text.Json.Nodes;

namespace Plimsoll.Cli.Tests.Web;

/// <summary>Holds a document against a JSON schema, as far as the product's schemas go.</summary>
internal static class SchemaCheck
{
    /// <summary>The first disagreement, or null.</summary>
    public static string? FaultOf(JsonNode document, JsonNode schema, JsonNode? value, string path)
    {
        if ((string?)schema["$ref"] is string reference) return FaultOf(document, document["components"]!["schemas"]![reference["#/components/schemas/".Length..]]!, value, path);
        if (schema["type"] is JsonNode type && !Types(type).Contains(TypeOf(value), StringComparer.Ordinal) && !(TypeOf(value) == "integer" && Types(type).Contains("number", StringComparer.Ordinal))) return $"{path} is {TypeOf(value)}, expected {type.ToJsonString()}";
        if (schema["enum"] is JsonArray allowed && !allowed.Any(one => JsonNode.DeepEquals(one, value))) return $"{path} is {value}, expected one of {allowed.ToJsonString()}";
        if (value is JsonArray list && schema["items"] is JsonNode items) return list.Select((one, i) => FaultOf(document, items, one, $"{path}[{i}]")).FirstOrDefault(static fault => fault is not null);
        return value is JsonObject item ? FaultOfObject(document, schema, item, path) : null;
    }

    private static string? FaultOfObject(JsonNode document, JsonNode schema, JsonObject item, string path)
    {
        foreach (JsonNode? name in schema["required"]?.AsArray() ?? [])
        {
            if (!item.ContainsKey((string)name!)) return $"{path}.{name} is missing";
        }
        foreach ((string name, JsonNode? member) in item)
        {
            JsonNode? known = schema["properties"]?[name];
            JsonNode? others = schema["additionalProperties"];
            if (known is null && others is JsonValue value && value.GetValueKind() == JsonValueKind.False) return $"{path}.{name} is not described";
            JsonNode? against = known ?? others as JsonObject;
            if (against is not null && FaultOf(document, against, member, $"{path}.{name}") is string fault) return fault;
        }
        return null;
    }

    private static string[] Types(JsonNode type) => type is JsonArray several ? [.. several.Select(static one => (string)one!)] : [(string)type!];

    private static string TypeOf(JsonNode? value) => value switch
    {
        null => "null",
        JsonObject => "object",
        JsonArray => "array",
        JsonValue one => one.GetValueKind() switch
        {
            JsonValueKind.String => "string",
            JsonValueKind.True or JsonValueKind.False => "boolean",
            _ => one.TryGetValue(out long _) ? "integer" : "number",
        },
        _ => "nothing",
    };
}
