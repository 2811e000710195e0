using System.Runtime.CompilerServices;

namespace Plimsoll.Unminify.Naming;

/// <summary>Names that are proposed for one binding, and what speaks for each. The same for learning and for use.</summary>
internal sealed class CandidateSet
{
    // More candidates than this do not come up: copies, neighbours and known names are all limited.
    private const int Slots = 2048;
    private const int CandidatesMax = Slots / 2;

    private static readonly PhrasePart[] CopyParts = [PhrasePart.Whole, PhrasePart.Rest, PhrasePart.Last, PhrasePart.First, PhrasePart.One];
    private static readonly PhrasePart[] NeighbourParts = [PhrasePart.Whole, PhrasePart.One, PhrasePart.Last];

    private readonly PhraseTable _phrases;
    private readonly ProgramWords _program;
    private readonly int[] _slots = new int[Slots];
    private readonly int[] _stamps = new int[Slots];
    private int _stamp;
    private uint _kind;

    /// <summary>A set for the bindings of a program.</summary>
    public CandidateSet(PhraseTable phrases, ProgramWords program) => (_phrases, _program) = (phrases, program);

    /// <summary>The proposed names.</summary>
    public List<int> Phrases { get; } = new(CandidatesMax);

    /// <summary>Pairs of a candidate and a place in the table of weights.</summary>
    public List<(int Candidate, int Place)> Places { get; } = [];

    /// <summary>Begins with another binding.</summary>
    public void Clear(uint kind)
    {
        _kind = kind;
        _stamp++;
        Phrases.Clear();
        Places.Clear();
    }

    /// <summary>Proposes a name, once.</summary>
    /// <returns>Its index among the candidates, or -1 where there are too many.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public int Propose(int phrase)
    {
        int slot = SlotOf(phrase);
        if (_stamps[slot] == _stamp) return _slots[slot];
        if (Phrases.Count == CandidatesMax) return -1;
        (_stamps[slot], _slots[slot]) = (_stamp, Phrases.Count);
        Phrases.Add(phrase);
        return _slots[slot];
    }

    /// <summary>The index of a name, or -1.</summary>
    public int Find(int phrase)
    {
        int slot = SlotOf(phrase);
        return _stamps[slot] == _stamp ? _slots[slot] : -1;
    }

    /// <summary>The clue that a neighbour's name is.</summary>
    public uint NeighbourClue(uint relation, int name) => Clues.Of(Clue.Neighbour, relation, _phrases.HashOf(name));

    /// <summary>Proposes what can be copied from the code.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void AddCopies(List<uint> copies)
    {
        foreach (uint copy in copies)
        {
            CopySource source = (CopySource)(copy >> 24);
            foreach (PhrasePart part in CopyParts)
            {
                int phrase = _phrases.Part((int)(copy & 0xFFFFFF), part);
                if (phrase < 0) continue;
                int index = Propose(phrase);
                if (index < 0) continue;
                (int origin, int kind, int length) = CandidateClues.OfCopy(source, part, _phrases.WordsOf(phrase), _kind, _program.UseOf(phrase).Frequency < CandidateClues.NewName);
                Places.Add((index, origin));
                Places.Add((index, kind));
                Places.Add((index, length));
            }
        }
    }

    /// <summary>Proposes what a neighbour is called.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void AddNeighbour(uint relation, int name)
    {
        foreach (PhrasePart part in NeighbourParts)
        {
            int phrase = _phrases.Part(name, part);
            if (phrase < 0) continue;
            int index = Propose(phrase);
            if (index < 0) continue;
            (int place, int kind) = CandidateClues.OfNeighbour(relation, part, _kind);
            Places.Add((index, place));
            Places.Add((index, kind));
        }
    }

    /// <summary>Judges how every candidate fits into the program.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void AddFits()
    {
        for (int index = 0; index < Phrases.Count; index++)
        {
            int phrase = Phrases[index];
            (int use, int nearness, int known, int near) = CandidateClues.OfFit(_program.UseOf(phrase), _program.IsNear(phrase), _program.CountNear(phrase), _kind);
            Places.Add((index, use));
            Places.Add((index, nearness));
            Places.Add((index, known));
            Places.Add((index, near));
        }
    }

    private int SlotOf(int phrase)
    {
        int slot = (int)((uint)phrase * 0x9E3779B1 >> 21);
        while (_stamps[slot] == _stamp && Phrases[_slots[slot]] != phrase) slot = (slot + 1) & (Slots - 1);
        return slot;
    }
}
