using System.Buffers;
using System.Diagnostics;

namespace Plimsoll.Testing;

/// <summary>A pool for tests that fails on a double return, on a foreign array, and (on dispose) on what was never returned.</summary>
/// <remarks>Returned arrays are filled with 0xDB and never rented again, so a use after return shows as garbage rather than as luck.</remarks>
public sealed class LeakFailingPool : ArrayPool<byte>, IDisposable
{
    private readonly Lock _lock = new();
    private readonly Dictionary<byte[], StackTrace> _rented = new(ReferenceEqualityComparer.Instance);
    private readonly HashSet<byte[]> _returned = new(ReferenceEqualityComparer.Instance);

    /// <summary>How many arrays are out.</summary>
    public int Outstanding
    {
        get { lock (_lock) return _rented.Count; }
    }

    /// <summary>The most bytes that were out at once.</summary>
    public long PeakBytes { get; private set; }

    /// <summary>How often an array was rented.</summary>
    public int Rents { get; private set; }

    private long _bytes;

    public override byte[] Rent(int minimumLength)
    {
        // Longer than asked, as real pools do, and dirty, so that code relying on exact length or on zeros fails here.
        byte[] array = GC.AllocateUninitializedArray<byte>(minimumLength + 7);
        array.AsSpan().Fill(0xDB);
        lock (_lock)
        {
            _rented.Add(array, new StackTrace(1, fNeedFileInfo: false));
            _bytes += array.Length;
            PeakBytes = Math.Max(PeakBytes, _bytes);
            Rents++;
        }

        return array;
    }

    public override void Return(byte[] array, bool clearArray = false)
    {
        lock (_lock)
        {
            if (_returned.Contains(array)) throw new InvalidOperationException($"array of {array.Length} bytes returned twice");
            if (!_rented.Remove(array)) throw new InvalidOperationException($"array of {array.Length} bytes was not rented here");
            _returned.Add(array);
            _bytes -= array.Length;
        }

        array.AsSpan().Fill(0xDB);
    }

    public void Dispose()
    {
        lock (_lock)
        {
            if (_rented.Count == 0) return;
            throw new InvalidOperationException($"{_rented.Count} arrays ({_bytes} bytes) never returned; the first was rented at{Environment.NewLine}{_rented.Values.First()}");
        }
    }
}
