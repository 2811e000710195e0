using Plimsoll.Unminify.Naming;

namespace Plimsoll.Training.Names;

/// <summary>Compares names with the original ones: the share that says the same, and how many words they have in common (F1), as means over packages.</summary>
internal sealed class NameJudge(PhraseTable phrases, TextWriter output)
{
    private readonly List<int> _left = [];
    private readonly List<int> _right = [];

    /// <summary>Writes how well the programs were named.</summary>
    public void Report(string title, IEnumerable<NamedProgram> programs, Func<NamedProgram, int, bool>? counts = null)
    {
        List<(double Same, double Words)> packages = [];
        int all = 0;
        foreach (IGrouping<string, NamedProgram> package in programs.GroupBy(program => program.File.Package, StringComparer.Ordinal))
        {
            double same = 0, words = 0;
            int count = 0;
            foreach (NamedProgram program in package)
            {
                for (int symbol = 0; symbol < program.Labels.Length; symbol++)
                {
                    if (program.Labels[symbol] < 0 || counts?.Invoke(program, symbol) == false) continue;
                    count++;
                    if (program.Guesses[symbol] < 0) continue;
                    if (program.Labels[symbol] == program.Guesses[symbol]) same++;
                    words += Common(program.Guesses[symbol], program.Labels[symbol]);
                }
            }

            all += count;
            if (count > 0) packages.Add((same / count, words / count));
        }

        if (packages.Count > 0) output.WriteLine($"  {title}: same {100 * packages.Average(one => one.Same):f2}, words {100 * packages.Average(one => one.Words):f2} of {all:n0} bindings");
    }

    private double Common(int guess, int label)
    {
        if (guess == label) return 1;
        phrases.ReadWords(guess, _left);
        phrases.ReadWords(label, _right);
        int count = _left.Count + _right.Count, hits = _left.Count(_right.Remove);
        return 2.0 * hits / count;
    }
}
