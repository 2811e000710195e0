using Plimsoll.Files;
using Plimsoll.JavaScript.Text;

namespace Plimsoll.Unminify.Models;

/// <summary>Where the secrets of a program's text are, found before anything of it is cut out: half a token looks like no token any more.</summary>
internal sealed class SecretPlaces : IDisposable
{
    private readonly ChunkList<(int Start, int End)> _places;

    public SecretPlaces(SourceText source, ChunkStore store)
    {
        _places = new ChunkList<(int, int)>(store);
        SecretRedactor redactor = new();
        for (int at = 0, end; at < source.Length; at = end)
        {
            ReadOnlySpan<byte> rest = source.Span[at..];
            int length = rest.IndexOf((byte)'\n');
            end = length < 0 ? source.Length : at + length + 1;
            int start = at;
            redactor.Find(length < 0 ? rest : rest[..length], span => Add(start + span.Start, start + span.End));
        }
    }

    /// <summary>How many there are.</summary>
    public int Count => _places.Count;

    /// <summary>The first that ends behind an offset; the number of all where none does.</summary>
    public int FirstFrom(int offset)
    {
        int low = 0, high = _places.Count;
        while (low < high)
        {
            int middle = (low + high) >>> 1;
            if (_places[middle].End <= offset) low = middle + 1;
            else high = middle;
        }

        return low;
    }

    /// <summary>Where one is.</summary>
    public (int Start, int End) this[int index] => _places[index];

    /// <inheritdoc/>
    public void Dispose() => _places.Dispose();

    /// <summary>Those that touch become one, so that they lie in order.</summary>
    private void Add(int start, int end)
    {
        if (_places.Count > 0 && start < _places[_places.Count - 1].End)
        {
            ref (int Start, int End) last = ref _places[_places.Count - 1];
            last = (Math.Min(last.Start, start), Math.Max(last.End, end));
        }
        else _places.Add((start, end));
    }
}
