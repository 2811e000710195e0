namespace Plimsoll.Indexing.Search;

/// <summary>Words that make a question a sentence and say nothing of what is looked for.</summary>
internal static class StopWords
{
    private const int Longest = 14; // implementation

    private static readonly HashSet<string> Words = new(StringComparer.Ordinal)
    {
        "a", "about", "after", "all", "an", "and", "any", "are", "as", "at", "based", "be", "been", "before", "being", "between", "both", "but", "by", "can", "code",
        "do", "does", "during", "each", "find", "for", "from", "get", "given", "has", "have", "how", "if", "implementation", "implemented", "in", "into",
        "is", "it", "its", "like", "many", "may", "of", "on", "or", "other", "our", "should", "show", "so", "some", "such", "that", "the",
        "their", "them", "then", "there", "these", "they", "this", "through", "to", "under", "up", "use", "used", "uses", "using", "via", "was", "we",
        "what", "when", "where", "which", "while", "who", "why", "will", "with", "within", "without",
    };

    /// <summary>Whether a lower-case word is one.</summary>
    public static bool Has(ReadOnlySpan<byte> word)
    {
        if (word.Length > Longest)
            return false;
        Span<char> text = stackalloc char[word.Length];
        for (int i = 0; i < word.Length; i++)
            text[i] = (char)word[i];
        return Words.GetAlternateLookup<ReadOnlySpan<char>>().Contains(text);
    }
}
