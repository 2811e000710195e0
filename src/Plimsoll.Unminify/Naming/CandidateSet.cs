namespace Plimsoll.Unminify.Naming;

/// <summary>Names that are proposed for one binding, and what speaks for each. The same for learning and for use.</summary>
internal sealed class CandidateSet(PhraseTable phrases, ProgramWords program, Func<int, uint> frequencyOf)
{
    private static readonly PhrasePart[] CopyParts = [PhrasePart.Whole, PhrasePart.Rest, PhrasePart.Last, PhrasePart.First, PhrasePart.One];
    private static readonly PhrasePart[] NeighbourParts = [PhrasePart.Whole, PhrasePart.One, PhrasePart.Last];

    private readonly CandidateClues _clues = new(phrases, program);
    private readonly Dictionary<int, int> _indexes = [];
    private readonly List<int> _buffer = [];
    private uint _kind;

    /// <summary>The proposed names.</summary>
    public List<int> Phrases { get; } = [];

    /// <summary>Pairs of a candidate and a place in the table of weights.</summary>
    public List<(int Candidate, int Place)> Places { get; } = [];

    /// <summary>Begins with another binding.</summary>
    public void Clear(uint kind)
    {
        _kind = kind;
        _indexes.Clear();
        Phrases.Clear();
        Places.Clear();
    }

    /// <summary>Proposes a name, once.</summary>
    /// <returns>Its index among the candidates.</returns>
    public int Propose(int phrase)
    {
        if (_indexes.TryGetValue(phrase, out int index)) return index;
        index = Phrases.Count;
        _indexes.Add(phrase, index);
        Phrases.Add(phrase);
        return index;
    }

    /// <summary>The index of a name, or -1.</summary>
    public int Find(int phrase) => _indexes.GetValueOrDefault(phrase, -1);

    /// <summary>The clue that a neighbour's name is.</summary>
    public uint NeighbourClue(uint relation, int name) => Clues.Of(Clue.Neighbour, relation, phrases.HashOf(name));

    /// <summary>Proposes what can be copied from the code.</summary>
    public void AddCopies(List<uint> copies)
    {
        foreach (uint copy in copies)
        {
            CopySource source = (CopySource)(copy >> 24);
            foreach (PhrasePart part in CopyParts)
            {
                int phrase = phrases.Part((int)(copy & 0xFFFFFF), part);
                if (phrase < 0) continue;
                int index = Propose(phrase);
                _buffer.Clear();
                _clues.AddCopy(_buffer, source, part, phrase, _kind, frequencyOf(phrase) < CandidateClues.NewName);
                Take(index);
            }
        }
    }

    /// <summary>Proposes what a neighbour is called.</summary>
    public void AddNeighbour(uint relation, int name)
    {
        foreach (PhrasePart part in NeighbourParts)
        {
            int phrase = phrases.Part(name, part);
            if (phrase < 0) continue;
            int index = Propose(phrase);
            _buffer.Clear();
            _clues.AddNeighbour(_buffer, relation, part, _kind);
            Take(index);
        }
    }

    /// <summary>Proposes what the program calls bindings with the same clues.</summary>
    public void AddCustoms(IReadOnlyList<(int Name, int Support)> customs)
    {
        for (int rank = 0; rank < customs.Count; rank++)
        {
            int index = Propose(customs[rank].Name);
            _buffer.Clear();
            _clues.AddCustom(_buffer, customs[rank].Support, rank, _kind);
            Take(index);
        }
    }

    /// <summary>Judges how every candidate fits into the program.</summary>
    public void AddFits()
    {
        for (int index = 0; index < Phrases.Count; index++)
        {
            _buffer.Clear();
            _clues.AddFit(_buffer, Phrases[index], _kind, frequencyOf(Phrases[index]));
            Take(index);
        }
    }

    private void Take(int index)
    {
        foreach (int place in _buffer) Places.Add((index, place));
    }
}
