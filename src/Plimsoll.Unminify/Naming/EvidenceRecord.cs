namespace Plimsoll.Unminify.Naming;

/// <summary>All that was seen of one binding, in a buffer that is used again for the next.</summary>
internal sealed class EvidenceRecord
{
    /// <summary>The binding.</summary>
    public int Symbol { get; private set; }

    /// <summary>Clues, or their rows in a table.</summary>
    public List<uint> Clues { get; } = [];

    /// <summary>Words to copy from, each with its source (see <see cref="EvidencePool.CopyOf"/>).</summary>
    public List<uint> Copies { get; } = [];

    /// <summary>Neighbours: a relation and a binding by turns.</summary>
    public List<uint> Ties { get; } = [];

    /// <summary>The list of words of the function that counts for it, or -1.</summary>
    public int Words { get; set; }

    /// <summary>Empties it for another binding.</summary>
    public void Clear(int symbol)
    {
        Symbol = symbol;
        Words = -1;
        Clues.Clear();
        Copies.Clear();
        Ties.Clear();
    }
}
