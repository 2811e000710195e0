namespace Plimsoll.Indexing.Languages;

/// <summary>All languages, and the rules by which a file's language is found.</summary>
public static class LanguageTable
{
    private static readonly Language[] Languages = LanguageList.Create();
    private static readonly DetectionTable Detection = new(Languages);

    /// <summary>All languages, by their number.</summary>
    public static IReadOnlyList<Language> All => Languages;

    /// <summary>The language of files that are no other: text without an outline.</summary>
    public static Language Text => Languages[0];

    /// <summary>The language of a stored number; an unknown number (a newer index) reads as plain text.</summary>
    /// <param name="id">The number from an index.</param>
    public static Language ById(byte id) => id < Languages.Length ? Languages[id] : Languages[0];

    /// <summary>Finds a language by the name, other name, extension or interpreter that a person typed, in any case.</summary>
    /// <param name="name">A name such as <c>csharp</c>, another such as <c>c#</c>, or an extension such as <c>cs</c> or <c>.cs</c>.</param>
    /// <param name="language">The language, or plain text when the name is unknown.</param>
    public static bool TryByName(string name, out Language language)
    {
        ArgumentNullException.ThrowIfNull(name);
        foreach (Language candidate in Languages)
        {
            if (string.Equals(candidate.Name, name, StringComparison.OrdinalIgnoreCase))
            {
                language = candidate;
                return true;
            }
        }

        language = Languages[Detection.ByAlias(name.TrimStart('.'))];
        return language.Id != 0;
    }

    /// <summary>Finds the language of a file by its name, its extension, and else by its first bytes (a <c>#!</c> line).</summary>
    /// <param name="path">The path, <c>/</c>-separated, in any encoding.</param>
    /// <param name="firstBytes">The start of the file; a few kilobytes are enough, more are not looked at.</param>
    public static Language Detect(ReadOnlySpan<byte> path, ReadOnlySpan<byte> firstBytes) =>
        Languages[Detection.Find(path, firstBytes)];
}
