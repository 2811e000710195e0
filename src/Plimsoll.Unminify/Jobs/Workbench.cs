using Plimsoll.JavaScript.Parsing;
using Plimsoll.JavaScript.Scopes;
using Plimsoll.JavaScript.Text;
using Plimsoll.Memory;
using Plimsoll.Unminify.Output;
using Plimsoll.Unminify.Storage;

namespace Plimsoll.Unminify.Jobs;

/// <summary>What all phases of one file work with: its text, the memory of its tables and trees, and the files in the making.</summary>
internal sealed class Workbench : IDisposable
{
    private readonly List<AtomicFile> _staged = [];

    public Workbench(UnminifyOptions options, OutputPlan plan, PhaseClock clock, CancellationToken stop)
    {
        (Options, Plan, Clock, Stop) = (options, plan, clock, stop);
        Text = ProgramText.Open(plan.InputPath, plan.InputName);
        Store = new BlockStore(options.Governor, plan.ScratchFolder);
        if (!options.IsDryRun) DiskRoom.Require(Path.GetDirectoryName(plan.Output)!, plan.ScratchFolder, Text.Source.Length, Store.NativeBytesMax);
    }

    public UnminifyOptions Options { get; }

    public OutputPlan Plan { get; }

    public PhaseClock Clock { get; }

    public CancellationToken Stop { get; }

    public ProgramText Text { get; }

    public BlockStore Store { get; }

    /// <summary>Reads a text.</summary>
    public ScopeTables Survey(SourceText source, SourceGoal goal) => Parser.Survey(
        source,
        new SurveyOptions { Goal = goal, BodyBytesMin = UnminifyOptions.ChunkBytesMin, TableStore = Store, TreeStore = Store });

    /// <summary>Trees of a program, in chunks.</summary>
    public TreeBuilder Trees(ScopeTables tables) => new(tables, Store) { HoleBytesMin = Options.ChunkBytes };

    /// <summary>A file that gets its name when all is well.</summary>
    public AtomicFile Stage(string path)
    {
        AtomicFile file = AtomicFile.Create(path);
        _staged.Add(file);
        return file;
    }

    /// <summary>Gives the files in the making their names, but for one.</summary>
    public void Commit(AtomicFile? except)
    {
        foreach (AtomicFile file in _staged)
        {
            if (file == except) continue;
            file.Commit();
            FileRights.Widen(file.Path);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (AtomicFile file in _staged) file.Dispose();
        Text.Dispose();
        Store.Dispose();
    }
}
