using System.Runtime.CompilerServices;
using Plimsoll.JavaScript.Parsing;

namespace Plimsoll.Unminify.Naming;

/// <summary>Parameters, and the names of functions by what they do.</summary>
internal sealed partial class EvidenceCollector
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void SeeParameters(int node, in FunctionFrame frame)
    {
        int list = _arena[node].B, count = _reader.Count(list);
        int before = -1, beforeThat = -1;
        for (int index = 0; list != 0; list = _arena[list].Next, index++)
        {
            int symbol = _reader.SymbolOfTarget(list);
            if (symbol >= 0)
            {
                SeeOrigin(symbol, index, frame);
                SeeParameter(symbol, index, count, frame);
                Join(symbol, before, 1);
                Join(symbol, beforeThat, 2);
                if (_arena[list].Kind == NodeKind.Rest) AddClue(symbol, Clues.Of(Clue.Rest));
            }
            else if (frame.Place0 != 0)
            {
                SeeTakenApart(list, Clues.Join(frame.Place0, (uint)index));
            }

            SeePattern(list, 0);
            (beforeThat, before) = (before, symbol);
        }
    }

    private void Join(int symbol, int before, uint distance)
    {
        if (before < 0) return;
        AddTie(symbol, Tie.Parameter, 16 - distance, before);
        AddTie(before, Tie.Parameter, 16 + distance, symbol);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void SeeParameter(int symbol, int index, int count, in FunctionFrame frame)
    {
        uint at = (uint)index, many = Clues.Join(at, (uint)count);
        AddClue(symbol, Clues.Of(Clue.Position, many));
        AddClue(symbol, Clues.Of(Clue.Position, at));
        AddClue(symbol, Clues.Of(Clue.PositionFromEnd, (uint)(count - 1 - index)));
        SeePlace(symbol, at, many, frame.Place0);
        SeePlace(symbol, at, many, frame.Place1);
        SeePlace(symbol, at, many, frame.Place2);
        int later = Math.Min(index, 2);
        if (frame.NameClue != 0) AddClue(symbol, Clues.Of(Clue.ParameterOf, frame.NameClue, (uint)count));
        AddCopyOf(symbol, CopySource.ParameterOf0 + (byte)later, frame.Name);
        AddTie(symbol, Tie.ParameterOf, at, frame.Symbol);
        AddTie(symbol, Tie.ParameterOfReturned, at, frame.ReturnedBy);
        if (frame.Symbol >= 0 && index < 4) AddTie(frame.Symbol, Tie.HasParameter, at, symbol);
        if (frame.Call != 0) SeeCallbackParameter(symbol, index, frame);
        if (frame.CalledInPlace != 0) SeeCalledWith(symbol, index, frame.CalledInPlace);
    }

    private void SeePlace(int symbol, uint at, uint many, uint place)
    {
        if (place == 0) return;
        AddClue(symbol, Clues.Of(Clue.Parameter, at, place));
        AddClue(symbol, Clues.Of(Clue.ParameterOfMany, many, place));
    }

    private void SeeCallbackParameter(int symbol, int index, in FunctionFrame frame)
    {
        ref Node call = ref _arena[frame.Call];
        int callee = _reader.Skip(call.A);
        AddTie(symbol, Tie.CallbackOf, (uint)index, _reader.SymbolOf(callee));
        if (_arena[callee].Kind == NodeKind.Member)
        {
            int target = _arena[callee].A;
            AddCopy(symbol, CopySource.CallbackOf0 + (byte)Math.Min(index, 2), _reader.WordOf(target));
            AddTie(symbol, Tie.CallbackOfMethod, Clues.Join((uint)index, TextClue(_arena[callee].B)), _reader.SymbolOf(target));
        }

        for (int argument = call.B, taken = 0; argument != 0 && taken < 4; argument = _arena[argument].Next, taken++)
        {
            if (_arena[argument].Kind is NodeKind.Function or NodeKind.Arrow) continue;
            AddCopy(symbol, CopySource.CallbackBeside, _reader.WordOf(argument));
            AddTie(symbol, Tie.CallbackBeside, (uint)index, _reader.SymbolOf(argument));
        }
    }

    /// <summary>A function that is called where it stands gives its parameters their values.</summary>
    private void SeeCalledWith(int symbol, int index, int call)
    {
        int argument = _arena[call].B;
        for (int i = 0; i < index && argument != 0; i++) argument = _arena[argument].Next;
        if (argument != 0) SeeValue(symbol, argument);
        AddClue(symbol, Clues.Of(Clue.CalledWith, argument == 0 ? 0 : _reader.ShapeOf(argument, 1)));
    }

    /// <summary>Bindings in a pattern that is a parameter know the function, too.</summary>
    private void SeeTakenApart(int pattern, uint place)
    {
        if (_arena[pattern].Kind == NodeKind.DefaultPattern) pattern = _arena[pattern].A;
        if (_arena[pattern].Kind != NodeKind.ObjectPattern) return;
        for (int property = _arena[pattern].A; property != 0; property = _arena[property].Next)
        {
            if (_arena[property].Kind != NodeKind.Property) continue;
            int symbol = _reader.SymbolOfTarget(_arena[property].B);
            if (symbol >= 0) AddClue(symbol, Clues.Of(Clue.Parameter, place));
        }
    }

    private void SeeFunctionOf(int symbol, int node)
    {
        ref Node row = ref _arena[node];
        uint sort = (uint)(row.Flags & (NodeFlags.Async | NodeFlags.Generator));
        AddClue(symbol, Clues.Of(Clue.FunctionShape, (uint)_reader.Count(row.B)));
        if (sort != 0) AddClue(symbol, Clues.Of(Clue.FunctionShape, sort, 1));
        AddClue(symbol, Clues.Of(Clue.FunctionLength, (uint)Math.Min(7, System.Numerics.BitOperations.Log2((uint)((row.End - row.Start) / 20) + 1))));
    }

    /// <summary>A value that the innermost function returns speaks for the function's name.</summary>
    private void SeeReturned(int value)
    {
        int function = _frames[^1].Symbol;
        SeeResult(value);
        if (function < 0) return;
        Span<int> values = stackalloc int[ValuesMax];
        int count = Values(value, values);
        foreach (int one in values[..Math.Min(count, 3)])
        {
            AddClue(function, Clues.Of(Clue.Returns, _reader.ShapeOf(one, 1)));
            uint tail = _reader.TailOf(one);
            if (tail != 0) AddClue(function, Clues.Of(Clue.Returns, tail, 1));
            AddCopy(function, CopySource.Returns, _reader.WordOf(one));
            AddTie(function, Tie.Returns, 0, _reader.SymbolOf(one));
            if (_arena[one].Kind is NodeKind.Call or NodeKind.New) AddTie(function, Tie.ReturnsCall, (uint)_arena[one].Kind, _reader.SymbolOf(_arena[one].A));
        }
    }

    /// <summary>A word of a body speaks for the names of the functions around it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void AddBodyWord(uint word, int node, bool isCalled)
    {
        for (int at = _frames.Count - 1, taken = 0; at > 0 && taken < FramesWithWords; at--, taken++)
        {
            ref FunctionFrame frame = ref System.Runtime.InteropServices.CollectionsMarshal.AsSpan(_frames)[at];
            if (frame.Symbol < 0 || frame.WordsLeft == 0) continue;
            frame.WordsLeft--;
            AddClue(frame.Symbol, Clues.Of(Clue.BodyWord, word, isCalled ? 1u : 0u));
            if (isCalled) AddCopy(frame.Symbol, CopySource.Calls, node);
        }
    }

    /// <summary>Counts a phrase of the program and of the innermost function.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void AddWord(int node)
    {
        int phrase = node == 0 ? PhraseTable.None : _phrases.Of(_reader.TextOf(node));
        if (phrase < 0) return;
        Counts.Add(phrase);
        if (_words.Count - _frames[^1].FirstWord < FunctionWordsMax * 4) _words.Add(phrase);
    }
}
