using System.Text;
using Plimsoll.Indexing.Outlining;

namespace Plimsoll.Bench.Outline;

/// <summary>Prints the outline of each file of a tree.</summary>
internal static class OutlineDump
{
    internal static int Run(string root)
    {
        var scanner = new OutlineScanner();
        using var outline = new Plimsoll.Indexing.Outlining.Outline();
        using var output = new StreamWriter(Console.OpenStandardOutput(), new UTF8Encoding(false), 1 << 16);
        SourceTree.Visit(root, (path, bytes, length, language) =>
        {
            scanner.Scan(bytes.AsSpan(0, length), language, outline);
            foreach (Definition definition in outline.Definitions)
            {
                string name = Encoding.UTF8.GetString(bytes, definition.NameOffset, definition.NameLength);
                output.WriteLine($"{path}\t{definition.NameLine}\t{definition.EndLine}\t{definition.Kind}\t{name}\t{definition.LeadLine}");
            }
        });
        return 0;
    }
}
