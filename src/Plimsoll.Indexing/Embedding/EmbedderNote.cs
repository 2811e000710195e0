namespace Plimsoll.Indexing.Embedding;

/// <summary>
/// What an index remembers of the embedder that made it, so that nobody has to say it again: never a key. The manifest holds it as one text, whose first line is
/// the identity; for `builtin` that is all.
/// </summary>
/// <param name="Identity">The embedder's identity, by which segments know it.</param>
/// <param name="Spec">What to call it.</param>
/// <param name="Dimensions">Numbers a vector; 0 where the program itself knows.</param>
/// <param name="PassagePrefix">What stands before each passage.</param>
/// <param name="QueryPrefix">What stands before a query.</param>
/// <param name="TextBytes">The longest text of a passage, in bytes.</param>
internal sealed record EmbedderNote(string Identity, EmbedderSpec Spec, int Dimensions, string PassagePrefix, string QueryPrefix, int TextBytes)
{
    /// <summary>More than any model has; a vector of a forged index must not take more room than this.</summary>
    public const int MostDimensions = 16 * 1024;

    /// <summary>The longest text of a passage that may be asked for.</summary>
    public const int MostTextBytes = 64 * 1024;

    private const int Lines = 6;

    /// <summary>The note of an embedder in use.</summary>
    public static EmbedderNote Of(IEmbedder embedder, EmbedderSpec spec, EmbedderOptions options) => new(
        embedder.Identity, spec, embedder.Dimensions, options.PassagePrefix ?? "", options.QueryPrefix ?? "", options.TextBytes ?? EmbedderOptions.DefaultTextBytes);

    /// <summary>The options with what they leave open filled in from this note.</summary>
    public EmbedderOptions Fill(EmbedderOptions options) => Spec.Kind == EmbedderKind.Builtin ? options : options with
    {
        Spec = options.Spec is { Model: null } spec && spec.Kind == Spec.Kind ? spec with { Model = Spec.Model } : options.Spec ?? Spec,
        PassagePrefix = options.PassagePrefix ?? PassagePrefix,
        QueryPrefix = options.QueryPrefix ?? QueryPrefix,
        TextBytes = options.TextBytes ?? TextBytes,
    };

    /// <summary>Reads what a manifest holds.</summary>
    /// <exception cref="InvalidDataException">It is no note.</exception>
    public static EmbedderNote Parse(string text)
    {
        string[] lines = text.Split('\n');
        if (lines.Length == 1)
            return new EmbedderNote(text, EmbedderSpec.Builtin, 0, "", "", EmbedderOptions.DefaultTextBytes);
        if (lines.Length == Lines && EmbedderSpec.Parse(Unescape(lines[1]), out _) is { } spec
            && TryCount(lines[2], MostDimensions, out int dimensions) && TryCount(lines[5], MostTextBytes, out int textBytes))
        {
            return new EmbedderNote(lines[0], spec, dimensions, Unescape(lines[3]), Unescape(lines[4]), textBytes);
        }

        throw new InvalidDataException("what it says of its embedder makes no sense");
    }

    /// <summary>The text for the manifest.</summary>
    public override string ToString() => Spec.Kind == EmbedderKind.Builtin
        ? Identity
        : string.Join('\n', Identity, Escape(Spec.ToString()), Dimensions, Escape(PassagePrefix), Escape(QueryPrefix), TextBytes);

    private static bool TryCount(string text, int most, out int count) => int.TryParse(text, out count) && count >= 1 && count <= most;

    private static string Escape(string text) => Uri.EscapeDataString(text);

    private static string Unescape(string text) => Uri.UnescapeDataString(text);
}
