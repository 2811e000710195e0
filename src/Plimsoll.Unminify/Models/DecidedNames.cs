using System.Text;
using Plimsoll.JavaScript.Text;

namespace Plimsoll.Unminify.Models;

/// <summary>The names that bindings got so far, 4 bytes a binding and the letters.</summary>
internal sealed class DecidedNames : IDisposable
{
    private readonly ChunkList<int> _places;
    private readonly ChunkList<byte> _letters;

    public DecidedNames(int symbols, ChunkStore store)
    {
        _places = new ChunkList<int>(store);
        _letters = new ChunkList<byte>(store);
        for (int symbol = 0; symbol < symbols; symbol++) _places.Add(-1);
    }

    /// <summary>Whether a binding has a name.</summary>
    public bool Has(int symbol) => _places[symbol] >= 0;

    /// <summary>Names a binding, once.</summary>
    /// <param name="symbol">Its index.</param>
    /// <param name="name">A name in ASCII of at most 255 letters.</param>
    public void Set(int symbol, string name)
    {
        _places[symbol] = _letters.Count;
        _letters.Add((byte)name.Length);
        foreach (char letter in name) _letters.Add((byte)letter);
    }

    /// <summary>Copies the name of a binding that has one, and returns its length.</summary>
    public int CopyTo(int symbol, Span<byte> name)
    {
        int place = _places[symbol], length = _letters[place];
        for (int i = 0; i < length; i++) name[i] = _letters[place + 1 + i];
        return length;
    }

    /// <summary>The name of a binding that has one.</summary>
    public string Get(int symbol)
    {
        Span<byte> name = stackalloc byte[byte.MaxValue];
        return Encoding.ASCII.GetString(name[..CopyTo(symbol, name)]);
    }

    /// <summary>Forgets them all.</summary>
    public void Clear()
    {
        for (int symbol = 0; symbol < _places.Count; symbol++) _places[symbol] = -1;
        _letters.Truncate(0);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _places.Dispose();
        _letters.Dispose();
    }
}
