using System.Runtime.CompilerServices;
using Plimsoll.Indexing.Segments;

namespace Plimsoll.Indexing.Search;

/// <summary>Adds the BM25F score of one term to the chunks of one segment.</summary>
internal static unsafe class LexicalScorer
{
    /// <summary>Scores a term.</summary>
    /// <param name="view">The segment.</param>
    /// <param name="postings">The term's postings in it.</param>
    /// <param name="norms">How lengths lower counts.</param>
    /// <param name="weight">The term's weight times its rarity.</param>
    /// <param name="bit">The term's bit.</param>
    /// <param name="scores">A score a chunk; added to.</param>
    /// <param name="terms">The terms a chunk holds; added to.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Add(
        SegmentView view, in TermPostings postings, in FieldNorms norms, float weight, uint bit, float* scores, uint* terms)
    {
        ChunkRecord* chunks = view.Chunks;
        var path = new PathChunks(view, postings);
        byte* at = postings.Chunks;
        byte* end = postings.Files;
        uint chunk = 0;
        while (at < end)
        {
            at = PostingCode.Read(at, end, out uint gap, out TermCounts counts);
            chunk += gap;
            if (chunk >= (uint)view.ChunkCount)
                throw OutOfRange(view);
            while (path.Chunk < chunk)
            {
                scores[path.Chunk] += Saturate(path.Weight, weight);
                path.MoveNext();
            }

            float count = Count(chunks + chunk, counts, norms);
            if (path.Chunk == chunk)
            {
                count += path.Weight;
                path.MoveNext();
            }

            scores[chunk] += Saturate(count, weight);
            terms[chunk] |= bit;
        }

        while (path.Chunk != PathChunks.None)
        {
            scores[path.Chunk] += Saturate(path.Weight, weight);
            path.MoveNext();
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static float Saturate(float count, float weight) => weight * count / (count + Ranking.Saturation);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static float Count(ChunkRecord* chunk, in TermCounts counts, in FieldNorms norms)
    {
        float count = counts.Body * Ranking.BodyWeight / (1 - Ranking.BodyNorm + (norms.BodySlope * chunk->Lengths.Body));
        if (counts.Comment > 0)
            count += counts.Comment * Ranking.CommentWeight / (1 - Ranking.CommentNorm + (norms.CommentSlope * chunk->Lengths.Comment));
        if (counts.Symbol > 0)
            count += counts.Symbol * Ranking.SymbolWeight / (1 - Ranking.SymbolNorm + (norms.SymbolSlope * chunk->Lengths.Symbol));
        return count;
    }

    private static IndexException OutOfRange(SegmentView view) => new(
        IndexFailure.Damaged, $"{view.Live.Segment.FullPath} is damaged: a posting names a chunk that is not there. Run `plimsoll index` to repair it.");
}
