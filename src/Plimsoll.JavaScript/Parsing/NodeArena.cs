using System.Runtime.CompilerServices;
using Plimsoll.JavaScript.Text;

namespace Plimsoll.JavaScript.Parsing;

/// <summary>The nodes that are alive: a stack. What was parsed after a mark is let go of at once by going back to it.</summary>
public sealed class NodeArena : IDisposable
{
    private readonly ChunkList<Node> _nodes;

    /// <summary>An arena without nodes.</summary>
    /// <param name="store">Where its blocks come from.</param>
    public NodeArena(ChunkStore store)
    {
        _nodes = new ChunkList<Node>(store);
        _nodes.Add(default);
    }

    /// <summary>The number to go back to with <see cref="Release"/>.</summary>
    public int Mark => _nodes.Count;

    /// <summary>The bytes of the blocks that are held.</summary>
    public long BytesHeld => _nodes.BytesHeld;

    /// <summary>A node. The reference stays good until the node is released.</summary>
    public ref Node this[int node]
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => ref _nodes[node];
    }

    /// <summary>Makes a node.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int Add(NodeKind kind, int start, int end, int a = 0, int b = 0, int c = 0, NodeFlags flags = NodeFlags.None, Operator op = Operator.None) =>
        _nodes.Add(new Node { Kind = kind, Op = op, Flags = flags, Start = start, End = end, A = a, B = b, C = c });

    /// <summary>Forgets all nodes that were made since a mark.</summary>
    public void Release(int mark) => _nodes.Truncate(mark);

    /// <summary>Gives back blocks that no node lies in: after a statement that was much larger than others.</summary>
    public void Trim() => _nodes.Trim();

    /// <inheritdoc/>
    public void Dispose() => _nodes.Dispose();
}
