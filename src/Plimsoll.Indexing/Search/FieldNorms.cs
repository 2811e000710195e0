using Plimsoll.Indexing.Segments;

namespace Plimsoll.Indexing.Search;

/// <summary>For each field the numbers of 1 - b + b * length / average, as base and slope.</summary>
internal readonly struct FieldNorms
{
    private FieldNorms(double body, double comment, double symbol)
    {
        BodySlope = (float)(Ranking.BodyNorm / Math.Max(body, 1));
        CommentSlope = (float)(Ranking.CommentNorm / Math.Max(comment, 1));
        SymbolSlope = (float)(Ranking.SymbolNorm / Math.Max(symbol, 1));
    }

    public float BodySlope { get; }

    public float CommentSlope { get; }

    public float SymbolSlope { get; }

    /// <summary>Averages the lengths of the live chunks.</summary>
    public static unsafe FieldNorms Of(SegmentView[] views, long liveChunks)
    {
        long body = 0, comment = 0, symbol = 0;
        foreach (SegmentView view in views)
        {
            for (int i = 0; i < view.ChunkCount; i++)
            {
                ChunkRecord* chunk = view.Chunks + i;
                if (view.Live.HasDead && view.Live.IsDead((int)chunk->File))
                    continue;
                body += chunk->Lengths.Body;
                comment += chunk->Lengths.Comment;
                symbol += chunk->Lengths.Symbol;
            }
        }

        double count = Math.Max(1, liveChunks);
        return new FieldNorms(body / count, comment / count, symbol / count);
    }
}
