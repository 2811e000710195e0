using System.Runtime.CompilerServices;
using Plimsoll.JavaScript.Parsing;

namespace Plimsoll.Unminify.Naming;

/// <summary>What is done with a binding where it is used: the nodes above it, a few levels up.</summary>
internal sealed partial class EvidenceCollector
{
    /// <summary>Levels of use: of the binding, of what is made of it, and of what is made of that.</summary>
    private const int UseDepth = 2;

    /// <summary>Longer lists are tables: looking through them again and again costs more than it tells.</summary>
    private const int ListMax = 64;

    /// <summary>The node above a level of the path that is no chain, or 0, and its level.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private int Parent(int level, out int above)
    {
        for (above = level - 1; above >= 0; above--)
        {
            if (_arena[_path[above]].Kind != NodeKind.Chain) return _path[above];
        }

        return 0;
    }

    private static CopySource From(uint way, CopySource source) => way == 0 ? source : CopySource.Further;

    /// <summary>Writes down how the value at a level of the path is used.</summary>
    /// <param name="symbol">The binding that the value comes from.</param>
    /// <param name="level">Where the value stands.</param>
    /// <param name="way">How the value comes from the binding; 0 for the binding itself.</param>
    /// <param name="depth">How much further to look.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Use(int symbol, int level, uint way, int depth)
    {
        int parent = Parent(level, out int above);
        if (parent == 0) return;
        int child = _path[above + 1];
        ref Node row = ref _arena[parent];
        switch (row.Kind)
        {
            case NodeKind.Member: UseMember(symbol, above, way, depth); break;
            case NodeKind.Index when row.A == child: UseMember(symbol, above, way, depth); break;
            case NodeKind.Index: UseKey(symbol, above, way); break;
            case NodeKind.Call or NodeKind.New when row.A == child: UseCallee(symbol, above, way, depth); break;
            case NodeKind.Call or NodeKind.New: UseArgument(symbol, parent, child, way); break;
            case NodeKind.Assign: UseAssign(symbol, above, child, way, depth); break;
            case NodeKind.Declarator:
                AddTie(symbol, Clues.Join(way, (uint)Tie.Given), _reader.SymbolOf(row.A));
                SeeTakenKeys(symbol, row.A, way);
                break;
            case NodeKind.Property or NodeKind.Field: UseProperty(symbol, above, child, way); break;
            case NodeKind.Binary: UseOperand(symbol, above, child, way, depth); break;
            case NodeKind.Logical: UseLogical(symbol, above, child, way, depth); break;
            case NodeKind.Conditional: UseConditional(symbol, above, child, way, depth); break;
            case NodeKind.Unary: UseUnary(symbol, above, way, depth); break;
            case NodeKind.Update: UseUpdate(symbol, above, way); break;
            case NodeKind.Return: UseReturned(symbol, way); break;
            case NodeKind.Arrow when row.C == child: UseReturned(symbol, way); break;
            default: UseStatement(symbol, above, child, way, depth); break;
        }
    }

    private void Add(int symbol, uint way, Clue clue, uint what) => AddClue(symbol, Clues.Join(way, Clues.Of(clue, what)));

