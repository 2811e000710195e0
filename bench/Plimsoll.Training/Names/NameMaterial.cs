using Plimsoll.Unminify.Naming;

namespace Plimsoll.Training.Names;

/// <summary>All programs, and the bindings of them that are learnt from and judged by.</summary>
internal sealed class NameMaterial
{
    private NameMaterial(List<NamedProgram> programs, List<NamedProgram> judged, NamedProgramReader reader) =>
        (Programs, Judged, Reader) = (programs, judged, reader);

    /// <summary>Programs to learn from, and those of held-out packages.</summary>
    public List<NamedProgram> Programs { get; }

    /// <summary>Programs that are never learnt from.</summary>
    public List<NamedProgram> Judged { get; }

    /// <summary>Examples to learn from, package by package.</summary>
    public List<NameExample> Learnt { get; } = [];

    /// <summary>The functions of the programs that are learnt from.</summary>
    public FunctionCatalog Catalog => Reader.Catalog;

    /// <summary>Whether a binding of a judged program lies in a function that is learnt from, too.</summary>
    public bool IsShared(NamedProgram judged, int symbol) => Reader.IsShared(judged, symbol);

    private NamedProgramReader Reader { get; }

    /// <summary>Reads all that the options name.</summary>
    public static NameMaterial Read(TrainingOptions options, PhraseTable phrases, HashSet<string> heldOut)
    {
        NamedProgramReader reader = new(phrases);
        List<NamedProgram> judged = [], programs = [];
        foreach (string folder in options.Never) judged.AddRange(ProgramFile.In(folder).Select(reader.ReadNever));
        foreach (string folder in options.Judge) judged.AddRange(ProgramFile.In(folder).Select(reader.ReadJudged));
        foreach (string folder in options.Roots) programs.AddRange(ProgramFile.In(folder).SelectMany(file => reader.Read(file, !heldOut.Contains(file.Package))));
        NameMaterial material = new(programs, judged, reader);
        material.FindExamples(heldOut);
        return material;
    }

    /// <summary>How much there is.</summary>
    public string Describe() =>
        $"{Programs.Count:n0} programs, {Learnt.Count:n0} bindings of {Learnt.Select(example => example.Package).Distinct().Count()} packages to learn from; "
        + $"left out: {Reader.SeenCount:n0} of functions seen before, {Reader.NeverCount:n0} of functions that quality is measured on, {Reader.BundleCount} programs with several of those, and {Reader.BrokenCount} that are no JavaScript";

    private void FindExamples(HashSet<string> heldOut)
    {
        int number = 0;
        foreach (IGrouping<string, NamedProgram> package in Programs.GroupBy(program => program.File.Package, StringComparer.Ordinal).OrderBy(group => group.Key, StringComparer.Ordinal))
        {
            number++;
            if (heldOut.Contains(package.Key)) continue;
            int bindings = package.Sum(program => program.Evidence.Places.Count(record => program.Labels[record.Symbol] >= 0));
            float weight = NamesCommand.WeightIn(bindings);
            foreach (NamedProgram program in package)
            {
                foreach ((int at, int symbol) in program.Evidence.Places)
                {
                    if (program.Labels[symbol] >= 0) Learnt.Add(new NameExample(program, at, symbol, program.Labels[symbol], number, weight));
                }
            }
        }
    }
}
