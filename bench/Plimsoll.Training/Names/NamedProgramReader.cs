using System.Text;
using Plimsoll.JavaScript.Scopes;
using Plimsoll.JavaScript.Text;
using Plimsoll.Unminify.Functions;
using Plimsoll.Unminify.Naming;

namespace Plimsoll.Training.Names;

/// <summary>Reads programs, finds the original names of their bindings, and leaves out what must not be learnt from.</summary>
internal sealed class NamedProgramReader(PhraseTable phrases)
{
    private const int BundledMin = 4;

    private readonly HashSet<ulong> _never = [];
    private readonly HashSet<ulong> _seen = [];

    /// <summary>How many bindings were left out because their function is one of those that quality is measured on.</summary>
    public int NeverCount { get; private set; }

    /// <summary>How many programs were left out because they have one of those that quality is measured on in them.</summary>
    public int BundleCount { get; private set; }

    /// <summary>How many were left out because their function was seen before.</summary>
    public int SeenCount { get; private set; }

    /// <summary>Reads a program whose functions must not be learnt from.</summary>
    public NamedProgram ReadNever(ProgramFile file) => ReadJudged(file, isLeftOut: true);

    /// <summary>Reads a program that is only judged.</summary>
    public NamedProgram ReadJudged(ProgramFile file) => ReadJudged(file, isLeftOut: false);

    /// <summary>Whether a binding lies in a function that a program to learn from has, too; asked when all are read.</summary>
    public bool IsShared(NamedProgram judged, int symbol) => judged.Prints[symbol].Any(_seen.Contains);

    /// <summary>How many programs were left out because they are no JavaScript: some minifiers let pass what no engine takes.</summary>
    public int BrokenCount { get; private set; }

    /// <summary>The functions of the programs that are learnt from.</summary>
    public FunctionCatalog Catalog { get; } = new();

    /// <summary>Reads a program to learn from; bindings of functions that were seen have no label.</summary>
    /// <param name="file">The program.</param>
    /// <param name="isLearnt">Whether it is learnt from, or held out to be judged by.</param>
    /// <returns>The program; none where it is no JavaScript.</returns>
    public IEnumerable<NamedProgram> Read(ProgramFile file, bool isLearnt)
    {
        try
        {
            return [ReadWhole(file, isLearnt)];
        }
        catch (JavaScriptSyntaxException)
        {
            BrokenCount++;
            return [];
        }
    }

    private NamedProgram ReadWhole(ProgramFile file, bool isLearnt)
    {
        Dictionary<int, string> names = file.ReadNames();
        return NamedProgram.Read(file, phrases, tables =>
        {
            FunctionPrints prints = new(tables);
            int[] labels = LabelsOf(tables, names);
            if (prints.All.Count(_never.Contains) >= BundledMin)
            {
                // It has another version of such a program in it.
                BundleCount++;
                Array.Fill(labels, PhraseTable.None);
                return labels;
            }

            if (isLearnt) AddFunctions(file.Package, tables, labels);
            for (int symbol = 0; symbol < labels.Length; symbol++)
            {
                if (labels[symbol] >= 0 && IsKnown(prints, symbol)) labels[symbol] = PhraseTable.None;
            }

            foreach (ulong print in prints.All) _seen.Add(print);
            return labels;
        });
    }

    private void AddFunctions(string package, ScopeTables tables, int[] labels) => FunctionWalk.Run(tables, ChunkStore.Native, function =>
    {
        if (!_never.Contains(function.Print)) Catalog.Add(package, function, labels);
    });

    private NamedProgram ReadJudged(ProgramFile file, bool isLeftOut)
    {
        Dictionary<int, string> names = file.ReadNames();
        ulong[][] around = [];
        NamedProgram program = NamedProgram.Read(file, phrases, tables =>
        {
            FunctionPrints prints = new(tables);
            if (isLeftOut) _never.UnionWith(prints.All);
            around = [.. Enumerable.Range(0, tables.Symbols.Count).Select(symbol => prints.Around(symbol).ToArray())];
            return LabelsOf(tables, names);
        });
        program.Prints = around;
        return program;
    }

    private bool IsKnown(FunctionPrints prints, int symbol)
    {
        bool isFirst = true, isSeen = false;
        foreach (ulong print in prints.Around(symbol))
        {
            if (_never.Contains(print))
            {
                NeverCount++;
                return true;
            }

            if (isFirst) isSeen = _seen.Contains(print);
            isFirst = false;
        }

        if (isSeen) SeenCount++;
        return isSeen;
    }

    private int[] LabelsOf(ScopeTables tables, Dictionary<int, string> names)
    {
        int[] labels = new int[tables.Symbols.Count];
        Array.Fill(labels, PhraseTable.None);
        for (int i = 0; i < tables.Occurrences.Count; i++)
        {
            ref Occurrence occurrence = ref tables.Occurrences[i];
            if (!occurrence.IsDeclaration || labels[occurrence.Symbol] >= 0) continue;
            if (!names.TryGetValue(occurrence.Offset, out string? name) || name.Length < 2) continue;
            byte[] text = Encoding.UTF8.GetBytes(name);
            if (!tables.Names[tables.Symbols[occurrence.Symbol].Name].SequenceEqual(text)) labels[occurrence.Symbol] = phrases.Of(text);
        }

        return labels;
    }
}
