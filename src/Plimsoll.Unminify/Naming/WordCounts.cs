using Plimsoll.JavaScript.Text;

namespace Plimsoll.Unminify.Naming;

/// <summary>How often each phrase stands in the program as a property, a key, a string or a global: what the authors call things.</summary>
internal sealed class WordCounts(ChunkStore store) : IDisposable
{
    private readonly ChunkList<ushort> _counts = new(store);

    /// <summary>Counts a phrase once more.</summary>
    public void Add(int phrase)
    {
        while (_counts.Count <= phrase) _counts.Add(0);
        ref ushort count = ref _counts[phrase];
        if (count < ushort.MaxValue) count++;
    }

    /// <summary>How often a phrase was counted, at most 65,535.</summary>
    public int Of(int phrase) => phrase < _counts.Count ? _counts[phrase] : 0;

    /// <inheritdoc/>
    public void Dispose() => _counts.Dispose();
}
