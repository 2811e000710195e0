using System.Globalization;
using System.Text;
using Plimsoll.Bench.Measuring;
using Plimsoll.Memory;
using Plimsoll.Testing;
using Plimsoll.Testing.Onnx;

namespace Plimsoll.Bench.Onnx;

/// <summary>
/// Model folders under a memory line: texts of very different lengths inside a kernel memory group, beside a control without care that must be killed
/// there; and the speed beside a bare loop over the same batches.
/// </summary>
internal static class OnnxBench
{
    /// <summary>Runs it.</summary>
    /// <returns>0 both goals hold, 1 one does not, 2 it could not be measured.</returns>
    public static int Run(string[] args, TextWriter output)
    {
        string library = Arguments.Value(args, "--library") ?? NodePackages.RuntimeLibrary;
        if (!File.Exists(library) || KernelGroupFixture.WhyNot is not null)
        {
            Console.Error.WriteLine($"onnx: {(File.Exists(library) ? KernelGroupFixture.WhyNot : NodePackages.WhyNoRuntime)}");
            return 2;
        }

        using TempFolder folder = new();
        ModelSamples.Write(folder.Root);
        int texts = Number(args, "--texts", 100_000), pairs = Number(args, "--pairs", 7);
        long limit = MemorySize.Parse(Arguments.Value(args, "--group") ?? "300MB");
        bool holds = RunInGroup(folder.Root, library, texts, limit, output);
        if (pairs == 0) return holds ? 0 : 1;
        Spread share = OnnxSpeed.Measure(folder.Root, library, pairs, Math.Min(texts, 2048));
        output.WriteLine($"speed beside a bare loop over the same batches, {pairs} pairs: {Table.Range(new Spread(share.Median * 100, share.Min * 100, share.Max * 100), 1)} %");
        return holds && share.Median >= 0.9 ? 0 : 1;
    }

    /// <summary>What runs inside the group: `governed` or `naive`.</summary>
    public static int RunChild(string mode, string folder, string library, int texts) =>
        mode == "governed" ? OnnxChild.Governed(folder, library, texts) : OnnxChild.Naive(folder, library, texts);

    /// <summary>A text as bytes.</summary>
    public static byte[] Text(int number) => Encoding.UTF8.GetBytes(ModelSamples.Text(number, ModelSamples.Length(number)));

    private static bool RunInGroup(string folder, string library, int texts, long limit, TextWriter output)
    {
        Table table = new("in a group of " + MemorySize.Format(limit), "exit", "oom_kill", "peak MB", "anon peak MB", "wall s");
        bool holds = true;
        foreach (string mode in (string[])["governed", "naive"])
        {
            using KernelGroupFixture group = KernelGroupFixture.Create(limit);
            string[] command = [typeof(OnnxBench).Assembly.Location, "onnx-child", mode, folder, library, texts.ToString(CultureInfo.InvariantCulture)];
            ProcessResult result = group.Run("dotnet", command, new ProcessSetup { Timeout = TimeSpan.FromHours(2) });
            bool isKilled = group.OomKills > 0;
            holds &= mode == "governed" ? result.ExitCode == 0 && !isKilled : isKilled && result.ExitCode == 137;
            table.Add(mode, $"{result.ExitCode}", $"{group.OomKills}", Table.Megabytes(group.PeakBytes), Table.Megabytes(group.AnonPeakBytes), Table.Number(result.Elapsed.TotalSeconds, 1));
            output.Write(result.StandardOutput);
            if (result.ExitCode is not (0 or 137)) output.WriteLine(result.StandardError.Trim());
        }

        table.Write(output);
        if (!holds) output.WriteLine("a promise is broken: the governed run must finish, and the naive one must be killed, or this proves nothing");
        return holds;
    }

    private static int Number(string[] args, string name, int otherwise) =>
        Arguments.Value(args, name) is { } text ? int.Parse(text, CultureInfo.InvariantCulture) : otherwise;
}
