namespace Plimsoll.Memory;

/// <summary>One environment variable of a lean start.</summary>
/// <param name="Name">The variable.</param>
/// <param name="Value">Its value; the runtime reads numbers as hexadecimal.</param>
/// <param name="Reason">What it is good for, in words for people.</param>
public readonly record struct LeanSetting(string Name, string Value, string Reason);
