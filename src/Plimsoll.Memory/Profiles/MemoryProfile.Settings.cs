namespace Plimsoll.Memory;

/// <content>The printed form: every setting as a key, a value and where the value came from.</content>
public sealed partial record MemoryProfile
{
    /// <summary>Pairs of key and origin, the newest first; the keys that nobody replaced are the profile's own. A plain array, because every start pays for it.</summary>
    private string[][] Origins { get; init; } = [];

    /// <summary>The keys that <see cref="With"/> understands, in printing order.</summary>
    public static IReadOnlyList<string> SettingKeys => ProfileKeys.Names;

    /// <summary>All settings with their values and origins.</summary>
    /// <returns>One entry for each key, in the order of <see cref="SettingKeys"/>.</returns>
    public IReadOnlyList<ProfileSetting> ListSettings()
    {
        var settings = new List<ProfileSetting>();
        foreach (ProfileKey key in ProfileKeys.All)
            settings.Add(new ProfileSetting(key.Name, key.Write(this), OriginOf(key.Name)));
        return settings;
    }

    /// <summary>The profile with one setting replaced.</summary>
    /// <param name="key">One of <see cref="SettingKeys"/>.</param>
    /// <param name="text">The value as it is printed: <c>50%</c>, <c>250ms</c>, <c>64</c>, <c>auto</c>, <c>60/75/90</c> or a preset's name.</param>
    /// <param name="origin">Where the value came from, for <see cref="ListSettings"/>.</param>
    /// <returns>The new profile.</returns>
    /// <exception cref="FormatException">The key is unknown or the value is not one of its kind; the message says what was found and expected.</exception>
    public MemoryProfile With(string key, string text, string origin)
    {
        ArgumentNullException.ThrowIfNull(key);
        ArgumentNullException.ThrowIfNull(text);
        ArgumentNullException.ThrowIfNull(origin);
        ProfileKey known = ProfileKeys.Find(key);
        MemoryProfile? changed = known.Read(this, text.Trim());
        return changed is null
            ? throw new FormatException($"{key}: found '{text}' (from {origin}), expected {known.Expected}")
            : changed with { Origins = [[key, origin], .. Origins] };
    }

    /// <summary>Checks what only holds between settings: smallest batch ≤ first batch ≤ largest batch. Call it once, after the last <see cref="With"/>.</summary>
    /// <returns>This profile.</returns>
    /// <exception cref="FormatException">The batch sizes contradict each other.</exception>
    public MemoryProfile Validate()
    {
        bool isOrdered = BatchSizeMin >= 1 && BatchSizeMin <= BatchSizeBase && BatchSizeBase <= BatchSizeMax;
        return isOrdered
            ? this
            : throw new FormatException($"found the batch sizes min {BatchSizeMin}, base {BatchSizeBase}, max {BatchSizeMax}, expected 1 <= min <= base <= max");
    }

    private string OriginOf(string key)
    {
        foreach (string[] pair in Origins)
        {
            if (string.Equals(pair[0], key, StringComparison.Ordinal))
                return pair[1];
        }

        return $"profile {Name}";
    }
}
