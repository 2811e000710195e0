using Plimsoll.JavaScript.Parsing;
using Plimsoll.JavaScript.Scopes;
using Plimsoll.JavaScript.Text;

namespace Plimsoll.Unminify.Naming;

/// <summary>
/// Names for all bindings of a program from the program alone: functions that are known have the names that their authors gave. Of all others what is seen is collected in one walk, then every binding
/// is ranked by itself, and once more with the names that its neighbours got. No network, no randomness: the same program gets the same names.
/// </summary>
internal sealed class BuiltinNamer : IDisposable
{
    private const int None = -2;

    // The usual share of the walk in the time, and of the first ranking.
    private const double WalkShare = 0.35;
    private const double AloneShare = 0.3;
    private const int AdvanceEvery = 4096;

    private readonly ScopeTables _tables;
    private readonly NamingTable _table;
    private readonly ChunkStore _store;
    private readonly PhraseTable _phrases;
    private readonly ProgramWords _program;
    private readonly CandidateSet _candidates;
    private readonly NameProposals _proposals;
    private readonly EvidenceRecord _record = new();
    private readonly List<int> _words = [];
    private Action<double>? _advance;
    private int _function = None;

    /// <summary>A namer for a program.</summary>
    /// <param name="tables">What the survey found.</param>
    /// <param name="table">What was learnt; the program's own is <see cref="NamingTable.Builtin"/>.</param>
    /// <param name="store">Where the memory comes from.</param>
    public BuiltinNamer(ScopeTables tables, NamingTable table, ChunkStore store)
    {
        (_tables, _table, _store) = (tables, table, store);
        _phrases = new PhraseTable(store);
        table.Seed(_phrases);
        _program = new ProgramWords(_phrases, phrase => phrase < table.Names ? table.FrequencyOf(phrase) : CandidateClues.NewName, store);
        _candidates = new CandidateSet(_phrases, _program);
        _proposals = new NameProposals(tables, _phrases, table.Clues, store);
    }

    /// <summary>Walks over the program and finds names.</summary>
    /// <param name="builder">The trees of the program, with holes of any size.</param>
    /// <param name="advance">Told from time to time how much is done, 0 to 1.</param>
    /// <param name="stop">Ends it early.</param>
    public void Run(TreeBuilder builder, Action<double>? advance = null, CancellationToken stop = default)
    {
        _advance = advance;
        using EvidenceCollector collector = new(_tables, builder, _phrases, _store, _table.Clues.Find);
        collector.Run();
        for (int phrase = 0, count = _phrases.Count; phrase < count; phrase++)
        {
            if (collector.Counts.Of(phrase) > 0) _program.Add(phrase, collector.Counts.Of(phrase));
        }

        NeighbourReader neighbours = new(collector.Signatures, collector.CallSites);
        using KnownNames known = KnownNames.Find(_tables, _table, _store);
        RankAlone(collector.Log, neighbours, known, stop);
        RankTogether(collector.Log, neighbours, known, stop);
    }

    /// <summary>Whether the name of a binding is that of a known function.</summary>
    public bool IsKnown(int symbol) => _proposals.IsKnown(symbol);

    /// <summary>The names for a binding, the best one first, as they are written: at least one.</summary>
    public IReadOnlyList<string> NamesOf(int symbol) => _proposals.NamesOf(symbol);

    /// <inheritdoc/>
    public void Dispose()
    {
        _program.Dispose();
        _phrases.Dispose();
        _proposals.Dispose();
    }

    private void RankAlone(EvidenceLog log, NeighbourReader neighbours, KnownNames known, CancellationToken stop)
    {
        NameScorer scorer = new(_table, _table.First, _candidates, _phrases);
        for (int at = 0, done = 0; log.Read(ref at, _record);)
        {
            stop.ThrowIfCancellationRequested();
            Advance(done++, log.Count, WalkShare, AloneShare);
            if (known[_record.Symbol] is >= 0 and int name)
            {
                _proposals.SetKnown(_record, name);
                continue;
            }

            EnterFunction(log, scorer);
            neighbours.Extend(_record);
            scorer.Rank(_record, KindOf(_record.Symbol), []);
            _proposals.Set(_record, scorer.Best);
        }
    }

    /// <summary>All bindings are ranked by the first names of their neighbours, in whatever order they come.</summary>
    private void RankTogether(EvidenceLog log, NeighbourReader neighbours, KnownNames known, CancellationToken stop)
    {
        using ChunkList<int> names = _proposals.CopyFirst(_store);
        _function = None;
        NameScorer scorer = new(_table, _table.Second, _candidates, _phrases);
        NameChoice choice = new(_phrases);
        List<(uint Relation, int Name)> near = [];
        Func<int, int> nameOf = symbol => names[symbol];
        for (int at = 0, done = 0; log.Read(ref at, _record);)
        {
            stop.ThrowIfCancellationRequested();
            Advance(done++, log.Count, WalkShare + AloneShare, 1 - WalkShare - AloneShare);
            if (known[_record.Symbol] >= 0) continue;
            EnterFunction(log, scorer);
            neighbours.Extend(_record);
            NeighbourNames.Read(_record, nameOf, near);
            scorer.Rank(_record, KindOf(_record.Symbol), near);
            if (scorer.Best.Count > 0) names[_record.Symbol] = scorer.Best[0].Phrase;
            choice.PutBestFirst(scorer.Best);
            _proposals.Set(_record, scorer.Best);
        }
    }

    private void Advance(int done, int all, double before, double share)
    {
        if (done % AdvanceEvery == 0) _advance?.Invoke(before + (share * done / all));
    }

    private uint KindOf(int symbol) => EvidenceCollector.KindOf(_tables.Symbols[symbol].Kind);

    private void EnterFunction(EvidenceLog log, NameScorer scorer)
    {
        if (_record.Words == _function) return;
        _function = _record.Words;
        log.ReadWords(_function, _words);
        _program.EnterFunction(_words);
        scorer.EnterFunction(_words);
    }
}
