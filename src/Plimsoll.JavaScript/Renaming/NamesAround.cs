using Plimsoll.JavaScript.Text;

namespace Plimsoll.JavaScript.Renaming;

/// <summary>The named bindings of the scopes around the place that is worked at, by name: 12 bytes each while their scope is open, and each different name once.</summary>
internal sealed class NamesAround(ChunkStore store) : IDisposable
{
    private readonly TextPool _texts = new(store);
    private readonly ChunkList<int> _last = new(store); // of each text, the last binding that was entered, plus one
    private readonly ChunkList<Entered> _entered = new(store);
    private readonly ChunkList<(int Scope, int First)> _open = new(store);

    /// <summary>Opens a scope, when those that do not lie around it are closed.</summary>
    public void Open(int scope, int parent)
    {
        while (_open.Count > 0 && _open[_open.Count - 1].Scope != parent) Close();
        _open.Add((scope, _entered.Count));
    }

    /// <summary>Enters a binding into the innermost scope.</summary>
    public void Enter(int symbol, ReadOnlySpan<byte> name)
    {
        if (name.Length > TextPool.LengthMax) return; // no other binding is ever given such a name
        int text = _texts.Add(name);
        if (text == _last.Count) _last.Add(0);
        _last[text] = _entered.Add(new Entered { Symbol = symbol, Text = text, Before = _last[text] }) + 1;
    }

    /// <summary>The place of the innermost binding of a name, or -1.</summary>
    public int Find(ReadOnlySpan<byte> name) => _texts.Find(name) is var text and >= 0 ? _last[text] - 1 : -1;

    /// <summary>The binding at a place, and the place of the next one outwards of the same name, or -1.</summary>
    public (int Symbol, int Next) At(int place) => (_entered[place].Symbol, _entered[place].Before - 1);

    /// <inheritdoc/>
    public void Dispose()
    {
        _texts.Dispose();
        _last.Dispose();
        _entered.Dispose();
        _open.Dispose();
    }

    private void Close()
    {
        int first = _open[_open.Count - 1].First;
        for (int at = _entered.Count - 1; at >= first; at--) _last[_entered[at].Text] = _entered[at].Before;
        _entered.Truncate(first);
        _open.Truncate(_open.Count - 1);
    }

    private struct Entered
    {
        public int Symbol;
        public int Text;
        public int Before;
    }
}
