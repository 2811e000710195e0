namespace Plimsoll.Indexing.Outlining;

/// <summary>How long chunks are. Sizes are bytes.</summary>
internal static class ChunkSize
{
    /// <summary>Neighbours are joined up to this: about 40 lines, a screen, which a person judges at a glance and a vector still describes.</summary>
    internal const int Target = 1900;

    /// <summary>
    /// Definitions of one line each (constants, fields, members) are a table, whose rows are found by their names and not by their company: in Linux's
    /// headers a quarter fewer chunks.
    /// </summary>
    internal const int TableTarget = 3600;

    /// <summary>A whole definition up to this stays together: 97 of 100 functions of Linux, Keycloak and React are shorter.</summary>
    internal const int Max = 4000;

    /// <summary>No chunk but a gigantic line has more lines than this, so that a hit can be read without scrolling twice.</summary>
    internal const int MaxLines = 120;

    /// <summary>What is shorter is joined to a neighbour where that is possible: it has too few words to be ranked fairly.</summary>
    internal const int Min = 700;

    /// <summary>Text without definitions is cut no later than this, so that the rest is not a crumb.</summary>
    internal const int TextMax = 2400;
}
