using System.Buffers;
using System.Text.Json;

namespace Plimsoll.Cli.Mcp;

/// <summary>A tool as data.</summary>
/// <param name="Name">What the agent calls.</param>
/// <param name="Description">What it does, for the agent.</param>
/// <param name="Arguments">What it takes.</param>
/// <param name="Run">Does it; throws <see cref="ToolException"/> when it cannot.</param>
internal sealed record ToolSpec(string Name, string Description, ArgumentSpec[] Arguments, Func<ToolArguments, string> Run)
{
    /// <summary>Whether it changes an index. Such a tool may take long, and runs beside the others.</summary>
    public bool Writes { get; init; }

    /// <summary>The same tool by another name, for agents that know it from elsewhere.</summary>
    public ToolSpec As(string alias) => this with { Name = alias, Description = $"The same as {Name}. {Description}" };

    /// <summary>The JSON schema of its arguments.</summary>
    public JsonElement Schema()
    {
        ArrayBufferWriter<byte> buffer = new();
        using (Utf8JsonWriter json = new(buffer)) ArgumentSpec.WriteObject(json, Arguments);
        using JsonDocument document = JsonDocument.Parse(buffer.WrittenMemory);
        return document.RootElement.Clone();
    }
}
