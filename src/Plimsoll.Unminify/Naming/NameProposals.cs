using Plimsoll.JavaScript.Scopes;
using Plimsoll.JavaScript.Text;

namespace Plimsoll.Unminify.Naming;

/// <summary>The best names of every binding, 28 bytes each.</summary>
internal sealed unsafe class NameProposals : IDisposable
{
    /// <summary>Names that are kept of each binding: where the first is taken, another that fits about as well is better than a number behind the first.</summary>
    public const int Kept = 4;

    /// <summary>How much less a name may fit, in 1/256, to be a better way out of a clash than a number behind the best one.</summary>
    private const int MarginMax = 128;

    private static readonly uint ConstructedClue = Clues.Join(0, Clues.Of(Clue.Constructed, 0));

    private readonly ScopeTables _tables;
    private readonly PhraseTable _phrases;
    private readonly uint _constructed;
    private readonly ChunkList<Row> _rows;

    /// <summary>Nothing is proposed yet.</summary>
    public NameProposals(ScopeTables tables, PhraseTable phrases, ClueIndex clues, ChunkStore store)
    {
        (_tables, _phrases) = (tables, phrases);
        _constructed = (uint)clues.Find(ConstructedClue);
        _rows = new ChunkList<Row>(store);
        for (int symbol = 0; symbol < tables.Symbols.Count; symbol++) _rows.Add(default);
    }

    /// <summary>Sets the names of a binding.</summary>
    public void Set(EvidenceRecord record, List<(int Phrase, int Score)> best)
    {
        ref Row row = ref _rows[record.Symbol];
        row.Count = (byte)Math.Min(Kept, best.Count);
        for (int i = 0; i < row.Count; i++)
        {
            row.Phrases[i] = best[i].Phrase;
            row.Scores[i] = (short)Math.Clamp(best[i].Score, short.MinValue, short.MaxValue);
        }

        row.IsConstructed = record.Clues.Contains(_constructed);
    }

    /// <summary>Sets the name that a binding is known to have.</summary>
    public void SetKnown(EvidenceRecord record, int name)
    {
        ref Row row = ref _rows[record.Symbol];
        row.Count = 1;
        row.Phrases[0] = name;
        row.IsConstructed = record.Clues.Contains(_constructed);
        row.IsKnown = true;
    }

    /// <summary>Whether the name of a binding is one that it is known to have.</summary>
    public bool IsKnown(int symbol) => _rows[symbol].IsKnown;

    /// <summary>The first name of every binding, or none.</summary>
    public ChunkList<int> CopyFirst(ChunkStore store)
    {
        ChunkList<int> names = new(store);
        for (int symbol = 0; symbol < _rows.Count; symbol++) names.Add(_rows[symbol].Count == 0 ? PhraseTable.None : _rows[symbol].Phrases[0]);
        return names;
    }

    /// <summary>The names of a binding as they are written, the best one first.</summary>
    public IReadOnlyList<string> NamesOf(int symbol)
    {
        ref Row row = ref _rows[symbol];
        List<string> names = [];
        for (int i = 0; i < row.Count && (i == 0 || row.Scores[0] - row.Scores[i] <= MarginMax); i++) names.Add(NameStyle.Spell(_phrases, row.Phrases[i], IsType(symbol)));
        if (names.Count == 0) names.Add(NameStyle.Fallback(_tables.Symbols[symbol].Kind));
        return names;
    }

    /// <inheritdoc/>
    public void Dispose() => _rows.Dispose();

    private bool IsType(int symbol) => _rows[symbol].IsConstructed || _tables.Symbols[symbol].Kind is SymbolKind.Class or SymbolKind.ClassName;

    private struct Row
    {
        public fixed int Phrases[Kept];
        public fixed short Scores[Kept];
        public byte Count;
        public bool IsConstructed;
        public bool IsKnown;
    }
}
