using System.Diagnostics;
using Plimsoll.Training.Learning;
using Plimsoll.Unminify.Naming;

namespace Plimsoll.Training.Names;

/// <summary>Learns one stage: the right name is to come out above the other candidates (softmax over the candidates, Adagrad).</summary>
internal sealed unsafe class StageLearner
{
    private const int Dimensions = NamingStage.Dimensions;
    private const int Block = 64;
    private const int RandomNames = 400;
    private const float Rate = 0.1f;
    private const float VectorRate = 0.2f;
    private const float Dropped = 0.2f;
    private const float NearDropped = 0.2f;
    private const float RateDecay = 0.8f;
    private const float Negligible = 1e-4f;
    private const float NewNameStart = -4;

    private readonly StageWeights _weights;
    private readonly EvidenceReader _reader;
    private readonly NameTargets _targets;
    private readonly Dictionary<uint, int> _rows = [];
    private readonly int _names;
    private readonly float[] _nameWeights;
    private readonly float[] _shares;
    private readonly int[] _stamps;
    private readonly List<int> _touched = [];
    private readonly List<int> _used = [];
    private readonly List<float> _scores = [];
    private readonly float[] _sum = new float[Dimensions];
    private readonly float[] _gradient = new float[Dimensions];
    private int _stamp;
    private Dice _dice;

    /// <summary>A learner of these weights.</summary>
    public StageLearner(StageWeights weights, EvidenceReader reader, ulong seed)
    {
        (_weights, _reader, _dice) = (weights, reader, new Dice(seed));
        _targets = new NameTargets(reader.Phrases);
        _names = weights.Starts.Length;
        (_nameWeights, _shares, _stamps) = (new float[_names], new float[_names], new int[_names]);
        for (int row = 0; row < weights.Clues.Length; row++) _rows.Add(weights.Clues[row], row);
    }

    private CandidateSet Candidates => _reader.Candidates;

    /// <summary>Goes through the examples a few times.</summary>
    public void Learn(IReadOnlyList<NameExample> examples, int epochs, TextWriter output)
    {
        for (int epoch = 0; epoch < epochs; epoch++)
        {
            long start = Stopwatch.GetTimestamp();
            float decay = MathF.Pow(RateDecay, epoch);
            double loss = 0;
            int count = 0;
            foreach (NameExample example in InBlocks(examples))
            {
                float one = Step(example, decay);
                if (one < 0) continue;
                loss += one;
                count++;
            }

            output.WriteLine($"  epoch {epoch + 1}: loss {loss / count:f3} of {count:n0}, {Stopwatch.GetElapsedTime(start).TotalSeconds:f0} s");
        }
    }

    /// <summary>The best name for a binding, or none.</summary>
    public int Guess(NamedProgram program, int at, uint kind)
    {
        _reader.Read(program, at);
        _reader.ReadWords(program);
        Propose(kind, 0);
        ScoreAll();
        int best = PhraseTable.None;
        float most = float.MinValue;
        for (int i = 0; i < _scores.Count; i++)
        {
            if (_scores[i] <= most) continue;
            (most, best) = (_scores[i], Candidates.Phrases[i]);
        }

        return best;
    }

    /// <summary>Random order, but some bindings of one program after each other: their words are looked up once.</summary>
    private List<NameExample> InBlocks(IReadOnlyList<NameExample> examples)
    {
        List<NameExample> ordered = [];
        List<NameExample[]> blocks = [];
        foreach (IGrouping<NamedProgram, NameExample> program in examples.GroupBy(example => example.Program))
        {
            NameExample[] all = [.. program];
            int[] order = [.. Enumerable.Range(0, all.Length)];
            _dice.Shuffle(order);
            for (int i = 0; i < order.Length; i += Block) blocks.Add([.. order[i..Math.Min(order.Length, i + Block)].Select(index => all[index])]);
        }

        int[] places = [.. Enumerable.Range(0, blocks.Count)];
        _dice.Shuffle(places);
        foreach (int place in places) ordered.AddRange(blocks[place]);
        return ordered;
    }

    private float Step(NameExample example, float decay)
    {
        _reader.Read(example);
        _reader.ReadWords(example.Program);
        Propose(example.Program.Kinds[example.Symbol], Dropped);
        int right = Candidates.Find(example.Label);
        if (right < 0 && example.Label < _names) right = Candidates.Propose(example.Label);
        for (int i = 0; i < RandomNames; i++)
        {
            float share = _dice.NextShare();
            Candidates.Propose((int)(_names * share * share));
        }

        float worth = _targets.Aim(Candidates.Phrases, right, example.Label);
        if (worth == 0) return -1;
        ScoreAll();
        float loss = ToGradients(example.Weight * worth);
        Update(decay);
        return loss;
    }

