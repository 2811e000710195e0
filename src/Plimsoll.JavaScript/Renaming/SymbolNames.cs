using System.Text;
using Plimsoll.JavaScript.Scopes;
using Plimsoll.JavaScript.Text;

namespace Plimsoll.JavaScript.Renaming;

/// <summary>The new names of a program's bindings, 4 bytes a binding and each different name once. A binding without a new one keeps its own.</summary>
public sealed class SymbolNames : IDisposable
{
    private readonly ScopeTables _tables;
    private readonly ChunkList<int> _names;
    private readonly List<byte[]> _texts = [];
    private readonly Dictionary<string, int> _numbers = new(StringComparer.Ordinal);

    /// <summary>Nothing is renamed yet.</summary>
    /// <param name="tables">The program.</param>
    /// <param name="store">Where the numbers of names take their memory.</param>
    public SymbolNames(ScopeTables tables, ChunkStore store)
    {
        _tables = tables;
        _names = new ChunkList<int>(store);
        for (int symbol = 0; symbol < tables.Symbols.Count; symbol++) _names.Add(-1);
    }

    /// <summary>How many different new names there are.</summary>
    public int Count => _texts.Count;

    /// <summary>The name a binding has in the output.</summary>
    public ReadOnlySpan<byte> this[int symbol] => _names[symbol] is var name && name >= 0 ? _texts[name] : _tables.Names[_tables.Symbols[symbol].Name];

    /// <summary>Whether a binding was given a new name.</summary>
    public bool IsRenamed(int symbol) => _names[symbol] >= 0;

    /// <summary>Gives a binding a name. Whether it fits is the caller's care.</summary>
    /// <param name="symbol">Index in <see cref="ScopeTables.Symbols"/>.</param>
    /// <param name="name">An identifier.</param>
    public void Rename(int symbol, string name)
    {
        if (!_numbers.TryGetValue(name, out int number))
        {
            number = _texts.Count;
            _texts.Add(Encoding.UTF8.GetBytes(name));
            _numbers.Add(name, number);
        }

        _names[symbol] = number;
    }

    /// <inheritdoc/>
    public void Dispose() => _names.Dispose();
}
