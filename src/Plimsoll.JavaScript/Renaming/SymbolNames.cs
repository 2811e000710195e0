using System.Text;
using Plimsoll.JavaScript.Scopes;
using Plimsoll.JavaScript.Text;

namespace Plimsoll.JavaScript.Renaming;

/// <summary>The new names of a program's bindings, 4 bytes a binding and each different name once. A binding without a new one keeps its own.</summary>
public sealed class SymbolNames : IDisposable
{
    /// <summary>Longer names than any that people write need not lie on the stack.</summary>
    private const int StackBytesMax = 256;

    private readonly ScopeTables _tables;
    private readonly ChunkList<int> _names;
    private readonly TextPool _texts;

    /// <summary>Nothing is renamed yet.</summary>
    /// <param name="tables">The program.</param>
    /// <param name="store">Where names take their memory.</param>
    public SymbolNames(ScopeTables tables, ChunkStore store)
    {
        _tables = tables;
        _names = new ChunkList<int>(store);
        _texts = new TextPool(store);
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
        int length = Encoding.UTF8.GetByteCount(name);
        Span<byte> text = length <= StackBytesMax ? stackalloc byte[length] : new byte[length];
        Encoding.UTF8.GetBytes(name, text);
        _names[symbol] = _texts.Add(text);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _names.Dispose();
        _texts.Dispose();
    }
}
