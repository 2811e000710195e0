namespace Plimsoll.Unminify.Naming;

/// <summary>
/// What a program calls things: which names its bindings got that share a clue. A word that only this program has (`.isNode()`) says nothing to the table, but
/// where some of the bindings that it is called on are named by what they are stored to, it names the others.
/// </summary>
internal sealed class ProgramCustoms
{
    private const int FilterBits = 1 << 20;
    private const int EntriesMax = 300_000;
    private const int NamesMax = 6;
    private const int BestMax = 8;

    // What is shared by more bindings is no custom of the program but of the language.
    private const int SharedMax = 400;
    private const int Whole = 1024;

    private readonly Dictionary<uint, (int First, int Total)> _clues = [];
    private readonly List<(int Name, int Count, int Next)> _entries = [];
    private readonly Dictionary<int, int> _support = [];
    private readonly List<(int Name, int Support)> _best = [];

    /// <summary>Reads all records, with the names that their bindings have.</summary>
    public ProgramCustoms(EvidenceLog log, Func<int, int> nameOf)
    {
        ulong[] once = new ulong[FilterBits / 64], twice = new ulong[FilterBits / 64];
        EvidenceRecord record = new();
        for (int at = 0; log.Read(ref at, record);)
        {
            foreach (uint clue in record.Clues) Mark(once, twice, clue);
        }

        for (int at = 0; log.Read(ref at, record);)
        {
            int name = nameOf(record.Symbol);
            if (name < 0) continue;
            foreach (uint clue in record.Clues)
            {
                if (IsMarked(twice, clue)) Add(clue, name);
            }
        }
    }

    /// <summary>The names that bindings with the same clues got, the best supported first, each with its support in 1/1024.</summary>
    /// <param name="record">What was seen of the binding.</param>
    /// <param name="own">The name that it got itself, which is no support.</param>
    public IReadOnlyList<(int Name, int Support)> For(EvidenceRecord record, int own)
    {
        _support.Clear();
        foreach (uint clue in record.Clues)
        {
            if (!_clues.TryGetValue(clue, out (int First, int Total) row) || row.Total is < 2 or > SharedMax) continue;
            for (int entry = row.First; entry >= 0; entry = _entries[entry].Next)
            {
                (int name, int count, int _) = _entries[entry];
                if (name == own) count--;
                if (count > 0) _support[name] = _support.GetValueOrDefault(name) + (count * Whole / (row.Total + 1));
            }
        }

        _best.Clear();
        foreach ((int name, int support) in _support) Insert(name, support);
        return _best;
    }

    private static void Mark(ulong[] once, ulong[] twice, uint clue)
    {
        uint bit = clue % FilterBits;
        ulong mask = 1UL << (int)(bit & 63);
        if ((once[bit / 64] & mask) != 0) twice[bit / 64] |= mask;
        once[bit / 64] |= mask;
    }

    private static bool IsMarked(ulong[] bits, uint clue) => (bits[clue % FilterBits / 64] & (1UL << (int)(clue % FilterBits & 63))) != 0;

    private void Add(uint clue, int name)
    {
        (int First, int Total) row = _clues.GetValueOrDefault(clue, (-1, 0));
        int names = 0;
        for (int entry = row.First; entry >= 0; entry = _entries[entry].Next, names++)
        {
            if (_entries[entry].Name != name) continue;
            _entries[entry] = _entries[entry] with { Count = _entries[entry].Count + 1 };
            _clues[clue] = (row.First, row.Total + 1);
            return;
        }

        if (names < NamesMax && _entries.Count < EntriesMax)
        {
            _entries.Add((name, 1, row.First));
            row.First = _entries.Count - 1;
        }

        if (row.First >= 0) _clues[clue] = (row.First, row.Total + 1);
    }

    private void Insert(int name, int support)
    {
        int at = _best.Count;
        while (at > 0 && (_best[at - 1].Support < support || (_best[at - 1].Support == support && _best[at - 1].Name > name))) at--;
        if (at == BestMax) return;
        _best.Insert(at, (name, support));
        if (_best.Count > BestMax) _best.RemoveAt(BestMax);
    }
}
