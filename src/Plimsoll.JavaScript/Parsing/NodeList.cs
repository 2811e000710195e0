namespace Plimsoll.JavaScript.Parsing;

/// <summary>A list of nodes that grows at its end.</summary>
internal struct NodeList
{
    public int First;
    public int Last;

    public void Add(NodeArena arena, int node)
    {
        if (First == 0) First = node;
        else arena[Last].Next = node;
        Last = node;
    }
}
