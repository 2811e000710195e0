using Plimsoll.Files;

namespace Plimsoll.Cli.Commands;

/// <summary>The reasons for leaving a file out, in words for people and for JSON.</summary>
internal static class Skips
{
    /// <summary>The word for JSON, in snake_case; it never changes.</summary>
    public static string Name(SkipReason reason) => reason switch
    {
        SkipReason.SpecialFile => "special_file",
        SkipReason.TooLarge => "too_large",
        SkipReason.TooDeep => "too_deep",
        SkipReason.NameTooLong => "name_too_long",
        _ => reason.ToString().ToLowerInvariant(),
    };

    /// <summary>For people.</summary>
    public static string Words(SkipReason reason) => Name(reason).Replace('_', ' ');

    /// <summary>"312 ignored, 4 binary", or "nothing".</summary>
    public static string Describe(IReadOnlyDictionary<SkipReason, long> skipped)
    {
        string text = "";
        foreach ((SkipReason reason, long count) in skipped)
        {
            if (count > 0) text += $"{(text.Length > 0 ? ", " : "")}{count} {Words(reason)}";
        }
        return text.Length > 0 ? text : "nothing";
    }
}
