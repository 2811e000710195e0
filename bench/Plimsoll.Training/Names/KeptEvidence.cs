using Plimsoll.Unminify.Naming;

namespace Plimsoll.Training.Names;

/// <summary>What was seen of the bindings of a program, in two arrays: thousands of programs are held at a time, most of them small.</summary>
internal sealed class KeptEvidence
{
    private readonly uint[] _records;
    private readonly int[] _words;

    /// <summary>Keeps what a collector saw, with the neighbours that come by calls.</summary>
    public KeptEvidence(EvidenceLog log, NeighbourReader neighbours)
    {
        List<uint> records = [];
        List<int> words = [], phrases = [];
        Dictionary<int, int> places = [];
        EvidenceRecord record = new();
        for (int at = 0; log.Read(ref at, record);)
        {
            neighbours.Extend(record);
            if (!places.TryGetValue(record.Words, out int place))
            {
                log.ReadWords(record.Words, phrases);
                place = record.Words < 0 ? -1 : words.Count;
                places.Add(record.Words, place);
                if (place >= 0) words.AddRange([phrases.Count, .. phrases]);
            }

            Places.Add((records.Count, record.Symbol));
            records.AddRange([(uint)record.Symbol, (uint)place, (uint)record.Clues.Count, (uint)record.Copies.Count, (uint)record.Ties.Count]);
            records.AddRange(record.Clues);
            records.AddRange(record.Copies);
            records.AddRange(record.Ties);
        }

        (_records, _words) = ([.. records], [.. words]);
        Places.TrimExcess();
    }

    /// <summary>Where the record of each binding stands.</summary>
    public List<(int At, int Symbol)> Places { get; } = [];

    /// <summary>Reads the record at a place.</summary>
    public void Read(int at, EvidenceRecord record)
    {
        ReadOnlySpan<uint> rest = _records.AsSpan(at);
        record.Clear((int)rest[0]);
        record.Words = (int)rest[1];
        int clues = (int)rest[2], copies = (int)rest[3], ties = (int)rest[4];
        record.Clues.AddRange(rest.Slice(5, clues));
        record.Copies.AddRange(rest.Slice(5 + clues, copies));
        record.Ties.AddRange(rest.Slice(5 + clues + copies, ties));
    }

    /// <summary>Reads the words of a function.</summary>
    public void ReadWords(int at, List<int> phrases)
    {
        phrases.Clear();
        if (at >= 0) phrases.AddRange(_words.AsSpan(at + 1, _words[at]));
    }
}
