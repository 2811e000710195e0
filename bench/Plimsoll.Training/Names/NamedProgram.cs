using Plimsoll.JavaScript.Parsing;
using Plimsoll.JavaScript.Scopes;
using Plimsoll.JavaScript.Text;
using Plimsoll.Unminify.Naming;

namespace Plimsoll.Training.Names;

/// <summary>A program with what is seen of its bindings, and what the authors called them.</summary>
internal sealed class NamedProgram : IDisposable
{
    private readonly EvidenceCollector _collector;

    private NamedProgram(ProgramFile file, EvidenceCollector collector, NeighbourReader neighbours, (int Phrase, int Count)[] words, int[] labels, uint[] kinds)
    {
        File = file;
        _collector = collector;
        (Neighbours, Words, Labels, Kinds) = (neighbours, words, labels, kinds);
        Guesses = new int[labels.Length];
        Array.Fill(Guesses, PhraseTable.None);
        EvidenceRecord record = new();
        for (int at = 0, start = 0; collector.Log.Read(ref at, record); start = at) Records.Add((start, record.Symbol));
    }

    /// <summary>Where it comes from.</summary>
    public ProgramFile File { get; }

    /// <summary>What was seen.</summary>
    public EvidenceLog Log => _collector.Log;

    /// <summary>Neighbours by calls.</summary>
    public NeighbourReader Neighbours { get; }

    /// <summary>How often each phrase is used.</summary>
    public (int Phrase, int Count)[] Words { get; }

    /// <summary>The original name of each binding as a phrase; none where there is nothing to learn or to judge.</summary>
    public int[] Labels { get; }

    /// <summary>How each is declared.</summary>
    public uint[] Kinds { get; }

    /// <summary>What each was called at last.</summary>
    public int[] Guesses { get; }

    /// <summary>What the program calls things, by the guesses.</summary>
    public ProgramCustoms? Customs { get; set; }

    /// <summary>Where the record of each binding stands in the log.</summary>
    public List<(int At, int Symbol)> Records { get; } = [];

    /// <summary>Surveys a program and walks over it.</summary>
    /// <param name="file">The program.</param>
    /// <param name="phrases">Numbers of phrases.</param>
    /// <param name="labels">The original name of each binding, as a phrase.</param>
    public static NamedProgram Read(ProgramFile file, PhraseTable phrases, Func<ScopeTables, int[]> labels)
    {
        using SourceText source = new(file.ReadText(), file.Path);
        using ScopeTables tables = Parser.Survey(source, new SurveyOptions { Goal = SourceGoal.DetectNode });
        using TreeBuilder builder = new(tables, ChunkStore.Native);
        EvidenceCollector collector = new(tables, builder, phrases, ChunkStore.Native);
        collector.Run();
        NeighbourReader neighbours = new(collector.Log, collector.Signatures, tables.Symbols.Count, ChunkStore.Native);
        List<(int Phrase, int Count)> words = [];
        for (int phrase = 0; phrase < phrases.Count; phrase++)
        {
            if (collector.Counts.Of(phrase) > 0) words.Add((phrase, collector.Counts.Of(phrase)));
        }

        uint[] kinds = new uint[tables.Symbols.Count];
        for (int symbol = 0; symbol < kinds.Length; symbol++) kinds[symbol] = EvidenceCollector.KindOf(tables.Symbols[symbol].Kind);
        return new NamedProgram(file, collector, neighbours, [.. words], labels(tables), kinds);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Neighbours.Dispose();
        _collector.Dispose();
    }
}
