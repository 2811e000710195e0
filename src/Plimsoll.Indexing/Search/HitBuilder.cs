using System.Text;
using Plimsoll.Files;
using Plimsoll.Indexing.Languages;
using Plimsoll.Indexing.Outlining;
using Plimsoll.Indexing.Segments;

namespace Plimsoll.Indexing.Search;

/// <summary>Makes hits of candidates.</summary>
internal sealed unsafe class HitBuilder(Corpus corpus, QueryPlan plan, StaleCheck[] stale)
{
    private readonly ChunkDefinitions _definitions = new();

    /// <summary>Makes a hit.</summary>
    /// <param name="candidate">The candidate; its definition gives the lines and the name.</param>
    /// <param name="explain">The parts of the score, or nothing.</param>
    public SearchHit Build(in Candidate candidate, ScoreAddend[] explain)
    {
        SegmentView view = corpus.Views[candidate.Segment];
        ChunkRecord* chunk = view.Chunks + candidate.Chunk;
        _definitions.Read(view, candidate.Chunk);
        int definition = candidate.Definition;
        int named = definition >= 0 ? definition : MainDefinition((SymbolKind)chunk->Kind);
        int lastLine = view.Live.Segment.EndLineOf(candidate.Chunk);
        byte[] symbol = _definitions.FullNameOf(named);
        byte[] path = view.PathOfChunk(candidate.Chunk).ToArray();
        return new SearchHit
        {
            Path = Encoding.UTF8.GetString(path),
            PathBytes = path,
            StartLine = definition >= 0 ? _definitions.NameLineOf(definition) : chunk->StartLine,
            EndLine = definition >= 0 ? _definitions.EndLineOf(definition) : lastLine,
            ChunkStartLine = chunk->StartLine,
            ChunkEndLine = lastLine,
            Symbol = symbol.Length == 0 ? null : SecretRedactor.Redact(Encoding.UTF8.GetString(symbol)), // a heading may hold one
            Kind = KindNames.Of(named >= 0 ? _definitions.KindOf(named) : (SymbolKind)chunk->Kind),
            Language = LanguageTable.ById(view.Files[chunk->File].Language).Name,
            Score = candidate.Key,
            Terms = TermsOf(candidate),
            Explain = explain,
            Repository = view.Repository,
            State = stale[view.Repository].StateOf(path, view.Live.StampOf((int)chunk->File), view.Files[chunk->File].Hash),
        };
    }

    /// <summary>The definition that the chunk is mostly about: the first of the chunk's kind.</summary>
    private int MainDefinition(SymbolKind kind)
    {
        for (int i = 0; i < _definitions.Count; i++)
        {
            if (_definitions.KindOf(i) == kind)
                return i;
        }

        return _definitions.Count > 0 ? 0 : -1;
    }

    private string[] TermsOf(in Candidate candidate)
    {
        // A definition is found by its name: its terms are those of the name.
        uint mask = candidate.Terms == uint.MaxValue ? plan.MaskOf(_definitions.NameOf(candidate.Definition), out _) : candidate.Terms;
        int count = System.Numerics.BitOperations.PopCount(mask);
        string[] terms = new string[count];
        for (int i = 0, at = 0; i < plan.Count; i++)
        {
            if ((mask >> i & 1) != 0)
                terms[at++] = plan[i].ToString();
        }

        return terms;
    }
}
