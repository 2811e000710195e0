using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Unicode;
using ModelContextProtocol.Protocol;

namespace Plimsoll.Cli.Mcp;

/// <summary>From a line to a JSON-RPC message that is what it says it is, so that nothing behind meets a shape that it does not expect.</summary>
internal static class MessageParser
{
    /// <summary>Far deeper than any call; a parser's stack must not be the sender's to spend.</summary>
    public const int DepthMost = 64;

    private static readonly JsonDocumentOptions Strict = new() { MaxDepth = DepthMost, AllowDuplicateProperties = false };

    /// <summary>Parses a line.</summary>
    /// <param name="line">The bytes.</param>
    /// <param name="fault">Why it is no message; null when it is one, or one that needs no answer and no handling.</param>
    /// <returns>A request or a notification, or null.</returns>
    public static JsonRpcMessage? Parse(byte[] line, out MessageFault? fault)
    {
        fault = null;
        if (!Utf8.IsValid(line))
        {
            fault = new MessageFault(MessageFault.NoJson, "the line is not UTF-8");
            return null;
        }
        try
        {
            using JsonDocument document = JsonDocument.Parse(line, Strict);
            RequireText(document.RootElement);
            return Read(document.RootElement, out fault);
        }
        catch (JsonException error)
        {
            fault = new MessageFault(MessageFault.NoJson, $"the line is not a JSON document of at most {DepthMost} levels without repeated names: {error.Message}");
            return null;
        }
        catch (InvalidOperationException error)
        {
            fault = new MessageFault(MessageFault.NoJson, $"a text of the line is not Unicode: {error.Message}");
            return null;
        }
    }

    private static JsonRpcMessage? Read(JsonElement root, out MessageFault? fault)
    {
        fault = null;
        if (root.ValueKind != JsonValueKind.Object) return Refuse(MessageFault.NoRequest, $"found {Word(root.ValueKind)}, expected a JSON-RPC message as an object", null, out fault);
        RequestId? id = null;
        if (root.TryGetProperty("id", out JsonElement number) && (id = IdOf(number)) is null) return Refuse(MessageFault.NoRequest, "'id' must be a text or a whole number", null, out fault);
        if (!root.TryGetProperty("jsonrpc", out JsonElement version) || version.ValueKind != JsonValueKind.String || version.GetString() != "2.0")
        {
            return Refuse(MessageFault.NoRequest, "'jsonrpc' must be \"2.0\"", id, out fault);
        }
        if (!root.TryGetProperty("method", out JsonElement method))
        {
            // An answer: this side asks nothing, so there is nothing that it could be the answer to.
            bool isAnswer = id is not null && (root.TryGetProperty("result", out _) || root.TryGetProperty("error", out _));
            return isAnswer ? null : Refuse(MessageFault.NoRequest, "'method' is missing", id, out fault);
        }
        if (method.ValueKind != JsonValueKind.String) return Refuse(MessageFault.NoRequest, "'method' must be a text", id, out fault);
        return WithParameters(root, method.GetString()!, id, out fault);
    }

    private static JsonRpcMessage? WithParameters(JsonElement root, string method, RequestId? id, out MessageFault? fault)
    {
        fault = null;
        JsonObject? parameters = null;
        if (root.TryGetProperty("params", out JsonElement given) && given.ValueKind != JsonValueKind.Null)
        {
            if (given.ValueKind != JsonValueKind.Object) return Refuse(MessageFault.WrongParameters, $"'params' is {Word(given.ValueKind)}, expected an object", id, out fault);
            parameters = JsonObject.Create(given.Clone());
        }
        if (id is not RequestId known) return new JsonRpcNotification { Method = method, Params = parameters };
        if (method == RequestMethods.ToolsCall && FaultOfCall(given) is string problem) return Refuse(MessageFault.WrongParameters, problem, known, out fault);
        return new JsonRpcRequest { Id = known, Method = method, Params = parameters };
    }

    private static string? FaultOfCall(JsonElement parameters)
    {
        if (parameters.ValueKind != JsonValueKind.Object || !parameters.TryGetProperty("name", out JsonElement name) || name.ValueKind != JsonValueKind.String)
        {
            return "a call needs 'name', the name of a tool, in 'params'";
        }
        bool isGood = !parameters.TryGetProperty("arguments", out JsonElement arguments) || arguments.ValueKind is JsonValueKind.Object or JsonValueKind.Null;
        return isGood ? null : $"'arguments' is {Word(arguments.ValueKind)}, expected an object";
    }

    private static JsonRpcMessage? Refuse(int code, string message, RequestId? id, out MessageFault fault)
    {
        fault = new MessageFault(code, message, id);
        return null;
    }

    private static RequestId? IdOf(JsonElement id) => id.ValueKind switch
    {
        JsonValueKind.String => new RequestId(id.GetString()!),
        JsonValueKind.Number when id.TryGetInt64(out long number) => new RequestId(number),
        _ => null,
    };

    /// <summary>Reads every text once: an escape may be half of a character, and that shows only then.</summary>
    /// <exception cref="InvalidOperationException">A text is not Unicode.</exception>
    private static void RequireText(JsonElement element)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.String:
                _ = element.GetString();
                break;
            case JsonValueKind.Array:
                foreach (JsonElement one in element.EnumerateArray()) RequireText(one);
                break;
            case JsonValueKind.Object:
                foreach (JsonProperty property in element.EnumerateObject())
                {
                    _ = property.Name;
                    RequireText(property.Value);
                }
                break;
        }
    }

    private static string Word(JsonValueKind kind) => kind switch
    {
        JsonValueKind.Array => "a list",
        JsonValueKind.String => "a text",
        JsonValueKind.Number => "a number",
        JsonValueKind.Null => "null",
        _ => "true or false",
    };
}
