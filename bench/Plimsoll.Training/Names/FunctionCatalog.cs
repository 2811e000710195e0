using System.Runtime.InteropServices;
using Plimsoll.Unminify.Functions;
using Plimsoll.Unminify.Naming;

namespace Plimsoll.Training.Names;

/// <summary>Collects functions with what their authors called things, for the part of the table by which copies of them are recognized.</summary>
internal sealed class FunctionCatalog
{
    // Shorter ones are the same by chance, with other names: of 30 bytes in one package about half of the names are right elsewhere, of 60 bytes 19 of 20.
    private const int BytesMin = 28;
    private const int BytesMinInOnePackage = 40;
    private const int BytesMax = 20_000;

    // A function says what it uses of its outside only if it is long enough to be the same by more than chance.
    private const int OutersBytesMin = 40;
    private const int VariantsMax = 24;

    // So many of those who have the function must call a binding the same.
    private const double ShareMin = .6;

    private readonly Dictionary<ulong, Entry> _entries = [];

    /// <summary>Adds a function of a package.</summary>
    /// <param name="package">The package.</param>
    /// <param name="function">The function.</param>
    /// <param name="labels">The original name of each binding of its program, as a phrase, or <see cref="PhraseTable.None"/>.</param>
    public void Add(string package, PrintedFunction function, int[] labels)
    {
        if (function.Bytes is < BytesMin or > BytesMax) return;
        int[] names =
        [
            function.Name < 0 ? PhraseTable.None : labels[function.Name],
            .. function.Locals.Select(symbol => labels[symbol]),
            .. function.Bytes < OutersBytesMin ? [] : function.Outers.Select(symbol => labels[symbol]),
        ];
        if (Array.TrueForAll(names, static name => name < 0)) return;
        ref Entry? entry = ref CollectionsMarshal.GetValueRefOrAddDefault(_entries, function.Key, out _);
        entry ??= new Entry(function.Bytes);
        // Another function with the same key would be a wonder, but must not end the run.
        if (entry.Variants.Count > 0 && entry.Variants[0].Names.Length != names.Length) return;
        if (entry.Variants.Count < VariantsMax && !entry.Variants.Exists(one => one.Package == package && one.Names.AsSpan().SequenceEqual(names))) entry.Variants.Add((package, names));
    }

    /// <summary>
    /// All functions with the names that most agree on, those that more packages have first, then the shorter ones: what several packages have is likely to be met again, and of the rest more go into as
    /// many bytes.
    /// </summary>
    /// <param name="names">How many phrases are names of the table; others are left out.</param>
    public IEnumerable<(ulong Key, int[] Names)> InOrder(int names) =>
        _entries.Where(entry => entry.Value.Bytes >= BytesMinInOnePackage || entry.Value.Packages > 1).OrderByDescending(entry => entry.Value.Packages).ThenBy(entry => entry.Value.Bytes).ThenBy(entry => entry.Key)
            .Select(entry => (entry.Key, Agreed(entry.Value, names))).Where(static one => Array.Exists(one.Item2, static name => name >= 0));

    private static int[] Agreed(Entry entry, int names)
    {
        int[] agreed = new int[entry.Variants[0].Names.Length];
        for (int place = 0; place < agreed.Length; place++)
        {
            IGrouping<int, int> most = entry.Variants.Select(one => one.Names[place]).GroupBy(name => name).OrderByDescending(group => group.Count()).ThenBy(group => group.Key).First();
            agreed[place] = most.Count() >= ShareMin * entry.Variants.Count && most.Key < names ? most.Key : PhraseTable.None;
        }

        return agreed;
    }

    private sealed class Entry(int bytes)
    {
        public int Bytes => bytes;

        public List<(string Package, int[] Names)> Variants { get; } = [];

        public int Packages => Variants.Select(one => one.Package).Distinct(StringComparer.Ordinal).Count();
    }
}
