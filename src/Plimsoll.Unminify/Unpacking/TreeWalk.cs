using Plimsoll.JavaScript.Parsing;

namespace Plimsoll.Unminify.Unpacking;

/// <summary>The nodes of one statement, outer before inner, without recursion: a bundle may be an expression that nests as deep as the parser follows.</summary>
internal sealed class TreeWalk(NodeArena arena)
{
    private readonly List<int> _waiting = [];

    /// <summary>Begins with a statement.</summary>
    public void Start(int statement)
    {
        _waiting.Clear();
        _waiting.Add(statement);
    }

    /// <summary>The next node; false at the end. What lies in it comes later, unless <see cref="Enter"/> is not called.</summary>
    public bool Next(out int node)
    {
        node = 0;
        if (_waiting.Count == 0) return false;
        node = _waiting[^1];
        _waiting.RemoveAt(_waiting.Count - 1);
        if (arena[node].Next != 0) _waiting.Add(arena[node].Next);
        return true;
    }

    /// <summary>Lets a node come next; 0 is none.</summary>
    public void Add(int node)
    {
        if (node != 0) _waiting.Add(node);
    }

    /// <summary>Lets what lies in a node come next.</summary>
    public void Enter(in Node node)
    {
        (bool a, bool b, bool c) = Children(node);
        if (c && node.C != 0) _waiting.Add(node.C);
        if (b && node.B != 0) _waiting.Add(node.B);
        if (a && node.A != 0) _waiting.Add(node.A);
    }

    /// <summary>Which of the three are nodes that expressions may lie in.</summary>
    private static (bool A, bool B, bool C) Children(in Node node) => node.Kind switch
    {
        NodeKind.Template or NodeKind.Array or NodeKind.Object or NodeKind.StaticBlock or NodeKind.Unary or NodeKind.Update or NodeKind.Chain or NodeKind.Sequence or NodeKind.Yield
            or NodeKind.Await or NodeKind.Spread or NodeKind.ArrayPattern or NodeKind.ObjectPattern or NodeKind.Rest or NodeKind.ExpressionStatement or NodeKind.Block or NodeKind.Declaration
            or NodeKind.Return or NodeKind.Throw or NodeKind.ExportDeclaration or NodeKind.ExportDefault => (true, false, false),
        NodeKind.FunctionBody => (!node.Has(NodeFlags.Hole), false, false),
        NodeKind.Labeled => (false, true, false),
        NodeKind.Arrow => (false, true, true),
        NodeKind.TaggedTemplate or NodeKind.Property or NodeKind.Method or NodeKind.Field or NodeKind.Binary or NodeKind.Logical or NodeKind.Assign or NodeKind.Call or NodeKind.New
            or NodeKind.Index or NodeKind.ImportCall or NodeKind.DefaultPattern or NodeKind.Declarator or NodeKind.For or NodeKind.While or NodeKind.DoWhile or NodeKind.Switch
            or NodeKind.Case or NodeKind.Catch or NodeKind.With or NodeKind.Member => (true, true, false),
        NodeKind.Function or NodeKind.FunctionDeclaration or NodeKind.Class or NodeKind.ClassDeclaration or NodeKind.Conditional or NodeKind.If or NodeKind.ForHead or NodeKind.ForIn
            or NodeKind.ForOf or NodeKind.Try => (true, true, true),
        _ => (false, false, false),
    };
}
