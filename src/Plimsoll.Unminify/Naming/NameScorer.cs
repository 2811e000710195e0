using System.Runtime.CompilerServices;

namespace Plimsoll.Unminify.Naming;

/// <summary>Ranks the names that one binding may have by a stage of the table.</summary>
internal sealed unsafe class NameScorer
{
    /// <summary>Names of the table that are looked at for a binding.</summary>
    public const int KnownMax = 16;

    /// <summary>Names that are kept of each ranking.</summary>
    public const int BestMax = 6;

    /// <summary>What a name starts with that the table does not know.</summary>
    private const int NewNameStart = -4 * 256;

    private readonly NamingTable _table;
    private readonly NamingStage _stage;
    private readonly CandidateSet _candidates;
    private readonly PhraseTable _phrases;
    private readonly Name[] _names;
    private readonly int[] _touched;
    private readonly int[] _scores = new int[1024];
    private readonly short[] _sum = new short[NamingStage.Dimensions];
    private readonly short[] _near = new short[NamingStage.Dimensions];
    private int _touchedCount;
    private int _stamp;
    private int _nearCount;

    /// <summary>A scorer by one stage.</summary>
    public NameScorer(NamingTable table, NamingStage stage, CandidateSet candidates, PhraseTable phrases)
    {
        (_table, _stage, _candidates, _phrases) = (table, stage, candidates, phrases);
        _names = new Name[table.Names];
        _touched = new int[table.Names];
    }

    /// <summary>The best names of the last ranking, as phrases, the best one first.</summary>
    public List<(int Phrase, int Score)> Best { get; } = [];

    /// <summary>Makes the phrases of a function clues to the bindings that come.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void EnterFunction(List<int> words)
    {
        Array.Clear(_near);
        _nearCount = 0;
        for (int i = 0; i < Math.Min(words.Count, ProgramWords.NearMax); i++)
        {
            int row = _table.Clues.Find(_phrases.ClueOf(words[i]));
            if (row < 0) continue;
            _stage.AddVector(row, _near);
            _nearCount++;
        }
    }

    /// <summary>Ranks names for a binding.</summary>
    /// <param name="record">What was seen of it; clues are rows of the table.</param>
    /// <param name="kind">How it is declared.</param>
    /// <param name="neighbours">Relations and names of neighbours.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Rank(EvidenceRecord record, uint kind, List<(uint Relation, int Name)> neighbours)
    {
        int clues = Weigh(record.Clues, neighbours);
        _candidates.Clear(kind);
        for (int i = 0; i < _touchedCount; i++) _candidates.Propose(_touched[i]);
        _candidates.AddCopies(record.Copies);
        foreach ((uint relation, int name) in neighbours) _candidates.AddNeighbour(relation, name);
        _candidates.AddFits();
        Score(clues);
        Choose();
    }

    /// <summary>Adds up what the clues say; returns how many of them the stage knows.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private int Weigh(List<uint> clues, List<(uint Relation, int Name)> neighbours)
    {
        _stamp++;
        _touchedCount = 0;
        _near.CopyTo(_sum, 0);
        int known = _nearCount + clues.Count;
        foreach (uint row in clues) WeighOne((int)row);
        foreach ((uint relation, int name) in neighbours)
        {
            int row = _table.NeighbourClues.Find(_candidates.NeighbourClue(relation, name));
            if (row < 0) continue;
            WeighOne(_table.Clues.Count + row);
            known++;
        }

        KeepMostShared();
        return known;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void WeighOne(int row)
    {
        _stage.AddVector(row, _sum);
        foreach (NamingStage.Pair pair in _stage.PairsOf(row))
        {
            ref Name name = ref _names[pair.Name];
            if (name.Stamp != _stamp)
            {
                name = new Name { Stamp = _stamp };
                _touched[_touchedCount++] = pair.Name;
            }

            name.Weight += pair.Weight * NamingStage.PairStep;
            name.Share += pair.Share * pair.Share;
        }
    }

    /// <summary>Keeps the names that go with the clues most often: of equally common ones that with the lower number.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void KeepMostShared()
    {
        if (_touchedCount <= KnownMax) return;
        Span<ulong> kept = stackalloc ulong[KnownMax];
        int count = 0;
        for (int i = 0; i < _touchedCount; i++)
        {
            int name = _touched[i];
            ulong rank = ((ulong)(uint)_names[name].Share << 32) | (uint)(int.MaxValue - name);
            if (count == KnownMax && rank < kept[KnownMax - 1]) continue;
            int at = count < KnownMax ? count++ : KnownMax - 1;
            for (; at > 0 && kept[at - 1] < rank; at--) kept[at] = kept[at - 1];
            kept[at] = rank;
        }

        _touchedCount = KnownMax;
        for (int i = 0; i < KnownMax; i++) _touched[i] = int.MaxValue - (int)(uint)kept[i];
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Score(int clues)
    {
        List<int> phrases = _candidates.Phrases;
        for (int i = 0; i < phrases.Count; i++) _scores[i] = phrases[i] < _names.Length ? ScoreOfKnown(phrases[i], clues) : NewNameStart;
        short* places = _stage.Places;
        foreach ((int candidate, int place) in _candidates.Places) _scores[candidate] += places[place];
    }

    private int ScoreOfKnown(int phrase, int clues)
    {
        ref Name name = ref _names[phrase];
        int score = _stage.StartOf(phrase) + _stage.Fit(phrase, _sum, clues);
        return name.Stamp == _stamp ? score + name.Weight : score;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Choose()
    {
        List<int> phrases = _candidates.Phrases;
        Span<ulong> best = stackalloc ulong[BestMax];
        int count = 0;
        for (int i = 0; i < phrases.Count; i++)
        {
            // The higher score comes first, of equal ones the phrase with the lower number.
            ulong rank = ((ulong)((uint)_scores[i] ^ 0x8000_0000) << 32) | (uint)(int.MaxValue - phrases[i]);
            if (count == BestMax && rank < best[BestMax - 1]) continue;
            int at = count < BestMax ? count++ : BestMax - 1;
            for (; at > 0 && best[at - 1] < rank; at--) best[at] = best[at - 1];
            best[at] = rank;
        }

        Best.Clear();
        foreach (ulong rank in best[..count]) Best.Add((int.MaxValue - (int)(uint)rank, (int)((uint)(rank >> 32) ^ 0x8000_0000)));
    }

    private struct Name
    {
        public int Stamp;
        public int Weight;
        public int Share;
    }
}
