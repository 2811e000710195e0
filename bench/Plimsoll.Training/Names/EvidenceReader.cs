using Plimsoll.JavaScript.Text;
using Plimsoll.Unminify.Naming;

namespace Plimsoll.Training.Names;

/// <summary>Reads what is seen of one binding, as the product does.</summary>
internal sealed class EvidenceReader
{
    private readonly PhraseTable _phrases;
    private readonly bool _withNeighbours;
    private readonly List<int> _words = [];
    private NamedProgram? _program;

    /// <summary>A reader with the names of neighbours, or without.</summary>
    public EvidenceReader(PhraseTable phrases, Func<int, uint> frequencyOf, bool withNeighbours)
    {
        _phrases = phrases;
        _withNeighbours = withNeighbours;
        Words = new ProgramWords(phrases, frequencyOf, ChunkStore.Native);
        Candidates = new CandidateSet(phrases, Words);
    }

    /// <summary>The names that are proposed.</summary>
    public CandidateSet Candidates { get; }

    /// <summary>The words of the program in hand.</summary>
    public ProgramWords Words { get; }

    /// <summary>The phrases.</summary>
    public PhraseTable Phrases => _phrases;

    /// <summary>What was seen.</summary>
    public EvidenceRecord Record { get; } = new();

    /// <summary>Relations and names of neighbours.</summary>
    public List<(uint Relation, int Name)> Neighbours { get; } = [];

    /// <summary>The words of the function around.</summary>
    public List<uint> NearClues { get; } = [];

    /// <summary>All clues, those of neighbours too.</summary>
    public List<uint> AllClues { get; } = [];

    /// <summary>Reads the evidence, without the words around.</summary>
    public void Read(NameExample example) => Read(example.Program, example.At);

    /// <summary>Reads the evidence of a record.</summary>
    public void Read(NamedProgram program, int at)
    {
        program.Evidence.Read(at, Record);
        AllClues.Clear();
        AllClues.AddRange(Record.Clues);
        Neighbours.Clear();
        NearClues.Clear();
        program.Evidence.ReadWords(Record.Words, _words);
        for (int i = 0; i < Math.Min(_words.Count, ProgramWords.NearMax); i++) NearClues.Add(_phrases.ClueOf(_words[i]));

        if (!_withNeighbours) return;
        NeighbourNames.Read(Record, other => program.Guesses[other], Neighbours);
        foreach ((uint relation, int name) in Neighbours) AllClues.Add(Candidates.NeighbourClue(relation, name));
    }

    /// <summary>Makes the words around the binding known; the program's own are kept from one binding to the next.</summary>
    public void ReadWords(NamedProgram program)
    {
        if (_program != program)
        {
            _program = program;
            Words.Clear();
            foreach ((int phrase, int count) in program.Words) Words.Add(phrase, count);
        }

        program.Evidence.ReadWords(Record.Words, _words);
        Words.EnterFunction(_words);
    }

    /// <summary>Proposes names apart from those of the table.</summary>
    public void Propose()
    {
        Candidates.AddCopies(Record.Copies);
        foreach ((uint relation, int name) in Neighbours) Candidates.AddNeighbour(relation, name);
    }
}
