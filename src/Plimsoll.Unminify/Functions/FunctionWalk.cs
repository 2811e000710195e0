using Plimsoll.JavaScript.Renaming;
using Plimsoll.JavaScript.Scopes;
using Plimsoll.JavaScript.Text;

namespace Plimsoll.Unminify.Functions;

/// <summary>
/// Gives each function of a program a print: a hash of its text without the names of its bindings, where functions inside stand for their own prints. Two programs have
/// the same print where a function is the same, whatever a minifier called things. One pass over the tables, no tree; 4 bytes a scope and a binding.
/// </summary>
internal sealed class FunctionWalk : IDisposable
{
    private const ulong OuterMark = 1;
    private const ulong GlobalMark = 2;
    private const ulong LocalMark = 3;

    private readonly ScopeTables _tables;
    private readonly ChunkList<int> _owners; // of each scope, the function that it is part of
    private readonly ChunkList<int> _places; // of each binding, its place among those of its function, from 1
    private readonly List<PrintedFunction> _open = [];
    private readonly Stack<PrintedFunction> _closed = [];
    private int _at;
    private int _occurrence;

    private FunctionWalk(ScopeTables tables, ChunkStore store)
    {
        _tables = tables;
        _owners = new ChunkList<int>(store);
        _places = new ChunkList<int>(store);
        for (int symbol = 0; symbol < tables.Symbols.Count; symbol++) _places.Add(0);
        for (int scope = 0; scope < tables.Scopes.Count; scope++) _owners.Add(scope == 0 || IsFunction(scope) ? scope : _owners[tables.Scopes[scope].Parent]);
    }

    /// <summary>Goes over all functions, inner ones first.</summary>
    /// <param name="tables">The program.</param>
    /// <param name="store">Where memory is taken from.</param>
    /// <param name="visit">Gets each function with its print, and must not keep it.</param>
    public static void Run(ScopeTables tables, ChunkStore store, Action<PrintedFunction> visit)
    {
        using FunctionWalk walk = new(tables, store);
        walk.Run(visit);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _owners.Dispose();
        _places.Dispose();
    }

    private bool IsFunction(int scope) => _tables.Scopes[scope].Kind is ScopeKind.Function or ScopeKind.Arrow;

    private void Run(Action<PrintedFunction> visit)
    {
        Open(0, 0, _tables.Source.Length, -1);
        for (int scope = 1; scope < _tables.Scopes.Count; scope++)
        {
            if (!IsFunction(scope)) continue;
            ref Scope one = ref _tables.Scopes[scope];
            CloseUpTo(one.Start, visit);
            int name = NameBefore(one.Start);
            AdvanceTo(one.Start);
            Open(scope, one.Start, one.End, name);
        }

        CloseUpTo(int.MaxValue, visit);
    }

    private void Open(int scope, int start, int end, int name)
    {
        PrintedFunction function = _closed.Count > 0 ? _closed.Pop() : new PrintedFunction();
        function.Begin(scope, start, end, name);
        _open.Add(function);
    }

    /// <summary>Closes the functions that end at or before an offset.</summary>
    private void CloseUpTo(int offset, Action<PrintedFunction> visit)
    {
        while (_open.Count > 0 && _open[^1].End <= offset)
        {
            AdvanceTo(_open[^1].End);
            PrintedFunction closed = _open[^1];
            _open.RemoveAt(_open.Count - 1);
            if (_open.Count > 0) _open[^1].Add(closed.Print);
            if (closed.Scope != 0) visit(closed);
            _closed.Push(closed);
        }
    }

    /// <summary>The binding of `name = function…`, where the function begins at an offset.</summary>
    private int NameBefore(int start)
    {
        int before = _tables.FirstOccurrenceFrom(start) - 1;
        if (before < 0 || !_tables.Occurrences[before].IsDeclaration) return -1;
        int end = _tables.Occurrences[before].Offset + IdentifierText.LengthAt(_tables.Source, _tables.Occurrences[before].Offset);
        return end < start && _tables.Source.Slice(end, start).Trim(" \n"u8).SequenceEqual("="u8) ? _tables.Occurrences[before].Symbol : -1;
    }

    private void AdvanceTo(int offset)
    {
        for (; _occurrence < _tables.Occurrences.Count && _tables.Occurrences[_occurrence].Offset < offset; _occurrence++)
        {
            ref Occurrence one = ref _tables.Occurrences[_occurrence];
            Text(one.Offset);
            Binding(one);
            _at = one.Offset + IdentifierText.LengthAt(_tables.Source, one.Offset);
        }

        Text(offset);
    }

    private void Text(int end)
    {
        if (_at >= end) return;
        _open[^1].Add(_tables.Source.Slice(_at, end));
        _at = end;
    }

    private void Binding(in Occurrence occurrence)
    {
        PrintedFunction function = _open[^1];
        ref Symbol symbol = ref _tables.Symbols[occurrence.Symbol];
        if (symbol.Kind is SymbolKind.Free or SymbolKind.Arguments)
        {
            function.Add(GlobalMark);
            function.Add(_tables.Names[symbol.Name]);
            return;
        }

        if (_owners[symbol.Scope] != function.Scope)
        {
            function.Add(OuterMark);
            function.Meet(occurrence.Symbol, occurrence.IsDeclaration);
            return;
        }

        ref int place = ref _places[occurrence.Symbol];
        if (place == 0) place = function.Own(occurrence.Symbol);
        function.Add(LocalMark);
        function.Add((ulong)place);
    }
}
