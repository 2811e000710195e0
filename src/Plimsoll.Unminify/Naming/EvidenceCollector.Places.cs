using System.Runtime.CompilerServices;
using Plimsoll.JavaScript.Parsing;

namespace Plimsoll.Unminify.Naming;

/// <summary>Uses of a binding as an operand, a key's value, a result or a part of a statement.</summary>
internal sealed partial class EvidenceCollector
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void UseProperty(int symbol, int level, int child, uint way)
    {
        int node = _path[level];
        ref Node row = ref _arena[node];
        int key = _reader.KeyOf(node);
        if (row.B != child || key == 0) return;
        uint name = TextClue(key);
        if (row.Kind == NodeKind.Field)
        {
            Add(symbol, way, Clue.StoredTo, name);
            AddCopy(symbol, From(way, CopySource.Stored), key);
            return;
        }

        Add(symbol, way, Clue.KeyOf, name);
        AddCopy(symbol, From(way, CopySource.KeyOf), key);
        int holder = Parent(level, out int above);
        if (holder == 0 || _arena[holder].Kind != NodeKind.Object) return;
        UseKeyPlace(symbol, above, name, way);
        int count = 0;
        for (int other = _arena[holder].A; other != 0 && count < KeysMax; other = _arena[other].Next, count++)
        {
            if (other != node && _arena[other].Kind == NodeKind.Property && _reader.KeyOf(other) != 0)
                Add(symbol, way, Clue.KeyBeside, TextClue(_reader.KeyOf(other)), 1);
        }

        Add(symbol, way, Clue.KeyBeside, (uint)Math.Min(8, count));
    }

    private void UseKeyPlace(int symbol, int level, uint name, uint way)
    {
        int outer = Parent(level, out _);
        if (outer == 0) return;
        ref Node row = ref _arena[outer];
        switch (row.Kind)
        {
            case NodeKind.Call: Add(symbol, way, Clue.KeyOfPlace, name, _reader.TailOf(row.A)); break;
            case NodeKind.Return: Add(symbol, way, Clue.KeyOfPlace, name, 1); break;
            case NodeKind.Property:
                Add(symbol, way, Clue.KeyOfPlace, name, Clues.Join(2, TextClue(_reader.KeyOf(outer))));
                AddCopy(symbol, From(way, CopySource.OuterKey), _reader.KeyOf(outer));
                break;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void UseOperand(int symbol, int level, int child, uint way, int depth)
    {
        ref Node row = ref _arena[_path[level]];
        bool isLeft = row.A == child;
        int other = isLeft ? row.B : row.A;
        Operator op = row.Op switch
        {
            Operator.NotEqual or Operator.StrictEqual or Operator.StrictNotEqual => Operator.Equal,
            _ => row.Op,
        };
        bool isEven = op is Operator.Equal or Operator.Multiply or Operator.BitAnd or Operator.BitOr or Operator.BitXor;
        uint side = Clues.Join((uint)op, isEven ? 0 : isLeft ? 1u : 2u);
        Add(symbol, way, Clue.Operand, side);
        Add(symbol, way, Clue.OperandBeside, side, _reader.ShapeOf(other, 2));
        uint tail = _reader.TailOf(other);
        if (tail != 0) Add(symbol, way, Clue.OperandBeside, side, tail);
        AddTie(symbol, Clues.Join(way, Clues.Join((uint)Tie.Operand, side)), _reader.SymbolOf(other));
        if (op == Operator.In) AddCopy(symbol, From(way, CopySource.In), _reader.WordOf(other));
        if (op == Operator.Equal && _arena[other].Kind == NodeKind.String) Add(symbol, way, Clue.Operand, side, 1);
        if (op == Operator.InstanceOf && isLeft)
        {
            AddCopy(symbol, From(way, CopySource.InstanceOf), _reader.WordOf(other));
            AddTie(symbol, Clues.Join(way, (uint)Tie.InstanceOf), _reader.SymbolOf(other));
        }

        if (depth > 0 && op != Operator.Equal) Use(symbol, level, Clues.Join(way + 4, side), depth - 1);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void UseLogical(int symbol, int level, int child, uint way, int depth)
    {
        ref Node row = ref _arena[_path[level]];
        bool isLeft = row.A == child;
        Add(symbol, way, Clue.Logical, (uint)row.Op, isLeft ? 1u : 2u);
        if (isLeft)
        {
            Add(symbol, way, Clue.Logical, (uint)row.Op, Clues.Join(3, _reader.ShapeOf(row.B, row.Op == Operator.And ? 2 : 1)));
            if (row.Op == Operator.And)
            {
                Add(symbol, way, Clue.Tested, 0);
                return;
            }

            AddTie(symbol, Clues.Join(way, Clues.Join((uint)Tie.Instead, (uint)row.Op)), _reader.SymbolOf(row.B));
        }

        if (depth > 0) Use(symbol, level, way, depth - 1);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void UseConditional(int symbol, int level, int child, uint way, int depth)
    {
        ref Node row = ref _arena[_path[level]];
        if (row.A == child)
        {
            Add(symbol, way, Clue.Tested, 0);
            Add(symbol, way, Clue.TestedFor, _reader.ShapeOf(row.B, 1), _reader.ShapeOf(row.C, 1));
        }
        else if (depth > 0)
        {
            Use(symbol, level, way, depth - 1);
        }
    }

    private void UseUnary(int symbol, int level, uint way, int depth)
    {
        ref Node row = ref _arena[_path[level]];
        if (row.Op == Operator.TypeOf)
        {
            int parent = Parent(level, out int above);
            uint what = 0;
            if (parent != 0 && _arena[parent].Kind == NodeKind.Binary)
                what = _reader.ShapeOf(_arena[parent].A == _path[above + 1] ? _arena[parent].B : _arena[parent].A, 0);
            Add(symbol, way, Clue.TypeOf, what);
            return;
        }

        Add(symbol, way, Clue.Unary, (uint)row.Op);
        if (depth > 0 && row.Op != Operator.Not) Use(symbol, level, Clues.Join(way + 5, (uint)row.Op), depth - 1);
    }

    private void UseUpdate(int symbol, int level, uint way)
    {
        uint op = (uint)_arena[_path[level]].Op;
        Add(symbol, way, Clue.Counted, op);
        int parent = Parent(level, out _);
        if (parent != 0 && _arena[parent].Kind is NodeKind.ForHead or NodeKind.Index) AddClue(symbol, Clues.Of(Clue.Counted, op, (uint)_arena[parent].Kind));
    }

    private void UseReturned(int symbol, uint way)
    {
        FunctionFrame frame = _frames[^1];
        Add(symbol, way, Clue.Returned, 0);
        if (frame.Place0 != 0) Add(symbol, way, Clue.Returned, frame.Place0, 1);
        if (frame.Place1 != 0) Add(symbol, way, Clue.Returned, frame.Place1, 1);
        if (frame.Place2 != 0) Add(symbol, way, Clue.Returned, frame.Place2, 1);
        AddCopyOf(symbol, From(way, CopySource.Returned), frame.Name);
        AddTie(symbol, Clues.Join(way, (uint)Tie.ReturnedBy), frame.Symbol);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void UseStatement(int symbol, int level, int child, uint way, int depth)
    {
        int node = _path[level];
        ref Node row = ref _arena[node];
        uint kind = (uint)row.Kind;
        switch (row.Kind)
        {
            case NodeKind.Await or NodeKind.Spread:
                Add(symbol, way, Clue.Statement, kind);
                if (depth > 0) Use(symbol, level, Clues.Join(way + 6, kind), depth - 1);
                break;
            case NodeKind.If or NodeKind.While or NodeKind.DoWhile: Add(symbol, way, Clue.Tested, row.Kind == NodeKind.If ? 0 : 1u); break;
            case NodeKind.ForIn or NodeKind.ForOf when row.B == child:
                Add(symbol, way, Clue.Statement, kind);
                int target = _arena[row.A].Kind == NodeKind.Declaration ? _arena[_arena[row.A].A].A : row.A;
                AddTie(symbol, Clues.Join(way, Clues.Join((uint)Tie.RunOver, kind)), _reader.SymbolOf(target));
                break;
            case NodeKind.Switch: UseSwitch(symbol, node, way); break;
            case NodeKind.Case:
                int discriminant = Parent(level, out _);
                Add(symbol, way, Clue.Case, discriminant == 0 ? 0 : _reader.TailOf(_arena[discriminant].A), 1);
                break;
            case NodeKind.Template: UseTemplate(symbol, node, child, way); break;
            case NodeKind.Array: UseElement(symbol, level, child, way, depth); break;
            case NodeKind.Class or NodeKind.ClassDeclaration when row.B == child:
                Add(symbol, way, Clue.Extends, 0, 1);
                if (row.A != 0) AddTie(symbol, Clues.Join(way, (uint)Tie.Extends), _reader.SymbolOf(row.A));
                break;
            case NodeKind.Sequence when _arena[child].Next == 0:
                if (depth > 0) Use(symbol, level, way, depth - 1);
                break;
            case NodeKind.DefaultPattern when row.B == child:
                Add(symbol, way, Clue.Default, 1);
                AddTie(symbol, Clues.Join(way, (uint)Tie.DefaultOf), _reader.SymbolOf(row.A));
                break;
            case NodeKind.ExportSpecifier:
                Add(symbol, way, Clue.StoredTo, TextClue(row.B));
                Add(symbol, way, Clue.Export, 0);
                AddCopy(symbol, From(way, CopySource.Stored), row.B);
                break;
            default: Add(symbol, way, Clue.Statement, kind); break;
        }
    }

    private void UseSwitch(int symbol, int node, uint way)
    {
        Add(symbol, way, Clue.Statement, (uint)NodeKind.Switch);
        for (int one = _arena[node].B, taken = 0; one != 0 && taken < 6; one = _arena[one].Next, taken++)
        {
            if (_arena[one].A != 0) Add(symbol, way, Clue.Case, _reader.ShapeOf(_arena[one].A, 1));
        }
    }

    private void UseTemplate(int symbol, int node, int child, uint way)
    {
        Add(symbol, way, Clue.Statement, (uint)NodeKind.Template);
        int before = 0;
        int part = _arena[node].A;
        for (int taken = 0; part != 0 && part != child && taken < ListMax; part = _arena[part].Next, taken++) before = part;
        if (before == 0 || part != child) return;
        ReadOnlySpan<byte> text = _tables.Source.Slice(_arena[before].Start, _arena[before].End);
        int end = text.LastIndexOfAnyInRange((byte)'A', (byte)'z') + 1;
        int start = end;
        while (start > 0 && char.IsAsciiLetterOrDigit((char)text[start - 1])) start--;
        if (end > start) Add(symbol, way, Clue.TemplateText, Clues.Hash(text[start..end]));
    }

    private void UseElement(int symbol, int level, int child, uint way, int depth)
    {
        ref Node row = ref _arena[_path[level]];
        Add(symbol, way, Clue.Element, 0);
        int before = 0;
        int taken = 0;
        for (int one = row.A; one != 0 && taken < ListMax; one = _arena[one].Next, taken++)
        {
            if (_arena[one].Next == child || before == child)
            {
                Add(symbol, way, Clue.Element, _reader.ShapeOf(one, 1), 1);
                AddTie(symbol, Clues.Join(way, (uint)Tie.Element), _reader.SymbolOf(one));
            }

            before = one;
        }

        if (depth > 0) Use(symbol, level, Clues.Join(way + 7, 0), depth - 1);
    }
}
