using System.Text.Json;
using ModelContextProtocol.Protocol;

namespace Plimsoll.Cli.Mcp;

/// <summary>Why a line is no message, as JSON-RPC says it.</summary>
/// <param name="Code">The code of JSON-RPC 2.0, section 5.1.</param>
/// <param name="Message">What was found and expected.</param>
/// <param name="Id">The request's id where it could be read, else a null id is answered.</param>
internal sealed record MessageFault(int Code, string Message, RequestId? Id = null)
{
    public const int NoJson = -32700;
    public const int NoRequest = -32600;
    public const int WrongParameters = -32602;

    /// <summary>The answer to it.</summary>
    public void Write(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteString("jsonrpc", "2.0");
        if (Id is null) json.WriteNull("id");
        else if (Id.Value.Id is long number) json.WriteNumber("id", number);
        else json.WriteString("id", (string?)Id.Value.Id);
        json.WriteStartObject("error");
        json.WriteNumber("code", Code);
        json.WriteString("message", Message);
        json.WriteEndObject();
        json.WriteEndObject();
    }
}
