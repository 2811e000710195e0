namespace Plimsoll.Cli.Mcp;

/// <summary>What a tool answers.</summary>
/// <param name="Text">A JSON object, or the message of an error.</param>
/// <param name="IsError">Whether it could not do what it was asked.</param>
internal readonly record struct ToolAnswer(string Text, bool IsError);
