using System.Runtime.CompilerServices;
using Plimsoll.JavaScript.Text;

namespace Plimsoll.Unminify.Naming;

/// <summary>
/// What was seen of every binding, one record after the other in the order in which scopes closed: written once and read from the start, so that a
/// store that lies in a file can be let go of behind. Words of a function stand before the records that refer to them.
/// </summary>
internal sealed class EvidenceLog(ChunkStore store) : IDisposable
{
    private readonly ChunkList<uint> _words = new(store);
    private readonly ChunkList<uint> _records = new(store);

    /// <summary>How many records there are.</summary>
    public int Count { get; private set; }

    /// <summary>The bytes that are held.</summary>
    public long BytesHeld => _words.BytesHeld + _records.BytesHeld;

    /// <summary>Writes the words of a function and returns where they stand.</summary>
    public int AddWords(ReadOnlySpan<int> phrases)
    {
        int at = _words.Add((uint)phrases.Length);
        foreach (int phrase in phrases) _words.Add((uint)phrase);
        return at;
    }

    /// <summary>Writes a record.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Add(EvidenceRecord record)
    {
        Count++;
        _records.Add((uint)record.Symbol);
        _records.Add((uint)record.Words);
        _records.Add((uint)(record.Clues.Count | (record.Copies.Count << 8) | (record.Ties.Count << 16)));
        foreach (uint clue in record.Clues) _records.Add(clue);
        foreach (uint copy in record.Copies) _records.Add(copy);
        foreach (uint tie in record.Ties) _records.Add(tie);
    }

    /// <summary>Reads the record at a place and moves on; false at the end.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public bool Read(ref int at, EvidenceRecord record)
    {
        if (at >= _records.Count) return false;
        record.Clear((int)_records[at++]);
        record.Words = (int)_records[at++];
        uint counts = _records[at++];
        for (int i = (int)(counts & 0xFF); i > 0; i--) record.Clues.Add(_records[at++]);
        for (int i = (int)((counts >> 8) & 0xFF); i > 0; i--) record.Copies.Add(_records[at++]);
        for (int i = (int)(counts >> 16); i > 0; i--) record.Ties.Add(_records[at++]);
        return true;
    }

    /// <summary>Reads the words of a function.</summary>
    public void ReadWords(int at, List<int> phrases)
    {
        phrases.Clear();
        if (at < 0) return;
        int count = (int)_words[at];
        for (int i = 1; i <= count; i++) phrases.Add((int)_words[at + i]);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _words.Dispose();
        _records.Dispose();
    }
}
