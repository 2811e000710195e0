using System.Runtime.CompilerServices;

namespace Plimsoll.Unminify.Naming;

/// <summary>
/// Puts together what lies apart: what callers give for a parameter, which parameter gets an argument, what the function returns whose value a binding is. Known only when the
/// whole program was walked over.
/// </summary>
internal sealed class NeighbourReader(FunctionSignatures signatures, CallSites calls)
{
    private static readonly uint ValueCall = Clues.Join((uint)Tie.ValueCall, 0);
    private static readonly uint[] Arguments = [.. Enumerable.Range(0, FunctionSignatures.ParametersMax).Select(position => Clues.Join((uint)Tie.Argument, 1000 + (uint)position))];

    private readonly List<CallSite> _sites = [];
    private readonly List<ParameterOrigin> _origins = [];

    /// <summary>Adds all that is known of a binding by calls.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Extend(EvidenceRecord record)
    {
        CloseTies(record);
        calls.ReadOrigins(record.Symbol, _origins);
        foreach (ParameterOrigin origin in _origins)
        {
            if (origin.IsCallback) AddCallsOfTaker(record, origin);
            else AddCalls(record, origin);
        }
    }

    /// <summary>Gives relations the other end that had to be looked up; those that have none go away.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void CloseTies(EvidenceRecord record)
    {
        List<uint> ties = record.Ties;
        int kept = 0, count = ties.Count;
        for (int i = 0; i < count; i += 2)
        {
            (uint relation, int other) = (ties[i], (int)ties[i + 1]);
            if (NeighbourTies.IsOpen(relation)) relation = Close(record, relation, other);
            else if (relation == ValueCall) AddResults(record, other, isMethod: false);
            if (relation == 0) continue;
            (ties[kept], ties[kept + 1]) = (relation, (uint)other);
            kept += 2;
        }

        // What was added meanwhile stands behind and moves up.
        ties.RemoveRange(kept, count - kept);
    }

    /// <summary>Looks up one relation; returns what is left of it, or 0.</summary>
    private uint Close(EvidenceRecord record, uint relation, int other)
    {
        (NeighbourTies.Sort sort, int position) = NeighbourTies.Read(relation);
        switch (sort)
        {
            case NeighbourTies.Sort.Argument:
                AddTie(record, Tie.SameAsParameter, 0, signatures.ParameterOfBinding(other, position));
                return Arguments[position];
            case NeighbourTies.Sort.MethodArgument:
                AddTie(record, Tie.SameAsParameter, 1, signatures.ParameterOfMethod(other, position));
                return 0;
            default:
                AddResults(record, other, isMethod: true);
                return 0;
        }
    }

    private void AddResults(EvidenceRecord record, int function, bool isMethod)
    {
        Read(function, CallSites.Returned, isMethod);
        Add(record, CopySource.GivenBack, Tie.SameAsResult, isMethod ? 1u : 0);
    }

    private void AddCalls(EvidenceRecord record, in ParameterOrigin origin)
    {
        Read(origin.Target, origin.Position, origin.IsMethod);
        Add(record, origin.IsMethod ? CopySource.GivenToMethod : CopySource.GivenFor, Tie.SameAsArgument, origin.IsMethod ? 1u : 0);
    }

    /// <summary>The function is given to another, which calls it by a parameter of its own.</summary>
    private void AddCallsOfTaker(EvidenceRecord record, in ParameterOrigin origin)
    {
        int taker = origin.IsMethod ? signatures.ParameterOfMethod(origin.Target, origin.TakenAs) : signatures.ParameterOfBinding(origin.Target, origin.TakenAs);
        if (taker < 0) return;
        Read(taker, origin.Position, isMethod: false);
        Add(record, CopySource.GivenToCallback, Tie.SameAsArgument, 2);
    }

    private void Read(int function, int position, bool isMethod)
    {
        if (isMethod) calls.ReadMethod(function, position, _sites);
        else calls.ReadBinding(function, position, _sites);
    }

    private void Add(EvidenceRecord record, CopySource source, Tie tie, uint sort)
    {
        foreach (CallSite site in _sites)
        {
            if (site.Word >= 0) AddOnce(record.Copies, EvidencePool.CopyOf(source, site.Word));
            if (site.Shape != CallSite.Unknown) AddOnce(record.Clues, (uint)site.Shape);
            if (site.Tail != CallSite.Unknown) AddOnce(record.Clues, (uint)site.Tail);
            AddTie(record, tie, sort, site.Symbol);
        }
    }

    private static void AddTie(EvidenceRecord record, Tie tie, uint sort, int other)
    {
        if (other < 0 || other == record.Symbol) return;
        record.Ties.Add(Clues.Join((uint)tie, sort));
        record.Ties.Add((uint)other);
    }

    private static void AddOnce(List<uint> list, uint value)
    {
        if (!list.Contains(value)) list.Add(value);
    }
}
