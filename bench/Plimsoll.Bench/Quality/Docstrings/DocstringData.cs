namespace Plimsoll.Bench.Quality.Docstrings;

/// <summary>Where the prepared benchmark lies: a folder a set, with the repositories and their questions.</summary>
internal static class DocstringData
{
    /// <summary>What may be looked at while the ranking is worked on.</summary>
    public const string Development = "dev";

    /// <summary>What nothing is chosen on.</summary>
    public const string Test = "test";

    /// <summary>All sets.</summary>
    public static string[] Sets { get; } = [Development, Test];

    /// <summary>The sets that are asked for, or all.</summary>
    public static IReadOnlyList<string> SetsOf(QualityOptions options) => options.Sets.Count > 0 ? options.Sets : Sets;

    /// <summary>The folder with the repositories of a set.</summary>
    public static string FolderOf(string data, string set) => Path.Combine(data, set);

    /// <summary>The questions to them.</summary>
    public static string QuestionsOf(string data, string set) => Path.Combine(data, set, "questions.json");
}
