using System.Runtime.CompilerServices;
using Plimsoll.JavaScript.Text;

namespace Plimsoll.Unminify.Naming;

/// <summary>
/// What callers give to functions and what functions give back, under the binding that is called or under the name of the method. A parameter and an argument that it
/// gets are mostly one thing to the authors, though the two may stand far apart, and in any order: so this is asked only when the program was walked over.
/// </summary>
internal sealed class CallSites : IDisposable
{
    /// <summary>The position of what a function returns.</summary>
    public const int Returned = FunctionSignatures.ParametersMax;

    // Of each position so many different things are kept: more of them tell little.
    private const int KeptMax = 3;

    private const int None = -1;

    private readonly ChunkList<int> _byBinding;
    private readonly ChunkList<int> _byMethod;
    private readonly ChunkList<CallSite> _sites;
    private readonly ChunkList<int> _origins;
    private readonly ChunkList<ParameterOrigin> _functions;

    /// <summary>No call was seen yet.</summary>
    public CallSites(int symbols, ChunkStore store)
    {
        _byBinding = new ChunkList<int>(store);
        _byMethod = new ChunkList<int>(store);
        _sites = new ChunkList<CallSite>(store);
        _origins = new ChunkList<int>(store);
        _functions = new ChunkList<ParameterOrigin>(store);
        for (int symbol = 0; symbol < symbols; symbol++)
        {
            _byBinding.Add(None);
            _origins.Add(None);
        }
    }

    /// <summary>Adds what a call of a binding gives, or what its function returns.</summary>
    public void AddToBinding(int function, CallSite site) => Add(ref _byBinding[function], site);

    /// <summary>Adds what a call of a method gives, or what the method returns.</summary>
    public void AddToMethod(int name, CallSite site)
    {
        while (_byMethod.Count <= name) _byMethod.Add(None);
        Add(ref _byMethod[name], site);
    }

    /// <summary>Says which function a parameter belongs to.</summary>
    public void AddOrigin(int parameter, ParameterOrigin origin)
    {
        origin.Next = _origins[parameter];
        _origins[parameter] = _functions.Add(origin);
    }

    /// <summary>Lists what was given to a binding's function at a position.</summary>
    public void ReadBinding(int function, int position, List<CallSite> sites) => Read(_byBinding[function], position, sites);

    /// <summary>Lists what was given to a method at a position.</summary>
    public void ReadMethod(int name, int position, List<CallSite> sites)
    {
        if (name < _byMethod.Count) Read(_byMethod[name], position, sites);
        else sites.Clear();
    }

    /// <summary>Lists the functions that a parameter belongs to.</summary>
    public void ReadOrigins(int parameter, List<ParameterOrigin> origins)
    {
        origins.Clear();
        for (int at = _origins[parameter]; at >= 0; at = _functions[at].Next) origins.Add(_functions[at]);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _byBinding.Dispose();
        _byMethod.Dispose();
        _sites.Dispose();
        _origins.Dispose();
        _functions.Dispose();
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Add(ref int first, CallSite site)
    {
        int kept = 0;
        for (int at = first; at >= 0; at = _sites[at].Next)
        {
            ref CallSite other = ref _sites[at];
            if (other.Position != site.Position) continue;
            if (other.Word == site.Word && other.Shape == site.Shape && other.Symbol == site.Symbol) return;
            if (++kept == KeptMax) return;
        }

        site.Next = first;
        first = _sites.Add(site);
    }

    private void Read(int at, int position, List<CallSite> sites)
    {
        sites.Clear();
        for (; at >= 0; at = _sites[at].Next)
        {
            if (_sites[at].Position == position) sites.Add(_sites[at]);
        }
    }
}
