using System.Text;
using Plimsoll.JavaScript.Parsing;
using Plimsoll.JavaScript.Scopes;

namespace Plimsoll.JavaScript.Tests.Parsing;

/// <summary>Writes every node of a program in order, bodies that are holes by their own walk, so that where they were does not show.</summary>
internal sealed class TreeDump(TreeBuilder builder, ScopeTables tables)
{
    private readonly StringBuilder _text = new();
    private int _occurrence;

    public int HolesSeen { get; private set; }

    public int HolesExpected(int bytesMin)
    {
        int count = 0;
        for (int body = 0; body < tables.Bodies.Count; body++)
        {
            if (tables.Bodies[body].End - tables.Bodies[body].Start >= bytesMin) count++;
        }

        return count;
    }

    public string Dump()
    {
        StatementCursor cursor = builder.OpenProgram();
        Statements(ref cursor);
        Assert.Equal(tables.Occurrences.Count, _occurrence);
        return _text.ToString();
    }

    private void Statements(ref StatementCursor cursor)
    {
        while (builder.Next(ref cursor)) Node(cursor.Statement);
    }

    private void List(int node)
    {
        for (; node != 0; node = builder.Arena[node].Next) Node(node);
    }

    private void Node(int at)
    {
        if (at == 0) return;
        Node node = builder.Arena[at];
        _text.Append('(').Append(node.Kind).Append(' ').Append(node.Start).Append('-').Append(node.End).Append(' ')
            .Append((int)(node.Flags & ~NodeFlags.Hole)).Append(' ').Append(node.Op);
        if (node.Kind == NodeKind.Identifier) Occurrence(node);
        else if (node.Kind == NodeKind.FunctionBody && node.Has(NodeFlags.Hole))
        {
            HolesSeen++;
            StatementCursor inner = builder.OpenBody(node.A);
            Statements(ref inner);
        }
        else if (node.Kind is not (NodeKind.Regex or NodeKind.PropertyName or NodeKind.PrivateName))
        {
            List(node.A);
            List(node.B);
            List(node.C);
        }

        _text.Append(')');
    }

    private void Occurrence(in Node node)
    {
        // The walk goes along children, not along the text, so only that each occurrence is met once, at its place, is checked.
        Assert.Equal(node.Start, tables.Occurrences[node.B].Offset);
        _occurrence++;
    }
}
