using Plimsoll.JavaScript.Equivalence;

namespace Plimsoll.Unminify.Functions;

/// <summary>A function with its print and the bindings in it, in the order in which they occur. Used again for the next function.</summary>
internal sealed class PrintedFunction
{
    // A wrapper of thousands of functions uses thousands of bindings of its outside.
    private const int OutersMax = 16;

    private readonly List<int> _locals = [];
    private readonly List<int> _outers = [];
    private CanonicalHash _hash;
    private CanonicalHash _uses;
    private int _own;

    /// <summary>Its scope.</summary>
    public int Scope { get; private set; }

    /// <summary>Where it ends.</summary>
    public int End { get; private set; }

    /// <summary>The length of its text, functions inside included.</summary>
    public int Bytes { get; private set; }

    /// <summary>The hash of its text without names, as far as it was read.</summary>
    public ulong Print => (ulong)_hash.Value;

    /// <summary>The print, and which uses of its outside are the same binding: functions with the same key have the same <see cref="Locals"/> and <see cref="Outers"/>, place by place.</summary>
    public ulong Key
    {
        get
        {
            CanonicalHash both = _uses;
            both.Add(Print);
            return (ulong)both.Value;
        }
    }

    /// <summary>The binding that the function itself is called by, or -1.</summary>
    public int Name { get; private set; }

    /// <summary>Its own bindings, parameters and variables, without those of functions inside.</summary>
    public IReadOnlyList<int> Locals => _locals;

    /// <summary>The first bindings of its outside that it uses, without those that it is called by.</summary>
    public IReadOnlyList<int> Outers => _outers;

    /// <summary>Begins with a function.</summary>
    /// <param name="scope">Its scope.</param>
    /// <param name="start">Where it begins.</param>
    /// <param name="end">Where it ends.</param>
    /// <param name="name">The binding that it is stored to, or -1.</param>
    public void Begin(int scope, int start, int end, int name)
    {
        (Scope, End, Bytes, Name, _own, _hash, _uses) = (scope, end, end - start, name, -1, default, default);
        _locals.Clear();
        _outers.Clear();
    }

    /// <summary>Reads on: a text, with its length.</summary>
    public void Add(ReadOnlySpan<byte> text) => _hash.Add(text);

    /// <summary>Reads on: a number.</summary>
    public void Add(ulong number) => _hash.Add(number);

    /// <summary>Takes a binding of its own and returns its place, from 1.</summary>
    public int Own(int symbol)
    {
        _locals.Add(symbol);
        return _locals.Count;
    }

    /// <summary>Takes a use of a binding of its outside. Only the function's own name is declared in its text and belongs outside.</summary>
    public void Meet(int symbol, bool isDeclaration)
    {
        if (isDeclaration) _own = symbol;
        if (isDeclaration && Name < 0) Name = symbol;
        _uses.Add((ulong)PlaceOf(symbol));
    }

    /// <summary>Its place among those of the outside, from 1; 0 for what the function is called by.</summary>
    private int PlaceOf(int symbol)
    {
        if (symbol == Name || symbol == _own) return 0;
        int place = _outers.IndexOf(symbol);
        if (place >= 0) return place + 1;
        if (_outers.Count == OutersMax) return OutersMax + 1;
        _outers.Add(symbol);
        return _outers.Count;
    }
}
