namespace Plimsoll.Unminify.Naming;

/// <summary>Looks up what the neighbours of a binding are called.</summary>
internal static class NeighbourNames
{
    /// <summary>Lists all neighbours of a binding that have a name.</summary>
    public static void Read(EvidenceRecord record, Func<int, int> nameOf, List<(uint Relation, int Name)> names)
    {
        names.Clear();
        for (int i = 0; i < record.Ties.Count; i += 2)
        {
            int name = nameOf((int)record.Ties[i + 1]);
            if (name >= 0) names.Add((record.Ties[i], name));
        }
    }
}
