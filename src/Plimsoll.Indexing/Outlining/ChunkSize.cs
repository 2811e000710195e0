namespace Plimsoll.Indexing.Outlining;

/// <summary>How long chunks are. Sizes are bytes.</summary>
internal static class ChunkSize
{
    /// <summary>Neighbours are joined up to this: about 40 lines, a screen, which a person judges at a glance and a vector still describes.</summary>
    internal const int Target = 1500;

    /// <summary>A whole definition up to this stays together: 97 of 100 functions of Linux, Keycloak and React are shorter.</summary>
    internal const int Max = 4000;

    /// <summary>No chunk but a gigantic line has more lines than this, so that a hit can be read without scrolling twice.</summary>
    internal const int MaxLines = 120;

    /// <summary>What is shorter is joined to a neighbour where that is possible: it has too few words to be ranked fairly.</summary>
    internal const int Min = 500;

    /// <summary>Text without definitions is cut no later than this, so that the rest is not a crumb.</summary>
    internal const int TextMax = 2400;
}
