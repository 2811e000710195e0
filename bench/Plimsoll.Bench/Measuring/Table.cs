using System.Globalization;

namespace Plimsoll.Bench.Measuring;

/// <summary>Rows of text in aligned columns: the first to the left, the others to the right.</summary>
internal sealed class Table(params string[] head)
{
    private readonly List<string[]> _rows = [head];

    /// <summary>Adds a row; a number that was not measured (NaN) shows as a dash.</summary>
    public void Add(params string[] cells) => _rows.Add(cells);

    /// <summary>Writes all rows and an empty line.</summary>
    public void Write(TextWriter output)
    {
        int[] widths = new int[_rows.Max(row => row.Length)];
        foreach (string[] row in _rows)
        {
            for (int i = 0; i < row.Length; i++) widths[i] = Math.Max(widths[i], row[i].Length);
        }
        foreach (string[] row in _rows)
        {
            output.WriteLine(string.Join("  ", row.Select((cell, i) => i == 0 ? cell.PadRight(widths[i]) : cell.PadLeft(widths[i]))).TrimEnd());
        }
        output.WriteLine();
    }

    /// <summary>A number with this many decimals.</summary>
    public static string Number(double value, int decimals = 0) =>
        double.IsFinite(value) ? value.ToString("F" + decimals.ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture) : "-";

    /// <summary>A median with its range.</summary>
    public static string Range(Spread spread, int decimals = 0) =>
        $"{Number(spread.Median, decimals)} ({Number(spread.Min, decimals)}-{Number(spread.Max, decimals)})";

    /// <summary>Bytes as megabytes of 2^20.</summary>
    public static string Megabytes(double bytes, int decimals = 1) => bytes < 0 ? "-" : Number(bytes / (1 << 20), decimals);
}
