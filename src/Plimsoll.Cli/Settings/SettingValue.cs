namespace Plimsoll.Cli.Settings;

/// <summary>A setting's merged value and who gave it.</summary>
/// <param name="Text">The value as text, checked against its kind; several values of a repeatable setting are joined by newlines.</param>
/// <param name="Origin">The flag, the environment variable, the file, the profile, or "default".</param>
internal readonly record struct SettingValue(string Text, string Origin)
{
    public const string DefaultOrigin = "default";

    public bool IsDefault => Origin == DefaultOrigin;
}
