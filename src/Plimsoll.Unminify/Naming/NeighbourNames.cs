namespace Plimsoll.Unminify.Naming;

/// <summary>Looks up what the neighbours of a binding are called.</summary>
internal static class NeighbourNames
{
    /// <summary>Adds the neighbours that come by calls, then lists all that have a name.</summary>
    public static void Read(EvidenceRecord record, NeighbourReader reader, Func<int, int> nameOf, List<(uint Relation, int Name)> names)
    {
        names.Clear();
        reader.Extend(record);
        for (int i = 0; i < record.Ties.Count; i += 2)
        {
            int name = nameOf((int)record.Ties[i + 1]);
            if (name >= 0) names.Add((record.Ties[i], name));
        }
    }
}
