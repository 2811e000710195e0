using System.Runtime.CompilerServices;
using Plimsoll.JavaScript.Parsing;

namespace Plimsoll.Unminify.Naming;

/// <summary>What flows into a binding: initial values, assignments, patterns.</summary>
internal sealed partial class EvidenceCollector
{
    private const int ValuesMax = 4;
    private const int KeysMax = 12;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void SeeValue(int symbol, int value)
    {
        SeeWaypoints(symbol, value);
        Span<int> values = stackalloc int[ValuesMax];
        int count = Values(value, values);
        if (count > 1)
        {
            ref Node row = ref _arena[_reader.Skip(value)];
            AddClue(symbol, Clues.Of(Clue.ValueChoice, (uint)row.Kind, (uint)row.Op));
        }

        foreach (int one in values[..count]) SeeOneValue(symbol, one);
    }

    /// <summary>In `a = b.c = value` the value of `a` goes to `b.c`, too.</summary>
    private void SeeWaypoints(int symbol, int value)
    {
        int node = _reader.Skip(value);
        for (int taken = 0; taken < ValuesMax && _arena[node].Kind == NodeKind.Assign && _arena[node].Op == Operator.Assign; taken++)
        {
            SeeStored(symbol, _reader.Skip(_arena[node].A), 0);
            node = _reader.Skip(_arena[node].B);
        }
    }

