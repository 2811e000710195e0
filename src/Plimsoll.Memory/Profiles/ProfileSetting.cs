namespace Plimsoll.Memory;

/// <summary>One setting of a profile for people.</summary>
/// <param name="Key">The key, for example <c>memory.batch.max</c>.</param>
/// <param name="Value">The value as text.</param>
/// <param name="Origin">Where the value came from: the profile, or whoever replaced it (a file, a variable, a flag).</param>
public readonly record struct ProfileSetting(string Key, string Value, string Origin);
