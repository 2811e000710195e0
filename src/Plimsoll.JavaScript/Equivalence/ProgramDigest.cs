using Plimsoll.JavaScript.Text;

namespace Plimsoll.JavaScript.Equivalence;

/// <summary>What a program says, whatever its bindings are called and however it is written: 128 bits, and where it stood every so many statements.</summary>
public sealed class ProgramDigest : IDisposable
{
    internal const int StatementsPerMark = 64;

    internal ProgramDigest(ChunkStore store) => Marks = new ChunkList<DigestMark>(store);

    /// <summary>The digest of all of it.</summary>
    public UInt128 Value { get; internal set; }

    /// <summary>How many statements were seen in the canonical form.</summary>
    public int Statements { get; internal set; }

    internal ChunkList<DigestMark> Marks { get; }

    /// <summary>Whether two programs are alpha-equivalent, up to the ways of writing that <see cref="CanonicalForm"/> takes as one.</summary>
    public bool IsEquivalentTo(ProgramDigest other) => Value == other.Value && Statements == other.Statements;

    /// <summary>Where two programs begin to differ, as byte offsets in both: of a statement at most 64 statements before.</summary>
    public (int Ours, int Theirs) FirstDifference(ProgramDigest other)
    {
        (int Ours, int Theirs) last = (0, 0);
        for (int i = 0; i < Math.Min(Marks.Count, other.Marks.Count); i++)
        {
            if (Marks[i].Hash != other.Marks[i].Hash) return last;
            last = (Marks[i].Offset, other.Marks[i].Offset);
        }

        return last;
    }

    /// <inheritdoc/>
    public void Dispose() => Marks.Dispose();
}

/// <summary>What the digest was when a statement began.</summary>
internal struct DigestMark
{
    public ulong Hash;
    public int Offset;
}