    private void Propose(uint kind, float dropped)
    {
        _stamp++;
        _touched.Clear();
        _used.Clear();
        Array.Clear(_sum);
        foreach (uint clue in _reader.AllClues)
        {
            if (!_rows.TryGetValue(clue, out int row) || (dropped > 0 && _dice.NextShare() < dropped)) continue;
            _used.Add(row);
            Weigh(row);
        }

        foreach (uint clue in _reader.NearClues)
        {
            if (!_rows.TryGetValue(clue, out int row) || (dropped > 0 && _dice.NextShare() < NearDropped)) continue;
            _used.Add(row);
            fixed (float* sum = _sum, vectors = _weights.ClueVectors) Numbers.AddTimes(sum, vectors + (row * Dimensions), 1, Dimensions);
        }

        Candidates.Clear(kind);
        if (_touched.Count > NameScorer.KnownMax)
        {
            _touched.Sort((left, right) => _shares[right] != _shares[left] ? _shares[right].CompareTo(_shares[left]) : left - right);
            _touched.RemoveRange(NameScorer.KnownMax, _touched.Count - NameScorer.KnownMax);
        }

        foreach (int name in _touched) Candidates.Propose(name);
        _reader.Propose();
        float scale = _used.Count == 0 ? 0 : 1 / MathF.Sqrt(_used.Count);
        for (int i = 0; i < Dimensions; i++) _sum[i] *= scale;
    }

    private void Weigh(int row)
    {
        for (int pair = _weights.FirstPairs[row]; pair < _weights.FirstPairs[row + 1]; pair++)
        {
            int name = _weights.PairNames[pair];
            if (_stamps[name] != _stamp)
            {
                (_stamps[name], _nameWeights[name], _shares[name]) = (_stamp, 0, 0);
                _touched.Add(name);
            }

            _nameWeights[name] += _weights.Pairs[pair];
            _shares[name] += _weights.PairShares[pair];
        }

        fixed (float* sum = _sum, vectors = _weights.ClueVectors) Numbers.AddTimes(sum, vectors + (row * Dimensions), 1, Dimensions);
    }

    private void ScoreAll()
    {
        Candidates.AddFits();
        _scores.Clear();
        fixed (float* sum = _sum, vectors = _weights.NameVectors)
        {
            foreach (int phrase in Candidates.Phrases)
            {
                if (phrase >= _names)
                {
                    _scores.Add(NewNameStart);
                    continue;
                }

                float score = _weights.Starts[phrase] + Numbers.Dot(sum, vectors + (phrase * Dimensions), Dimensions);
                _scores.Add(_stamps[phrase] == _stamp ? score + _nameWeights[phrase] : score);
            }
        }

        foreach ((int candidate, int place) in Candidates.Places) _scores[candidate] += _weights.Places[place];
    }

    /// <summary>Turns scores into how much each is too high; returns the loss, the cross entropy with the targets.</summary>
    private float ToGradients(float weight)
    {
        float most = _scores.Max(), sum = 0;
        for (int i = 0; i < _scores.Count; i++)
        {
            _scores[i] = MathF.Exp(_scores[i] - most);
            sum += _scores[i];
        }

        float loss = 0;
        for (int i = 0; i < _scores.Count; i++)
        {
            float share = _scores[i] / sum, target = _targets.Shares[i];
            if (target > 0) loss -= target * MathF.Log(share + 1e-9f);
            _scores[i] = weight * (share - target);
        }

        return loss;
    }

    private void Update(float decay)
    {
        foreach ((int candidate, int place) in Candidates.Places) Move(ref _weights.Places[place], ref _weights.PlaceSteps[place], _scores[candidate], Rate * decay, .3f);
        Array.Clear(_gradient);
        fixed (float* sum = _sum, gradient = _gradient, vectors = _weights.NameVectors)
        {
            for (int i = 0; i < _scores.Count; i++)
            {
                int name = Candidates.Phrases[i];
                float wrong = _scores[i];
                if (name >= _names || MathF.Abs(wrong) < Negligible) continue;
                Move(ref _weights.Starts[name], ref _weights.StartSteps[name], wrong, Rate * decay, .1f);
                (_stamps[name], _nameWeights[name]) = (-_stamp, wrong);
                ref float steps = ref _weights.NameSteps[name];
                steps += wrong * wrong;
                Numbers.AddTimes(gradient, vectors + (name * Dimensions), wrong, Dimensions);
                Numbers.AddTimes(vectors + (name * Dimensions), sum, -VectorRate * decay * wrong / (MathF.Sqrt(steps) + .1f), Dimensions);
            }
        }

        UpdateRows(decay);
    }

    private void UpdateRows(float decay)
    {
        float scale = _used.Count == 0 ? 0 : 1 / MathF.Sqrt(_used.Count), square = 0;
        foreach (float one in _gradient) square += one * one;
        square *= scale * scale * 8 / Dimensions;
        fixed (float* gradient = _gradient, vectors = _weights.ClueVectors)
        {
            foreach (int row in _used)
            {
                for (int pair = _weights.FirstPairs[row]; pair < _weights.FirstPairs[row + 1]; pair++)
                {
                    int name = _weights.PairNames[pair];
                    if (_stamps[name] == -_stamp) Move(ref _weights.Pairs[pair], ref _weights.PairSteps[pair], _nameWeights[name], Rate * decay, .1f);
                }

                ref float steps = ref _weights.ClueSteps[row];
                steps += square;
                Numbers.AddTimes(vectors + (row * Dimensions), gradient, -VectorRate * decay * scale / (MathF.Sqrt(steps) + .1f), Dimensions);
            }
        }
    }

    private static void Move(ref float weight, ref float steps, float gradient, float rate, float smallest)
    {
        if (MathF.Abs(gradient) < Negligible) return;
        steps += gradient * gradient;
        weight -= rate * gradient / (MathF.Sqrt(steps) + smallest);
    }
}
