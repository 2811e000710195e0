namespace Plimsoll.Cli.Mcp;

/// <summary>A tool cannot do what it was asked: the message goes to the agent, which may ask again otherwise.</summary>
/// <param name="message">What was found, what was expected, and what to do.</param>
internal sealed class ToolException(string message) : Exception(message);