    private void Add(int symbol, uint way, Clue clue, uint what, uint more) => AddClue(symbol, Clues.Join(way, Clues.Of(clue, what, more)));

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void UseMember(int symbol, int level, uint way, int depth)
    {
        int node = _path[level], property = _reader.PropertyOf(node);
        uint key = property != 0 ? TextClue(property) : Clues.Join(7, _reader.ShapeOf(_arena[node].B, 0));
        if (property == 0) AddTie(symbol, Clues.Join(way, (uint)Tie.Key), _reader.SymbolOf(_arena[node].B));
        int parent = Parent(level, out int above);
        int child = parent == 0 ? 0 : _path[above + 1];
        ref Node row = ref _arena[parent];
        if (row.Kind == NodeKind.Call && row.A == child)
        {
            UseMethod(symbol, above, way, key, property, depth);
        }
        else if (row.Kind == NodeKind.Assign && row.A == child)
        {
            Add(symbol, way, Clue.PropertySet, key);
            Add(symbol, way, Clue.PropertySet, key, _reader.ShapeOf(row.B, 1));
            AddTie(symbol, Clues.Join(way, Clues.Join((uint)Tie.PropertySet, key)), _reader.SymbolOf(row.B));
        }
        else if (row.Kind == NodeKind.New && row.A == child)
        {
            Add(symbol, way, Clue.PropertyNew, key);
        }
        else
        {
            Add(symbol, way, Clue.Property, key);
            AddCopy(symbol, From(way, CopySource.Property), property);
            if (depth > 0) Use(symbol, level, Clues.Join(way + 1, key), depth - 1);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void UseMethod(int symbol, int call, uint way, uint key, int property, int depth)
    {
        ref Node row = ref _arena[_path[call]];
        Add(symbol, way, Clue.Method, key);
        Add(symbol, way, Clue.Method, key, (uint)_reader.Count(row.B) + 1);
        AddCopy(symbol, From(way, CopySource.Method), property);
        uint index = 0;
        for (int argument = row.B; argument != 0 && index < 3; argument = _arena[argument].Next, index++)
        {
            uint at = Clues.Join(key, index);
            Add(symbol, way, Clue.MethodArgument, at, _reader.ShapeOf(argument, 1));
            AddTie(symbol, Clues.Join(way, Clues.Join((uint)Tie.MethodArgument, at)), _reader.SymbolOf(argument));
        }

        if (depth > 0) Use(symbol, call, Clues.Join(way + 2, key), depth - 1);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void UseKey(int symbol, int level, uint way)
    {
        ref Node row = ref _arena[_path[level]];
        Add(symbol, way, Clue.Key, _reader.ShapeOf(row.A, 2));
        uint tail = _reader.TailOf(row.A);
        if (tail != 0) Add(symbol, way, Clue.Key, tail, 1);
        AddTie(symbol, Clues.Join(way, (uint)Tie.KeyIn), _reader.SymbolOf(row.A));
        AddCopy(symbol, From(way, CopySource.KeyIn), _reader.WordOf(row.A));
        int parent = Parent(level, out int above);
        if (parent == 0) return;
        ref Node outer = ref _arena[parent];
        bool isFirst = outer.A == _path[above + 1];
        if (outer.Kind == NodeKind.Assign && isFirst)
        {
            Add(symbol, way, Clue.KeyUse, (uint)outer.Kind);
            Add(symbol, way, Clue.KeyUse, (uint)outer.Kind, _reader.ShapeOf(outer.B, 1));
        }
        else if (isFirst && outer.Kind is NodeKind.Call or NodeKind.Member or NodeKind.Index)
        {
            Add(symbol, way, Clue.KeyUse, (uint)outer.Kind, TextClue(_reader.PropertyOf(parent)));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void UseCallee(int symbol, int level, uint way, int depth)
    {
        int node = _path[level];
        ref Node row = ref _arena[node];
        Clue clue = row.Kind == NodeKind.New ? Clue.Constructed : Clue.Called;
        Add(symbol, way, clue, 0);
        Add(symbol, way, clue, 1 + (uint)Math.Min(6, _reader.Count(row.B)));
        uint index = 0;
        for (int argument = row.B; argument != 0 && index < 4; argument = _arena[argument].Next, index++)
        {
            Add(symbol, way, Clue.CalledArgument, index, _reader.ShapeOf(argument, 1));
            AddCopy(symbol, From(way, CopySource.CalledWith), _reader.WordOf(argument));
            AddTie(symbol, Clues.Join(way, Clues.Join((uint)Tie.CalledWith, index)), _reader.SymbolOf(argument));
        }

        if (depth > 0) Use(symbol, level, Clues.Join(way + 3, (uint)clue), depth - 1);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void UseArgument(int symbol, int call, int child, uint way)
    {
        ref Node row = ref _arena[call];
        int index = IndexIn(row.B, child);
        if (index < 0) return;
        int callee = _reader.Skip(row.A), word = _reader.WordOf(callee);
        uint at = Clues.Join((uint)row.Kind, (uint)index), tail = _reader.TailOf(callee);
        Add(symbol, way, Clue.Argument, at, tail);
        if (tail != 0) Add(symbol, way, Clue.ArgumentOfMany, Clues.Join(at, (uint)_reader.Count(row.B)), tail);
        Add(symbol, way, Clue.ArgumentShape, at, _reader.ShapeOf(callee, 2));
        AddCopy(symbol, From(way, CopySource.Argument), word);
        int function = _reader.SymbolOf(callee);
        AddTie(symbol, way == 0 && index < FunctionSignatures.ParametersMax ? NeighbourTies.Open(NeighbourTies.Sort.Argument, index) : Clues.Join(way, Clues.Join((uint)Tie.Argument, at)), function);
        if (_arena[callee].Kind == NodeKind.Member)
        {
            if (way == 0 && index < FunctionSignatures.ParametersMax && MethodOf(callee) is int method and >= 0) _pool.AddTie(symbol, NeighbourTies.Open(NeighbourTies.Sort.MethodArgument, index), method);
            AddTie(symbol, Clues.Join(way, Clues.Join((uint)Tie.ArgumentOfMethod, Clues.Join(at, tail))), _reader.SymbolOf(_arena[callee].A));
            AddCopy(symbol, From(way, CopySource.ArgumentObject), _reader.WordOf(_arena[callee].A));
        }

        int other = row.B;
        for (int i = 0; other != 0 && i < ListMax; other = _arena[other].Next, i++)
        {
            if (i == index || Math.Abs(i - index) > 2) continue;
            uint beside = (uint)(8 + i - index);
            Add(symbol, way, Clue.ArgumentBeside, Clues.Join(tail, beside), _reader.ShapeOf(other, 1));
            AddTie(symbol, Clues.Join(way, Clues.Join((uint)Tie.Beside, beside)), _reader.SymbolOf(other));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void UseAssign(int symbol, int level, int child, uint way, int depth)
    {
        int node = _path[level];
        ref Node row = ref _arena[node];
        bool isPlain = row.Op == Operator.Assign;
        if (row.A == child && !isPlain)
        {
            Add(symbol, way, Clue.Changed, (uint)row.Op);
            Add(symbol, way, Clue.Changed, (uint)row.Op, _reader.ShapeOf(row.B, 1));
            uint tail = _reader.TailOf(row.B);
            if (tail != 0) Add(symbol, way, Clue.Changed, (uint)row.Op, tail);
            AddTie(symbol, Clues.Join(way, Clues.Join((uint)Tie.ChangedBy, (uint)row.Op)), _reader.SymbolOf(row.B));
        }
        else if (!isPlain)
        {
            Add(symbol, way, Clue.Changes, (uint)row.Op, _reader.ShapeOf(row.A, 1));
        }
        else
        {
            if (row.A == child) SeeValue(symbol, row.B);
            else SeeStored(symbol, _reader.Skip(row.A), way);
            if (depth > 0 && !IsStatement(level)) Use(symbol, level, way, depth - 1);
        }
    }

    private bool IsStatement(int level)
    {
        int parent = Parent(level, out _);
        return parent == 0 || _arena[parent].Kind is NodeKind.ExpressionStatement or NodeKind.Sequence;
    }

    /// <summary>The value goes to a property, an element, another binding or a global.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void SeeStored(int symbol, int target, uint way)
    {
        ref Node row = ref _arena[target];
        if (row.Kind is NodeKind.Member or NodeKind.Index)
        {
            int property = _reader.PropertyOf(target), owner = _reader.SymbolOf(row.A);
            Add(symbol, way, Clue.StoredShape, _reader.ShapeOf(target, 2));
            if (property != 0)
            {
                uint name = TextClue(property);
                Add(symbol, way, Clue.StoredTo, name);
                AddCopy(symbol, From(way, CopySource.Stored), property);
                AddTie(symbol, Clues.Join(way, Clues.Join((uint)Tie.StoredIn, name)), owner);
                return;
            }

            uint tail = _reader.TailOf(row.A);
            if (tail != 0) Add(symbol, way, Clue.StoredTo, tail, 1);
            AddCopy(symbol, From(way, CopySource.StoredElement), _reader.WordOf(row.A));
            AddTie(symbol, Clues.Join(way, (uint)Tie.StoredElement), owner);
            AddTie(symbol, Clues.Join(way, (uint)Tie.StoredKey), _reader.SymbolOf(row.B));
        }
        else if (row.Kind == NodeKind.Identifier)
        {
            int other = _reader.SymbolOf(target);
            AddTie(symbol, Clues.Join(way, (uint)Tie.Given), other);
            if (other >= 0) return;
            Add(symbol, way, Clue.StoredTo, TextClue(target), 2);
            AddCopy(symbol, From(way, CopySource.Stored), target);
        }
        else
        {
            SeeTakenKeys(symbol, target, way);
        }
    }

    /// <summary>Keys that a pattern takes from a value are properties of it.</summary>
    private void SeeTakenKeys(int symbol, int pattern, uint way)
    {
        if (_arena[pattern].Kind != NodeKind.ObjectPattern) return;
        for (int property = _arena[pattern].A, taken = 0; property != 0 && taken < KeysMax; property = _arena[property].Next, taken++)
        {
            if (_arena[property].Kind == NodeKind.Property && _reader.KeyOf(property) != 0) Add(symbol, way, Clue.Property, TextClue(_reader.KeyOf(property)));
        }
    }
}
