using System.Runtime.CompilerServices;
using Plimsoll.JavaScript.Parsing;

namespace Plimsoll.Unminify.Naming;

/// <summary>What callers give to functions and what functions return, to be put together when all calls are seen.</summary>
internal sealed partial class EvidenceCollector
{
    /// <summary>Writes down the arguments of a call under its callee.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void SeeGiven(int call)
    {
        ref Node row = ref _arena[call];
        if (row.B == 0) return;
        int callee = _reader.Skip(row.A), function = _reader.SymbolOf(callee);
        int method = function >= 0 ? PhraseTable.None : MethodOf(callee);
        if (function < 0 && method < 0) return;
        int position = 0;
        for (int argument = row.B; argument != 0 && position < FunctionSignatures.ParametersMax; argument = _arena[argument].Next, position++)
        {
            if (_arena[argument].Kind is NodeKind.Function or NodeKind.Arrow) continue;
            if (_arena[argument].Kind == NodeKind.Spread) return;
            CallSite site = SiteOf(argument, position, function >= 0 ? 0u : 1);
            if (function >= 0) CallSites.AddToBinding(function, site);
            else CallSites.AddToMethod(method, site);
        }
    }

    private int MethodOf(int callee)
    {
        int property = _reader.PropertyOf(callee);
        return property == 0 ? PhraseTable.None : _phrases.Of(_reader.TextOf(property));
    }

    private CallSite SiteOf(int value, int position, uint sort)
    {
        int word = _reader.WordOf(value);
        uint tail = _reader.TailOf(value);
        return new CallSite
        {
            Position = position,
            Word = word == 0 ? PhraseTable.None : _phrases.Of(_reader.TextOf(word)),
            Shape = RowOf(Clues.Of(Clue.Given, _reader.ShapeOf(value, 1), sort)),
            Tail = tail == 0 ? CallSite.Unknown : RowOf(Clues.Of(Clue.GivenName, tail, sort)),
            Symbol = _reader.SymbolOf(value),
        };
    }

    /// <summary>Writes down what a function returns under its name.</summary>
    private void SeeResult(int value)
    {
        ref FunctionFrame frame = ref System.Runtime.InteropServices.CollectionsMarshal.AsSpan(_frames)[^1];
        if (frame.Symbol < 0 && frame.Name < 0) return;
        CallSite site = SiteOf(_reader.Skip(value), CallSites.Returned, 2);
        if (site.Symbol < 0 && site.Word < 0) return;
        if (frame.Symbol >= 0) CallSites.AddToBinding(frame.Symbol, site);
        else CallSites.AddToMethod(frame.Name, site);
    }

    /// <summary>Makes a parameter known to the calls of its function.</summary>
    private void SeeOrigin(int parameter, int index, in FunctionFrame frame)
    {
        if (index >= FunctionSignatures.ParametersMax) return;
        byte position = (byte)index;
        int function = frame.Symbol >= 0 ? frame.Symbol : frame.Constructs;
        if (function >= 0)
        {
            Signatures.SetOfBinding(function, index, parameter);
            CallSites.AddOrigin(parameter, new ParameterOrigin { Target = function, Position = position });
        }
        else if (frame.Name >= 0)
        {
            Signatures.SetOfMethod(frame.Name, index, parameter);
            CallSites.AddOrigin(parameter, new ParameterOrigin { Target = frame.Name, Position = position, IsMethod = true });
        }

        if (frame.Call == 0 || (uint)frame.ArgumentIndex >= FunctionSignatures.ParametersMax) return;
        int callee = _reader.Skip(_arena[frame.Call].A), taker = _reader.SymbolOf(callee), method = taker >= 0 ? PhraseTable.None : MethodOf(callee);
        if (taker < 0 && method < 0) return;
        CallSites.AddOrigin(parameter, new ParameterOrigin { Target = taker >= 0 ? taker : method, Position = position, IsMethod = taker < 0, IsCallback = true, TakenAs = (byte)frame.ArgumentIndex });
    }

    /// <summary>The binding of the class that a method's node lies in, or -1.</summary>
    private int ClassAround(int level)
    {
        for (int above = level; above >= 0 && above >= level - 2; above--)
        {
            if (_arena[_path[above]].Kind is NodeKind.Class or NodeKind.ClassDeclaration) return ClassSymbol(above);
        }

        return -1;
    }

    private int ClassSymbol(int level)
    {
        ref Node row = ref _arena[_path[level]];
        int symbol = row.A != 0 ? _reader.SymbolOf(row.A) : -1;
        if (symbol >= 0 || level == 0) return symbol;
        ref Node parent = ref _arena[_path[level - 1]];
        return parent.Kind is NodeKind.Declarator or NodeKind.Assign && parent.B == _path[level] ? _reader.SymbolOf(parent.A) : -1;
    }

    private int RowOf(uint clue) => _rowOf is null ? (int)clue : _rowOf(clue);
}
