using Plimsoll.JavaScript.Equivalence;
using Plimsoll.JavaScript.Parsing;
using Plimsoll.JavaScript.Scopes;
using Plimsoll.JavaScript.Text;
using Plimsoll.Memory;
using Plimsoll.Unminify.Storage;

namespace Plimsoll.Unminify.Jobs;

/// <summary>Reads the output again and proves that it is the same program as the input; what is not is kept beside under another name.</summary>
internal sealed class CheckingPhase(Workbench bench, AtomicFile output)
{
    /// <summary>Proves it.</summary>
    /// <param name="tables">What is known of the input; gone afterwards.</param>
    /// <param name="copiesText">Whether the text may differ in names only.</param>
    /// <exception cref="UnminifyException">It is another program, or none.</exception>
    public void Run(ScopeTables tables, bool copiesText)
    {
        bench.Stop.ThrowIfCancellationRequested();
        bench.Options.BeforeCheck?.Invoke(output.TemporaryPath);
        using ProgramText written = ProgramText.Open(output.TemporaryPath, bench.Plan.Output);
        (int Ours, int Theirs)? difference = copiesText ? CompareText(tables, written.Source) : ComparePrograms(tables, written.Source);
        if (difference is not { } places) return;
        (int line, int column) = bench.Text.Source.Locate(places.Ours);
        throw Rejected($"{bench.Plan.InputName}:{line}:{column}: what was written is not the same program from about here on (byte {places.Theirs} of the output)", cause: null);
    }

    private (int Ours, int Theirs)? CompareText(ScopeTables tables, SourceText written)
    {
        using ScopeTables renamed = Read(written, tables.Goal);
        return RenamedText.FirstDifference(tables, renamed, bench.Store);
    }

    private (int Ours, int Theirs)? ComparePrograms(ScopeTables tables, SourceText written)
    {
        using ProgramDigest ours = Digest(tables);
        SourceGoal goal = tables.Goal;
        tables.Dispose(); // the memory of these is for those of the output
        using ScopeTables printed = Read(written, goal);
        using ProgramDigest theirs = Digest(printed);
        return ours.IsEquivalentTo(theirs) ? null : ours.FirstDifference(theirs);
    }

    private ScopeTables Read(SourceText written, SourceGoal goal)
    {
        try
        {
            return bench.Survey(written, goal);
        }
        catch (JavaScriptSyntaxException error)
        {
            throw Rejected($"what was written for {bench.Plan.InputName} cannot be read again ({error.Message})", error);
        }
    }

    private ProgramDigest Digest(ScopeTables tables)
    {
        bench.Stop.ThrowIfCancellationRequested();
        using TreeBuilder builder = bench.Trees(tables);
        return CanonicalForm.Digest(tables, builder, bench.Store);
    }

    private UnminifyException Rejected(string problem, Exception? cause)
    {
        string rejected = bench.Plan.Rejected;
        AtomicFile.Write(rejected, stream =>
        {
            using FileStream written = File.OpenRead(output.TemporaryPath);
            written.CopyTo(stream);
        });
        return new UnminifyException(UnminifyFailure.NotEquivalent, $"{problem}; it is kept as {rejected}, and {bench.Plan.Output} is as it was. Please report this with the input", cause);
    }
}
