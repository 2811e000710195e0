using Plimsoll.JavaScript.Text;
using Plimsoll.Unminify.Naming;

namespace Plimsoll.Training.Names;

/// <summary>`names`: learns the table of names from programs whose original names are known.</summary>
internal static class NamesCommand
{
    // Of a package with more bindings each counts less.
    private const double PackageBindings = 1500;

    /// <summary>Runs the command.</summary>
    public static int Run(TrainingOptions options, TextWriter output)
    {
        HashSet<string> heldOut = [.. options.HoldOut];
        int[] nameCounts;
        using PhraseTable phrases = new(ChunkStore.Native);
        using (PhraseTable first = new(ChunkStore.Native))
        {
            NameMaterial sample = NameMaterial.Read(options, first, heldOut);
            output.WriteLine(sample.Describe());
            nameCounts = NameVocabulary.Choose(sample.Learnt, first, phrases);
        }

        output.WriteLine($"{nameCounts.Length:n0} names");
        NameMaterial material = NameMaterial.Read(options, phrases, heldOut);
        NameTrainer trainer = new(material, phrases, nameCounts, options, output);
        byte[] table = trainer.Run();
        if (options.Out.Length > 0) File.WriteAllBytes(options.Out, table);
        output.WriteLine($"{options.Out}: {table.Length:n0} bytes");
        return 0;
    }

    /// <summary>How much one binding of a package counts.</summary>
    public static float WeightIn(int bindings) => (float)Math.Min(1, Math.Sqrt(PackageBindings / bindings));
}
