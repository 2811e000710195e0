using System.Text;
using Plimsoll.Indexing.Embedding;

namespace Plimsoll.Training.Pairs;

/// <summary>What is learnt from, by kind, and what is only judged on.</summary>
/// <param name="Descriptions">First sentences of documentation with their code.</param>
/// <param name="Comments">Comments inside functions with the code around them.</param>
/// <param name="HeldOut">Descriptions of the repositories that were kept out.</param>
internal sealed record Material(PairSet Descriptions, PairSet Comments, PairSet HeldOut)
{
    /// <summary>All that is learnt from.</summary>
    public IReadOnlyList<PairSet> Sets => [Descriptions, Comments];

    /// <summary>Reads the pairs in the tokens of a table.</summary>
    public static Material Read(TrainingOptions options, EmbeddingTable table)
    {
        var material = new Material(new PairSet(table), new PairSet(table), new PairSet(table));
        PairReader.Read(options.Pairs, (in PairLine line) => material.Add(line, IsHeldOut(options, line), options.WithComments));
        return material;
    }

    /// <summary>Whether a pair belongs to a repository that is kept out.</summary>
    public static bool IsHeldOut(TrainingOptions options, in PairLine line)
    {
        foreach (string name in options.HoldOut)
        {
            if (Encoding.UTF8.GetBytes(name).AsSpan().SequenceEqual(line.Repository))
                return true;
        }

        return false;
    }

    private void Add(in PairLine line, bool heldOut, bool withComments)
    {
        if (!line.Sentence.IsEmpty)
            (heldOut ? HeldOut : Descriptions).AddDescription(line);
        if (withComments && !heldOut)
            Comments.AddComments(line);
    }
}
