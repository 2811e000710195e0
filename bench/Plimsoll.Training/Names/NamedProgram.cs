using Plimsoll.JavaScript.Parsing;
using Plimsoll.JavaScript.Scopes;
using Plimsoll.JavaScript.Text;
using Plimsoll.Unminify.Naming;

namespace Plimsoll.Training.Names;

/// <summary>A program with what is seen of its bindings, and what the authors called them.</summary>
internal sealed class NamedProgram
{
    private NamedProgram(ProgramFile file, KeptEvidence evidence, (int Phrase, int Count)[] words, int[] labels, byte[] kinds)
    {
        (File, Evidence) = (file, evidence);
        (Words, Labels, Kinds) = (words, labels, kinds);
        Guesses = new int[labels.Length];
        Array.Fill(Guesses, PhraseTable.None);
    }

    /// <summary>Where it comes from.</summary>
    public ProgramFile File { get; }

    /// <summary>What was seen.</summary>
    public KeptEvidence Evidence { get; }

    /// <summary>How often each phrase is used.</summary>
    public (int Phrase, int Count)[] Words { get; }

    /// <summary>The original name of each binding as a phrase; none where there is nothing to learn or to judge.</summary>
    public int[] Labels { get; }

    /// <summary>How each is declared.</summary>
    public byte[] Kinds { get; }

    /// <summary>The prints of the functions around each binding, of programs that are judged.</summary>
    public ulong[][] Prints { get; set; } = [];

    /// <summary>What each was called at last.</summary>
    public int[] Guesses { get; }

    /// <summary>Surveys a program and walks over it.</summary>
    /// <param name="file">The program.</param>
    /// <param name="phrases">Numbers of phrases.</param>
    /// <param name="labels">The original name of each binding, as a phrase.</param>
    public static NamedProgram Read(ProgramFile file, PhraseTable phrases, Func<ScopeTables, int[]> labels)
    {
        using SourceText source = new(file.ReadText(), file.Path);
        using ScopeTables tables = Parser.Survey(source, new SurveyOptions { Goal = SourceGoal.DetectNode });
        using TreeBuilder builder = new(tables, ChunkStore.Native);
        using EvidenceCollector collector = new(tables, builder, phrases, ChunkStore.Native);
        collector.Run();
        NeighbourReader neighbours = new(collector.Signatures, collector.CallSites);
        List<(int Phrase, int Count)> words = [];
        for (int phrase = 0; phrase < phrases.Count; phrase++)
        {
            if (collector.Counts.Of(phrase) > 0) words.Add((phrase, collector.Counts.Of(phrase)));
        }

        byte[] kinds = new byte[tables.Symbols.Count];
        for (int symbol = 0; symbol < kinds.Length; symbol++) kinds[symbol] = (byte)EvidenceCollector.KindOf(tables.Symbols[symbol].Kind);
        return new NamedProgram(file, new KeptEvidence(collector.Log, neighbours), [.. words], labels(tables), kinds);
    }
}
