using Plimsoll.JavaScript.Text;

namespace Plimsoll.Unminify.Naming;

/// <summary>The first parameters of each function that a binding stands for, so that an argument and the parameter that gets it can be told to be one thing.</summary>
internal sealed class FunctionSignatures : IDisposable
{
    /// <summary>Parameters that are kept.</summary>
    public const int ParametersMax = 6;

    private readonly ChunkList<int> _functions;
    private readonly ChunkList<int> _parameters;
    private readonly ChunkList<(int Argument, int Function, int Index)> _arguments;

    /// <summary>No function is known yet.</summary>
    public FunctionSignatures(int symbols, ChunkStore store)
    {
        _functions = new ChunkList<int>(store);
        _parameters = new ChunkList<int>(store);
        _arguments = new ChunkList<(int Argument, int Function, int Index)>(store);
        for (int symbol = 0; symbol < symbols; symbol++) _functions.Add(-1);
    }

    /// <summary>How many arguments there are that are bindings.</summary>
    public int Arguments => _arguments.Count;

    /// <summary>Begins the parameters of a function; false where the binding has one already.</summary>
    public bool Begin(int symbol)
    {
        if (_functions[symbol] >= 0) return false;
        _functions[symbol] = _parameters.Count;
        for (int i = 0; i < ParametersMax; i++) _parameters.Add(-1);
        return true;
    }

    /// <summary>Sets a parameter of the function that was begun last.</summary>
    public void Set(int symbol, int index, int parameter)
    {
        if (index < ParametersMax) _parameters[_functions[symbol] + index] = parameter;
    }

    /// <summary>The binding that is the parameter at a position of the function that a binding stands for, or -1.</summary>
    public int ParameterOf(int symbol, int index) =>
        index < ParametersMax && _functions[symbol] >= 0 ? _parameters[_functions[symbol] + index] : -1;

    /// <summary>Adds that a binding is given to what may be a function.</summary>
    public void AddArgument(int argument, int function, int index) => _arguments.Add((argument, function, index));

    /// <summary>The binding that is an argument, and the one that is the parameter that gets it, or -1.</summary>
    public (int Argument, int Parameter) ArgumentAt(int at)
    {
        (int argument, int function, int index) = _arguments[at];
        return (argument, ParameterOf(function, index));
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _functions.Dispose();
        _parameters.Dispose();
        _arguments.Dispose();
    }
}
