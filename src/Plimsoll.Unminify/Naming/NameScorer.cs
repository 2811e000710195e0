namespace Plimsoll.Unminify.Naming;

/// <summary>Ranks the names that one binding may have by a stage of the table.</summary>
internal sealed class NameScorer
{
    /// <summary>Names of the table that are looked at for a binding.</summary>
    public const int KnownMax = 96;

    /// <summary>Names that are kept of each ranking.</summary>
    public const int BestMax = 6;

    private readonly NamingStage _stage;
    private readonly int[] _weights;
    private readonly int[] _shares;
    private readonly int[] _stamps;
    private readonly List<int> _touched = [];
    private readonly int[] _sum = new int[NamingStage.Dimensions];
    private readonly int[] _near = new int[NamingStage.Dimensions];
    private readonly PhraseTable _phrases;
    private readonly CandidateSet _candidates;
    private readonly int _names;
    private readonly List<int> _scores = [];
    private int _stamp;
    private int _nearCount;

    /// <summary>A scorer by one stage.</summary>
    public NameScorer(NamingTable table, NamingStage stage, CandidateSet candidates, PhraseTable phrases)
    {
        (_stage, _phrases) = (stage, phrases);
        _candidates = candidates;
        _names = table.Names;
        (_weights, _shares, _stamps) = (new int[_names], new int[_names], new int[_names]);
    }

    /// <summary>The best names of the last ranking, as phrases, the best one first.</summary>
    public List<(int Phrase, int Score)> Best { get; } = [];

    /// <summary>Makes the phrases of a function clues to the bindings that come.</summary>
    public void EnterFunction(List<int> words)
    {
        Array.Clear(_near);
        _nearCount = 0;
        for (int i = 0; i < Math.Min(words.Count, ProgramWords.NearMax); i++)
        {
            int row = (int)_stage.Find(_phrases.ClueOf(words[i])) - 1;
            if (row < 0) continue;
            _stage.AddVector(row, _near);
            _nearCount++;
        }
    }

    /// <summary>Ranks names for a binding.</summary>
    /// <param name="record">What was seen of it.</param>
    /// <param name="kind">How it is declared.</param>
    /// <param name="neighbours">Relations and names of neighbours.</param>
    /// <param name="customs">What the program calls bindings with the same clues.</param>
    public void Rank(EvidenceRecord record, uint kind, List<(uint Relation, int Name)> neighbours, IReadOnlyList<(int Name, int Support)> customs)
    {
        int clues = Weigh(record.Clues, neighbours);
        _candidates.Clear(kind);
        foreach (int name in _touched) _candidates.Propose(name);
        _candidates.AddCopies(record.Copies);
        foreach ((uint relation, int name) in neighbours) _candidates.AddNeighbour(relation, name);
        _candidates.AddCustoms(customs);
        _candidates.AddFits();
        Score(clues);
        Choose();
    }

    /// <summary>Adds up what the clues say; returns how many of them the stage knows.</summary>
    private int Weigh(List<uint> clues, List<(uint Relation, int Name)> neighbours)
    {
        _stamp++;
        _touched.Clear();
        _near.CopyTo(_sum, 0);
        int known = _nearCount;
        foreach (uint clue in clues) known += WeighOne(clue);
        foreach ((uint relation, int name) in neighbours) known += WeighOne(_candidates.NeighbourClue(relation, name));
        if (_touched.Count <= KnownMax) return known;
        _touched.Sort((left, right) => _shares[right] != _shares[left] ? _shares[right] - _shares[left] : left - right);
        _touched.RemoveRange(KnownMax, _touched.Count - KnownMax);
        return known;
    }

    private int WeighOne(uint clue)
    {
        int row = (int)_stage.Find(clue) - 1;
        if (row < 0) return 0;
        _stage.AddVector(row, _sum);
        foreach (NamingStage.Pair pair in _stage.PairsOf(row))
        {
            if (_stamps[pair.Name] != _stamp)
            {
                (_stamps[pair.Name], _weights[pair.Name], _shares[pair.Name]) = (_stamp, 0, 0);
                _touched.Add(pair.Name);
            }

            _weights[pair.Name] += pair.Weight * NamingStage.PairStep;
            _shares[pair.Name] += pair.Share;
        }

        return 1;
    }

    private void Score(int clues)
    {
        _scores.Clear();
        foreach (int phrase in _candidates.Phrases) _scores.Add(phrase < _names ? ScoreOfKnown(phrase, clues) : NewNameStart);
        foreach ((int candidate, int place) in _candidates.Places) _scores[candidate] += _stage.WeightOf(place);
    }

    /// <summary>What a name starts with that the table does not know.</summary>
    private const int NewNameStart = -4 * 256;

    private int ScoreOfKnown(int name, int clues)
    {
        int score = _stage.StartOf(name) + _stage.Fit(name, _sum, clues);
        return _stamps[name] == _stamp ? score + _weights[name] : score;
    }

    private void Choose()
    {
        Best.Clear();
        for (int i = 0; i < _scores.Count; i++)
        {
            (int Phrase, int Score) one = (_candidates.Phrases[i], _scores[i]);
            int at = Best.Count;
            while (at > 0 && (Best[at - 1].Score < one.Score || (Best[at - 1].Score == one.Score && Best[at - 1].Phrase > one.Phrase))) at--;
            if (at == BestMax) continue;
            Best.Insert(at, one);
            if (Best.Count > BestMax) Best.RemoveAt(BestMax);
        }
    }
}