    /// <summary>The expressions that a value may come from, through choices, assignments and sequences.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private int Values(int value, Span<int> values)
    {
        Span<int> waiting = stackalloc int[ValuesMax * 2];
        int waits = 0, count = 0;
        waiting[waits++] = value;
        while (waits > 0 && count < values.Length)
        {
            int node = _reader.Skip(waiting[--waits]);
            ref Node row = ref _arena[node];
            int second = row.Kind switch { NodeKind.Logical => row.B, NodeKind.Conditional => row.C, _ => 0 };
            int first = row.Kind switch
            {
                NodeKind.Logical => row.A,
                NodeKind.Conditional => row.B,
                NodeKind.Assign when row.Op == Operator.Assign => row.B,
                NodeKind.Sequence => _reader.LastOf(row.A),
                _ => 0,
            };
            if (first == 0)
            {
                values[count++] = node;
                continue;
            }

            if (second != 0 && waits < waiting.Length - 1) waiting[waits++] = second;
            waiting[waits++] = first;
        }

        return count;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void SeeOneValue(int symbol, int node)
    {
        uint shape = _reader.ShapeOf(node, 3), top = _reader.ShapeOf(node, 1);
        AddClue(symbol, Clues.Of(Clue.Value, shape));
        if (top != shape) AddClue(symbol, Clues.Of(Clue.ValueTop, top));
        uint tail = _reader.TailOf(node);
        if (tail != 0) AddClue(symbol, Clues.Of(Clue.ValueName, tail));
        ref Node row = ref _arena[node];
        AddClue(symbol, Clues.Of(Clue.ValueKind, (uint)row.Kind));
        switch (row.Kind)
        {
            case NodeKind.Member or NodeKind.Index: SeeMemberValue(symbol, node); break;
            case NodeKind.Call: SeeCallValue(symbol, node); break;
            case NodeKind.New: SeeNewValue(symbol, node); break;
            case NodeKind.Identifier:
                AddTie(symbol, Tie.Value, 0, _reader.SymbolOf(node));
                AddCopy(symbol, CopySource.ValueGlobal, _reader.WordOf(node));
                break;
            case NodeKind.Await:
                AddCopy(symbol, CopySource.ValueAwait, _reader.WordOf(row.A));
                int awaited = _reader.Skip(row.A);
                if (_arena[awaited].Kind == NodeKind.Call) AddTie(symbol, Tie.ValueCall, 1, _reader.SymbolOf(_arena[awaited].A));
                break;
            case NodeKind.Object: SeeKeys(symbol, row.A); break;
            case NodeKind.Array:
                AddClue(symbol, Clues.Of(Clue.ValueElement, (uint)Math.Min(4, _reader.Count(row.A))));
                if (row.A != 0) AddClue(symbol, Clues.Of(Clue.ValueElement, _reader.ShapeOf(row.A, 1), 1));
                break;
            case NodeKind.Binary: SeeOperatorValue(symbol, node); break;
            case NodeKind.Unary:
                AddClue(symbol, Clues.Of(Clue.ValueOperator, (uint)row.Op, _reader.TailOf(row.A)));
                AddTie(symbol, Tie.ValueOperand, (uint)row.Op, _reader.SymbolOf(row.A));
                break;
        }
    }

    private void SeeMemberValue(int symbol, int node)
    {
        ref Node row = ref _arena[node];
        int property = _reader.PropertyOf(node);
        if (property != 0)
        {
            AddCopy(symbol, CopySource.ValueProperty, property);
        }
        else
        {
            AddCopy(symbol, CopySource.ValueElement, _reader.WordOf(row.A));
            AddTie(symbol, Tie.ValueKey, 0, _reader.SymbolOf(row.B));
        }

        int owner = _reader.SymbolOf(row.A);
        AddTie(symbol, Tie.ValueOf, TextClue(property), owner);
        if (owner < 0) AddTie(symbol, Tie.ValueRoot, 0, _reader.RootOf(node));
    }

    private void SeeCallValue(int symbol, int node)
    {
        ref Node row = ref _arena[node];
        int callee = _reader.Skip(row.A), word = _reader.WordOf(callee);
        uint name = TextClue(word);
        AddCopy(symbol, CopySource.ValueCall, word);
        AddTie(symbol, Tie.ValueCall, 0, _reader.SymbolOf(callee));
        if (_arena[callee].Kind == NodeKind.Member)
        {
            if (MethodOf(callee) is int method and >= 0) _pool.AddTie(symbol, NeighbourTies.Open(NeighbourTies.Sort.MethodResult), method);
            AddTie(symbol, Tie.ValueOf, Clues.Join(name, 1), _reader.SymbolOf(_arena[callee].A));
            AddCopy(symbol, CopySource.ValueCallObject, _reader.WordOf(_arena[callee].A));
        }

        AddClue(symbol, Clues.Of(Clue.ValueArguments, name, (uint)_reader.Count(row.B)));
        if (row.B == 0) return;
        if (_arena[row.B].Kind == NodeKind.String)
        {
            AddClue(symbol, Clues.Of(Clue.ValueText, name, TextClue(row.B)));
            AddCopyOf(symbol, CopySource.ValueText, _phrases.Of(LastPart(_reader.TextOf(row.B))));
            return;
        }

        AddClue(symbol, Clues.Of(Clue.ValueArgument, name, _reader.ShapeOf(row.B, 1)));
        AddCopy(symbol, CopySource.ValueArgument, _reader.WordOf(row.B));
        AddTie(symbol, Tie.ValueArgument, name, _reader.SymbolOf(row.B));
    }

    private void SeeNewValue(int symbol, int node)
    {
        ref Node row = ref _arena[node];
        AddCopy(symbol, CopySource.ValueNew, _reader.WordOf(row.A));
        AddTie(symbol, Tie.ValueNew, 0, _reader.SymbolOf(row.A));
        if (row.B == 0) return;
        AddTie(symbol, Tie.ValueArgument, 1, _reader.SymbolOf(row.B));
        AddCopy(symbol, CopySource.ValueNewArgument, _reader.WordOf(row.B));
    }

    private void SeeOperatorValue(int symbol, int node)
    {
        ref Node row = ref _arena[node];
        AddClue(symbol, Clues.Of(Clue.ValueOperator, (uint)row.Op));
        SeeOperand(symbol, row.Op, row.A, 0);
        SeeOperand(symbol, row.Op, row.B, 1);
    }

    private void SeeOperand(int symbol, Operator op, int operand, uint side)
    {
        AddTie(symbol, Tie.ValueOperand, Clues.Join((uint)op, side), _reader.SymbolOf(operand));
        uint tail = _reader.TailOf(operand);
        if (tail != 0) AddClue(symbol, Clues.Of(Clue.ValueOperator, (uint)op, tail));
    }

    private void SeeKeys(int symbol, int list)
    {
        for (int taken = 0; list != 0 && taken < KeysMax; list = _arena[list].Next, taken++)
        {
            if (_arena[list].Kind == NodeKind.Property && _reader.KeyOf(list) != 0) AddClue(symbol, Clues.Of(Clue.ValueKey, TextClue(_reader.KeyOf(list))));
        }
    }

    /// <summary>The bindings of a pattern, and those of patterns in it.</summary>
    private void SeePattern(int pattern, int value)
    {
        ref Node row = ref _arena[pattern];
        switch (row.Kind)
        {
            case NodeKind.DefaultPattern:
                int target = _reader.SymbolOf(row.A);
                if (target >= 0)
                {
                    SeeValue(target, row.B);
                    AddClue(target, Clues.Of(Clue.Default));
                }

                SeePattern(row.A, 0);
                break;
            case NodeKind.Rest:
                if (_reader.SymbolOf(row.A) is int rest and >= 0) AddClue(rest, Clues.Of(Clue.Rest));
                SeePattern(row.A, 0);
                break;
            case NodeKind.ObjectPattern: SeeObjectPattern(pattern, value); break;
            case NodeKind.ArrayPattern: SeeArrayPattern(pattern, value); break;
        }
    }

    private void SeeObjectPattern(int pattern, int value)
    {
        for (int property = _arena[pattern].A; property != 0; property = _arena[property].Next)
        {
            if (_arena[property].Kind != NodeKind.Property)
            {
                SeePattern(property, 0);
                continue;
            }

            int key = _reader.KeyOf(property), target = _arena[property].B, symbol = _reader.SymbolOfTarget(target);
            if (symbol >= 0 && key != 0)
            {
                uint name = TextClue(key);
                AddClue(symbol, Clues.Of(Clue.PatternKey, name));
                AddClue(symbol, Clues.Of(Clue.ValueName, Clues.Join(1, name)));
                AddCopy(symbol, CopySource.ValueProperty, key);
                AddCopy(symbol, CopySource.Pattern, key);
                if (value != 0) AddTie(symbol, Tie.ValueOf, name, _reader.SymbolOf(value));
            }

            SeePattern(target, 0);
        }
    }

    private void SeeArrayPattern(int pattern, int value)
    {
        int list = _arena[pattern].A, count = _reader.Count(list), before = -1;
        for (uint index = 0; list != 0; list = _arena[list].Next, index++)
        {
            int symbol = _reader.SymbolOfTarget(list);
            if (symbol >= 0)
            {
                AddClue(symbol, Clues.Of(Clue.PatternIndex, index, (uint)count));
                AddTie(symbol, Tie.Pattern, 1, before);
                if (before >= 0) AddTie(before, Tie.Pattern, 2, symbol);
                if (value != 0) SeeTakenFrom(symbol, index, value);
            }

            before = symbol;
            SeePattern(list, 0);
        }
    }

    private void SeeTakenFrom(int symbol, uint index, int value)
    {
        AddClue(symbol, Clues.Of(Clue.PatternIndex, Clues.Join(index, 3), _reader.TailOf(value)));
        AddCopy(symbol, CopySource.PatternOf, _reader.WordOf(value));
        int source = _reader.Skip(value);
        AddTie(symbol, Tie.Pattern, index + 3, _reader.SymbolOf(_arena[source].Kind == NodeKind.Call ? _arena[source].A : source));
    }
}
