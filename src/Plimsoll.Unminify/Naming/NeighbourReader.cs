using Plimsoll.JavaScript.Text;

namespace Plimsoll.Unminify.Naming;

/// <summary>Tells arguments and the parameters that get them to be neighbours: known only when the whole program was walked over.</summary>
internal sealed class NeighbourReader : IDisposable
{
    private const int ArgumentsMax = 4;

    private static readonly uint Parameter = Clues.Join((uint)Tie.SameAsParameter, 0);
    private static readonly uint Argument = Clues.Join((uint)Tie.SameAsArgument, 0);

    private readonly FunctionSignatures _signatures;
    private readonly ChunkList<int> _first;
    private readonly ChunkList<(int Argument, int Next, int Length)> _links;

    /// <summary>Looks up which parameters get the arguments that were seen.</summary>
    public NeighbourReader(FunctionSignatures signatures, int symbols, ChunkStore store)
    {
        _signatures = signatures;
        _first = new ChunkList<int>(store);
        _links = new ChunkList<(int Argument, int Next, int Length)>(store);
        for (int symbol = 0; symbol < symbols; symbol++) _first.Add(-1);
        for (int i = 0; i < signatures.Arguments; i++) Link(signatures.ArgumentAt(i));
    }

    /// <summary>Adds the neighbours that come by calls.</summary>
    public void Extend(EvidenceRecord record)
    {
        for (int i = 0, count = record.Ties.Count; i < count; i += 2)
        {
            int parameter = ParameterOf(record.Ties[i], (int)record.Ties[i + 1]);
            if (parameter >= 0) Add(record, Parameter, parameter);
        }

        for (int link = _first[record.Symbol]; link >= 0; link = _links[link].Next) Add(record, Argument, _links[link].Argument);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _first.Dispose();
        _links.Dispose();
    }

    private static void Add(EvidenceRecord record, uint relation, int other)
    {
        record.Ties.Add(relation);
        record.Ties.Add((uint)other);
    }

    private int ParameterOf(uint relation, int function)
    {
        int index = NeighbourTies.PositionOf(relation);
        return index < 0 ? -1 : _signatures.ParameterOf(function, index);
    }

    private void Link((int Argument, int Parameter) one)
    {
        if (one.Parameter < 0 || one.Parameter == one.Argument) return;
        int first = _first[one.Parameter], length = first < 0 ? 0 : _links[first].Length;
        if (length < ArgumentsMax) _first[one.Parameter] = _links.Add((one.Argument, first, length + 1));
    }
}
