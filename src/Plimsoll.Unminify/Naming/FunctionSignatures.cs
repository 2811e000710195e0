using Plimsoll.JavaScript.Text;

namespace Plimsoll.Unminify.Naming;

/// <summary>The first parameters of each function that a binding stands for, and of the first method of each name, so that an argument and the parameter that gets it can be told to be one thing.</summary>
internal sealed class FunctionSignatures : IDisposable
{
    /// <summary>Parameters that are kept.</summary>
    public const int ParametersMax = 6;

    private const int None = -1;

    private readonly ChunkList<int> _functions;
    private readonly ChunkList<int> _methods;
    private readonly ChunkList<int> _parameters;

    /// <summary>No function is known yet.</summary>
    public FunctionSignatures(int symbols, ChunkStore store)
    {
        _functions = new ChunkList<int>(store);
        _methods = new ChunkList<int>(store);
        _parameters = new ChunkList<int>(store);
        for (int symbol = 0; symbol < symbols; symbol++) _functions.Add(None);
    }

    /// <summary>Sets a parameter of the function that a binding stands for; of several functions the first one that has one there counts.</summary>
    public void SetOfBinding(int function, int index, int parameter) => Set(ref _functions[function], index, parameter);

    /// <summary>Sets a parameter of a method with this name; of several methods the first one that has one there counts.</summary>
    public void SetOfMethod(int name, int index, int parameter)
    {
        while (_methods.Count <= name) _methods.Add(None);
        Set(ref _methods[name], index, parameter);
    }

    /// <summary>The binding that is the parameter at a position of the function that a binding stands for, or -1.</summary>
    public int ParameterOfBinding(int function, int index) => At(_functions[function], index);

    /// <summary>The same of the method with a name.</summary>
    public int ParameterOfMethod(int name, int index) => name < _methods.Count ? At(_methods[name], index) : None;

    /// <inheritdoc/>
    public void Dispose()
    {
        _functions.Dispose();
        _methods.Dispose();
        _parameters.Dispose();
    }

    private int At(int first, int index) => first >= 0 && index < ParametersMax ? _parameters[first + index] : None;

    private void Set(ref int first, int index, int parameter)
    {
        if (index >= ParametersMax) return;
        if (first < 0)
        {
            first = _parameters.Count;
            for (int i = 0; i < ParametersMax; i++) _parameters.Add(None);
        }

        ref int place = ref _parameters[first + index];
        if (place < 0) place = parameter;
    }
}
