using Plimsoll.Unminify.Naming;

namespace Plimsoll.Training.Names;

/// <summary>Chooses the names that the table knows: those that the authors of two packages or more gave.</summary>
internal static class NameVocabulary
{
    private const int PackagesMin = 2;

    /// <summary>Gives the chosen names the first numbers of a new table of phrases, the most common first.</summary>
    /// <returns>How often each was given.</returns>
    public static int[] Choose(IReadOnlyList<NameExample> examples, PhraseTable old, PhraseTable chosen)
    {
        var names = examples.GroupBy(example => example.Label)
            .Select(group => (Name: group.Key, Count: group.Count(), Packages: group.Select(example => example.Package).Distinct().Count()))
            .Where(name => name.Packages >= PackagesMin)
            .OrderByDescending(name => name.Count).ThenBy(name => name.Name)
            .ToList();
        byte[] words = new byte[WordSplitter.WordBytesMax];
        foreach ((int name, int _, int _) in names) chosen.Intern(words.AsSpan(0, old.CopyWords(name, words)));
        return [.. names.Select(name => name.Count)];
    }

    /// <summary>How common a name is, 0 to 6.</summary>
    public static uint FrequencyOf(int count) => (uint)Math.Min(6, (int)MathF.Log2(1 + count));
}
