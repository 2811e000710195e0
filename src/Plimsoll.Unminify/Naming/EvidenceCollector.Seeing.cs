using System.Runtime.CompilerServices;
using Plimsoll.JavaScript.Parsing;

namespace Plimsoll.Unminify.Naming;

/// <summary>What the kinds of nodes say, each by itself.</summary>
internal sealed partial class EvidenceCollector
{
    private const int TextWordMax = 24;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void See(int node)
    {
        ref Node row = ref _arena[node];
        switch (row.Kind)
        {
            case NodeKind.Identifier: SeeIdentifier(node); break;
            case NodeKind.Declaration: SeeDeclaration(node); break;
            case NodeKind.Member: SeeMember(node); break;
            case NodeKind.String: SeeText(node); break;
            case NodeKind.Property or NodeKind.Method or NodeKind.Field:
                if (_reader.KeyOf(node) is int key && key != 0) AddWord(key);
                break;
            case NodeKind.Return when row.A != 0: SeeReturned(row.A); break;
            case NodeKind.Call:
                SeeCall(node);
                SeeGiven(node);
                break;
            case NodeKind.New: SeeGiven(node); break;
            case NodeKind.Class or NodeKind.ClassDeclaration: SeeClass(node); break;
            case NodeKind.Catch when row.A != 0 && _reader.SymbolOf(row.A) is int error and >= 0: AddClue(error, Clues.Of(Clue.Catch)); break;
            case NodeKind.ForIn or NodeKind.ForOf: SeeLoop(node); break;
            case NodeKind.Import: SeeImport(node); break;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void SeeIdentifier(int node)
    {
        ref Node row = ref _arena[node];
        int symbol = _reader.SymbolOf(node);
        if (symbol >= 0)
        {
            if (!_tables.Occurrences[row.B].IsDeclaration) Use(symbol, _path.Count - 1, 0, UseDepth);
        }
        else if (row.B >= 0)
        {
            AddWord(node);
            AddBodyWord(TextClue(node), node, false);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void SeeMember(int node)
    {
        ref Node row = ref _arena[node];
        AddWord(row.B);
        int parent = Parent(_path.Count - 1, out _);
        bool isCalled = parent != 0 && _arena[parent].Kind == NodeKind.Call && _reader.Skip(_arena[parent].A) == node;
        AddBodyWord(TextClue(row.B), row.B, isCalled);
        if (_arena[row.A].Kind == NodeKind.This && parent != 0 && _arena[parent].Kind == NodeKind.Assign && _arena[parent].A == node && _frames[^1].Symbol >= 0)
            AddClue(_frames[^1].Symbol, Clues.Of(Clue.ThisProperty, TextClue(row.B)));
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void SeeText(int node)
    {
        ref Node row = ref _arena[node];
        int length = row.End - row.Start - 2;
        if (length is < 2 or >= TextWordMax) return;
        AddWord(node);
        AddBodyWord(Clues.Join(1, TextClue(node)), node, false);
    }

    private void SeeCall(int node)
    {
        int function = _frames[^1].Symbol, callee = _reader.SymbolOf(_arena[node].A);
        if (function >= 0) AddTie(function, Tie.Calls, 0, callee);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void SeeDeclaration(int node)
    {
        ref Node row = ref _arena[node];
        int before = -1;
        bool isFor = _path.Count > 1 && _arena[_path[^2]].Kind == NodeKind.ForHead;
        bool isLoop = _path.Count > 1 && _arena[_path[^2]].Kind is NodeKind.ForIn or NodeKind.ForOf;
        for (int declarator = row.A; declarator != 0; declarator = _arena[declarator].Next)
        {
            int target = _arena[declarator].A, value = _arena[declarator].B;
            int symbol = _reader.SymbolOf(target);
            if (symbol < 0)
            {
                SeePattern(target, value);
                continue;
            }

            if (value != 0) SeeValue(symbol, value);
            else if (!isLoop) AddClue(symbol, Clues.Of(Clue.NoValue));
            if (isFor) AddClue(symbol, Clues.Of(Clue.ForHead));
            if (before >= 0)
            {
                AddTie(symbol, Tie.Declared, 1, before);
                AddTie(before, Tie.Declared, 2, symbol);
            }

            before = symbol;
        }
    }

    private void SeeLoop(int node)
    {
        ref Node row = ref _arena[node];
        int target = _arena[row.A].Kind == NodeKind.Declaration ? _arena[_arena[row.A].A].A : row.A;
        int symbol = _reader.SymbolOf(target);
        if (symbol < 0) return;
        bool isKey = row.Kind == NodeKind.ForIn;
        AddClue(symbol, Clues.Of(isKey ? Clue.ForKey : Clue.ForElement));
        AddClue(symbol, Clues.Of(Clue.ElementOf, _reader.TailOf(row.B), (uint)row.Kind));
        AddClue(symbol, Clues.Of(Clue.ElementOf, _reader.ShapeOf(row.B, 2), (uint)row.Kind));
        AddCopy(symbol, CopySource.LoopOf, _reader.WordOf(row.B));
        AddTie(symbol, Tie.RunsOver, (uint)row.Kind, _reader.SymbolOf(row.B));
        int iterated = _reader.Skip(row.B);
        if (_arena[iterated].Kind != NodeKind.Call || _arena[iterated].B == 0) return;
        AddCopy(symbol, CopySource.LoopOf, _reader.WordOf(_arena[iterated].B));
        AddTie(symbol, Tie.RunsOver, 0, _reader.SymbolOf(_arena[iterated].B));
    }

    private void SeeClass(int node)
    {
        ref Node row = ref _arena[node];
        int symbol = row.A != 0 ? _reader.SymbolOf(row.A) : -1;
        if (symbol < 0 && _path.Count > 1)
        {
            ref Node parent = ref _arena[_path[^2]];
            if (parent.Kind is NodeKind.Declarator or NodeKind.Assign && parent.B == node) symbol = _reader.SymbolOf(parent.A);
        }

        if (symbol < 0) return;
        if (row.B != 0)
        {
            AddClue(symbol, Clues.Of(Clue.Extends, _reader.ShapeOf(row.B, 1)));
            AddCopy(symbol, CopySource.Superclass, _reader.WordOf(row.B));
            AddTie(symbol, Tie.Extends, 1, _reader.SymbolOf(row.B));
        }

        for (int member = row.C, taken = 0; member != 0 && taken < BodyWordsMax; member = _arena[member].Next, taken++)
        {
            if (_arena[member].Kind != NodeKind.StaticBlock && _reader.KeyOf(member) != 0) AddClue(symbol, Clues.Of(Clue.ClassMember, TextClue(_reader.KeyOf(member))));
        }
    }

    private void SeeImport(int node)
    {
        ref Node row = ref _arena[node];
        uint path = row.B == 0 ? 0 : TextClue(row.B);
        for (int specifier = row.A; specifier != 0; specifier = _arena[specifier].Next)
        {
            ref Node one = ref _arena[specifier];
            bool isNamed = one.Kind == NodeKind.ImportSpecifier;
            int symbol = _reader.SymbolOf(isNamed ? one.B : one.A);
            if (symbol < 0) continue;
            AddClue(symbol, Clues.Of(Clue.Import, (uint)one.Kind));
            AddClue(symbol, Clues.Of(Clue.Import, path, 1));
            if (isNamed)
            {
                AddClue(symbol, Clues.Of(Clue.Import, TextClue(one.A), 2));
                AddCopy(symbol, CopySource.ImportName, one.A);
            }
            else if (row.B != 0)
            {
                AddCopyOf(symbol, CopySource.ImportPath, _phrases.Of(LastPart(_reader.TextOf(row.B))));
            }
        }
    }

    /// <summary>`user-list` of `./views/user-list.js`.</summary>
    private static ReadOnlySpan<byte> LastPart(ReadOnlySpan<byte> path)
    {
        path = path.TrimEnd((byte)'/');
        int slash = path.LastIndexOfAny("/#:"u8);
        path = path[(slash + 1)..];
        int dot = path.LastIndexOf((byte)'.');
        return dot > 0 ? path[..dot] : path.TrimStart((byte)'.');
    }
}
