using System.Globalization;
using System.Runtime.InteropServices;
using Plimsoll.Testing;

namespace Plimsoll.Bench.Measuring;

/// <summary>What a result must say about where it was measured.</summary>
internal sealed record Machine(string Cpu, int Cores, string Kernel, double MemoryGb, double LoadAtStart, string Runtime, string KernelGroups)
{
    /// <summary>Asks the system.</summary>
    public static Machine Read() => new(
        Word("/proc/cpuinfo", "model name"),
        Environment.ProcessorCount,
        RuntimeInformation.OSDescription,
        Math.Round(Kilobytes(Word("/proc/meminfo", "MemTotal")) / 1048576.0, 1),
        File.Exists("/proc/loadavg") ? double.Parse(File.ReadAllText("/proc/loadavg").Split(' ')[0], CultureInfo.InvariantCulture) : -1,
        RuntimeInformation.FrameworkDescription,
        KernelGroupFixture.WhyNot ?? "available");

    private static string Word(string file, string key)
    {
        if (!File.Exists(file)) return "unknown";
        foreach (string line in File.ReadLines(file))
        {
            if (line.StartsWith(key, StringComparison.Ordinal)) return line[(line.IndexOf(':', StringComparison.Ordinal) + 1)..].Trim();
        }
        return "unknown";
    }

    private static double Kilobytes(string text) => double.TryParse(text.Split(' ')[0], CultureInfo.InvariantCulture, out double value) ? value : 0;
}
